"""What every page of the tests says around its middle."""

from datetime import datetime
from typing import Any

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import document_of
from lms.core.i18n import _, language
from lms.enrolments.contents import text_notices
from lms.enrolments.queries import Study
from lms.quizzes import queries, results
from lms.quizzes.models import AttemptKind
from lms.quizzes.queries import Sitting
from lms.quizzes.standing import Standing
from lms.quizzes.timing import seconds_left
from lms.ui.filters import clock_time

Context = dict[str, Any]


#: What pages of tests show, as the states of translations name it.
QUESTIONS = "question:"


def test_name(kind: AttemptKind) -> str:
    return _("Pre-test") if kind is AttemptKind.PRE_TEST else _("Final quiz")


def about(document: ModuleDocument, study: Study) -> Context:
    return {
        "document": document,
        "module_title": document.title[document.language_for(language())],
        "text_language": foreign_language(document),
        "notices": text_notices(document, study.enrolment.edition, language(), QUESTIONS),
    }


def foreign_language(document: ModuleDocument) -> str | None:
    """The language of the text where it is not that of the page."""
    shown = document.language_for(language())
    return None if shown == language() else shown


def of_sitting(sitting: Sitting) -> Context:
    document = sitting.document
    return {
        "sitting": sitting,
        "attempt": sitting.attempt,
        "name": test_name(sitting.attempt.kind),
        "test": "quiz" if sitting.attempt.kind is AttemptKind.FINAL else "pre-test",
        "slug": document.slug,
        "module_title": document.title[document.language_for(language())],
        "text_language": foreign_language(document),
        "notices": text_notices(document, sitting.edition, language(), QUESTIONS),
    }


def timer_of(sitting: Sitting, at: datetime) -> Context | None:
    """When the time is over, and how much is left of it on the server's clock; None without a limit."""
    due = sitting.due_at
    return None if due is None else {"until": clock_time(due), "seconds": seconds_left(due, at)}


def lessons_to_reread(standing: Standing) -> list[results.LessonToRead]:
    """The lessons behind what went wrong in the last try, in the order of the module."""
    if standing.last is None:
        return []
    document = document_of(standing.last.edition_id)
    return results.lessons_behind(document, queries.marks_of(standing.last.id), document.language_for(language()))
