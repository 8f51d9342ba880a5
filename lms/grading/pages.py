"""What the pages of this room show, as plain values: of an essay the text and the task, nothing of its writer."""

from datetime import datetime, timedelta
from typing import Any

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import TrainingModule
from lms.catalogue.queries import document_of
from lms.core.i18n import language
from lms.grading import queries
from lms.grading.desks import Desk
from lms.grading.languages import language_of
from lms.grading.models import THIRD
from lms.grading.opinions import lines_of
from lms.grading.queries import Waiting
from lms.questions.showing import in_language


def queue_page(actor: Account, *, at: datetime) -> dict[str, Any]:
    """By module: how many wait for this person, since how many days the oldest, and what can still be changed."""
    waiting = queries.waiting_for(actor, at=at)
    return {
        "rows": [_row(one, at) for one in waiting],
        "is_empty": not any(one.count for one in waiting),
        "changeable": [
            {"id": essay.id, "title": title_of(essay.attempt.edition_id, essay.question_key)}
            for essay in queries.changeable_by(actor)
        ],
    }


def _row(one: Waiting, at: datetime) -> dict[str, Any]:
    return {
        "slug": one.module.slug,
        "title": _module_title(one.module),
        "count": one.count,
        # Whole days: a moment could tell whose essay it is.
        "days": None if one.oldest_at is None else (at - one.oldest_at) // timedelta(days=1),
        "for_others": one.for_others,
    }


def _module_title(module: TrainingModule) -> str:
    if module.current_edition_id is None:
        return module.code
    document = document_of(module.current_edition_id)
    return f"{module.code}. {document.title[document.language_for(language())]}"


def title_of(edition_id: Any, question_key: str) -> str:
    question = document_of(edition_id).questions_by_key[question_key]
    return in_language(question.stem, language())


def essay_page(desk: Desk, actor: Account, *, at: datetime) -> dict[str, Any]:
    """One essay with its task and its rubric."""
    own, document, question = desk.own, desk.sitting.document, desk.question
    waiting = next((one.count for one in queries.waiting_for(actor, at=at) if one.module.id == desk.essay.module_id), 0)
    shown = _shown(document)
    return {
        "essay_id": desk.essay.id,
        "module_title": document.title[shown],
        "stem": in_language(question.stem, shown),
        "case": in_language(question.case, shown),
        "guidance": in_language(desk.rubric.guidance, shown),
        "text_language": shown if shown != language() else None,
        "text": desk.text,
        "words": len(desk.text.split()),
        "rubric": desk.rubric,
        "written_in": language_of(desk.text),
        "comment_in": desk.essay.language,
        "is_double": desk.essay.is_double,
        "is_third": own is not None and own.place == THIRD,
        "is_fixed": desk.is_fixed,
        "before": [
            {"lines": lines_of(desk.rubric, grade), "points": grade.points, "comment": grade.comment}
            for grade in desk.before
        ],
        "taken_until": own.taken_until if own is not None and own.saved_at is None else None,
        "is_overdue": own is not None and own.saved_at is None and own.taken_until <= at,
        "is_saved": own is not None and own.saved_at is not None,
        "left": waiting,
    }


def _shown(document: ModuleDocument) -> str:
    return document.language_for(language())
