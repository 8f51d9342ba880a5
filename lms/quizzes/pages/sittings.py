"""The pages of an attempt: its questions, all at once or one after the other, and the list before handing in."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from werkzeug.datastructures import MultiDict

from lms.catalogue.asking import MediaUrl, words_in
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, language, n_
from lms.laws.queries import standing_in
from lms.laws.warnings import warnings_for
from lms.questions.documents import Question
from lms.questions.showing import Shown, Words, shown, told
from lms.quizzes import queries
from lms.quizzes.forms import posted_value, seen_answers
from lms.quizzes.pages.frame import Context, of_sitting, timer_of
from lms.quizzes.queries import Answer, Sitting
from lms.ui.filters import clock_time
from lms.ui.pages import site_path

#: "Save my answers" stands after so many questions, for whoever works without script.
SAVE_EVERY = 5


def attempt_page(
    sitting: Sitting,
    *,
    at: datetime,
    posted: MultiDict[str, str] | None = None,
    conflicts: Mapping[str, Answer] | None = None,
) -> Context:
    """The whole attempt as one document, or the one question that it has come to.

    ``posted``: what the person sent and could not be stored.
    """
    code = sitting.document.language_for(language())
    said = {key: _conflict(sitting.document, key, answer, code) for key, answer in (conflicts or {}).items()}
    asked = [asked for asked in sitting.asked if not sitting.is_one_way or asked.number == sitting.reached]
    questions = [_question(sitting, one, code, posted) for one in asked]
    changed = standing_in(sitting.enrolment.module_id, [f"question:{question.key}" for question in questions])
    for question in questions:
        question.error = said.get(question.key)
        question.notices = warnings_for(changed, sitting.document, f"question:{question.key}", code)
    return {
        **of_sitting(sitting),
        "questions": questions,
        "total": len(sitting.drawn),
        "timer": timer_of(sitting, at),
        "seen": seen_answers(sitting),
        "saved_at": clock_time(sitting.saved_at) if sitting.saved_at else None,
        "save_every": SAVE_EVERY,
        "map": [{"number": question.number, "answered": bool(question.values)} for question in questions],
        "errors": [(f"q{question.number}", question.error) for question in questions if question.error],
    }


def _question(sitting: Sitting, asked: queries.Asked, language: str, posted: MultiDict[str, str] | None) -> Shown:
    question = asked.question
    answer = sitting.answers.get(question.key)
    values: Sequence[str] = answer.chosen if answer else ()
    if posted is not None:
        values = posted_value(asked, posted) or values
    words = question_words(sitting.document, question, language)
    made = shown(question, words, language, number=asked.number, order=asked.options, values=values)
    made.revision = answer.revision if answer else 0
    return made


def question_words(document: ModuleDocument, question: Question, language: str) -> Words:
    """Worked out at the first asking and kept with the document."""
    name = ("asked", question.key, language)
    kept = document.kept.get(name)
    if kept is None:
        kept = document.kept[name] = words_in(document, question, language, _media_url(document))
    return kept


def _media_url(document: ModuleDocument) -> MediaUrl:
    return lambda file: site_path(f"modules/{document.slug}/media/{file.sha256}/{file.name}")


def _conflict(document: ModuleDocument, key: str, answer: Answer, language: str) -> str:
    texts = told(document.questions_by_key[key], answer.chosen, language)
    chosen = ", ".join(f"«{text}»" for text in texts) or _("no answer")
    return _(
        "This question was answered differently on another device: %(answer)s. "
        "Save once more to keep what is marked here.",
        answer=chosen,
    )


def check_page(sitting: Sitting, *, at: datetime) -> Context:
    """Every answer before it is handed in, unanswered questions first."""
    code = sitting.document.language_for(language())
    rows = [_question(sitting, asked, code, None) for asked in sitting.asked]
    open_count = sum(not row.is_whole for row in rows)
    if open_count:
        count = n_("%(num)s question is still open.", "%(num)s questions are still open.", open_count)
    else:
        count = _("All questions are answered.")
    return {
        **of_sitting(sitting),
        "rows": sorted(rows, key=lambda row: row.is_whole),
        "count": count,
        "open_count": open_count,
        "timer": timer_of(sitting, at),
    }
