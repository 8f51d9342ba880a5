"""What the pages of the tests show, as plain values for their templates. No key and no reason before release."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import document_of
from lms.core.i18n import _, language, n_
from lms.enrolments.contents import pass_mark, requirement_rows, text_notices, thread_of
from lms.enrolments.queries import Study
from lms.enrolments.requirements import FINAL_KEY, PRE_TEST_KEY, next_line, path_of
from lms.questions.documents import Question
from lms.questions.showing import Picture, Shown, Words, shown, told, words_of
from lms.quizzes import queries, results
from lms.quizzes.forms import posted_value, seen_answers
from lms.quizzes.models import AttemptKind
from lms.quizzes.queries import Answer, Sitting
from lms.quizzes.readings import readings_of
from lms.quizzes.result_notes import notes_on
from lms.quizzes.standing import NEXT_SET_AFTER, Standing, read_standing, standing_of
from lms.ui.filters import clock_time, duration, long_datetime, points
from lms.ui.pages import site_path

#: "Save my answers" stands after so many questions, for whoever works without script.
SAVE_EVERY = 5

Context = dict[str, Any]


def test_name(kind: AttemptKind) -> str:
    return _("Pre-test") if kind is AttemptKind.PRE_TEST else _("Final quiz")


def entry_page(study: Study, test: str, *, at: datetime) -> Context:
    """The page before the first question: the rules, what is missing, the one button."""
    kind = queries.KINDS[test]
    document = study.document
    standing = read_standing(study, queries.attempts_in(study.enrolment), kind, at=at)
    is_final = kind is AttemptKind.FINAL
    return {
        **_about(document, study),
        "test": test,
        "name": test_name(kind),
        "standing": standing,
        "rules": final_rules(document, standing) if is_final else pre_test_rules(document),
        "missing": _missing_rows(study, standing),
        "lesson_path": _lesson_path(study),
        "thread": thread_of(document, study.requirements, now=FINAL_KEY if is_final else PRE_TEST_KEY),
        "earlier": [attempt for attempt in standing.counted if attempt.enrolment_id == study.id],
        "to_reread": lessons_to_reread(standing) if is_final and standing.is_used_up else [],
    }


def lessons_to_reread(standing: Standing) -> list[results.LessonToRead]:
    """The lessons behind what went wrong in the last try, in the order of the module."""
    if standing.last is None:
        return []
    document = document_of(standing.last.edition_id)
    return results.lessons_behind(document, queries.marks_of(standing.last.id), document.language_for(language()))


def _lesson_path(study: Study) -> str:
    """The first step that is required and not done; when all is done, the first lesson."""
    required = [line for line in study.requirements if line.is_required]
    return path_of(study.document.slug, next((line for line in required if not line.is_done), required[0]))


def _about(document: ModuleDocument, study: Study) -> Context:
    return {
        "document": document,
        "module_title": document.title[document.language_for(language())],
        "text_language": _foreign(document),
        "notices": text_notices(document, study.enrolment.edition, language()),
    }


def _foreign(document: ModuleDocument) -> str | None:
    """The language of the text where it is not that of the page."""
    shown = document.language_for(language())
    return None if shown == language() else shown


def _missing_rows(study: Study, standing: Standing) -> list[dict[str, str | None]]:
    """The account of completion, only what the final quiz waits for."""
    keys = {line.key for line in standing.missing}
    rows = requirement_rows(study.document, study.done, linked=True)
    return [row for row, line in zip(rows, study.requirements, strict=True) if line.key in keys]


def final_rules(document: ModuleDocument, standing: Standing) -> list[dict[str, str]]:
    """The rules, line by line."""
    rules = document.rules
    pause = _("none")
    if rules.pause_hours:
        pause = _("%(time)s after try %(number)s", time=duration(rules.pause_hours * 60), number=rules.pause_after)
    return [
        {"term": _("Questions"), "value": str(rules.final_questions)},
        {"term": _("Pass mark"), "value": pass_mark(document)},
        {
            "term": _("Tries left"),
            "value": _("%(left)s of %(total)s", left=standing.tries_left, total=standing.tries),
        },
        {"term": _("Pause between tries"), "value": pause},
        {
            "term": _("After the last try"),
            "value": n_("new tries open after %(num)s day", "new tries open after %(num)s days", NEXT_SET_AFTER.days),
        },
        {"term": _("Time"), "value": _("No time limit. Every answer is saved; you can stop and come back.")},
    ]


def pre_test_rules(document: ModuleDocument) -> list[dict[str, str]]:
    questions = document.rules.pre_test_questions
    return [
        {"term": _("Questions"), "value": str(questions)},
        {"term": _("Time"), "value": _("About %(time)s, without a limit", time=duration(max(5, questions * 3 // 5)))},
        {"term": _("Pass mark"), "value": _("none")},
    ]


def attempt_page(
    sitting: Sitting, *, posted: MultiDict[str, str] | None = None, conflicts: Mapping[str, Answer] | None = None
) -> Context:
    """The whole attempt as one document. ``posted``: what the person sent and could not be stored."""
    code = sitting.document.language_for(language())
    said = {key: _conflict(sitting.document, key, answer, code) for key, answer in (conflicts or {}).items()}
    questions = [_question(sitting, asked, code, posted) for asked in sitting.asked]
    for question in questions:
        question.error = said.get(question.key)
    return {
        **_of_sitting(sitting),
        "questions": questions,
        "seen": seen_answers(sitting),
        "saved_at": clock_time(sitting.saved_at) if sitting.saved_at else None,
        "save_every": SAVE_EVERY,
        "map": [{"number": question.number, "answered": bool(question.values)} for question in questions],
        "errors": [(f"q{question.number}", question.error) for question in questions if question.error],
    }


def _of_sitting(sitting: Sitting) -> Context:
    document = sitting.document
    return {
        "sitting": sitting,
        "attempt": sitting.attempt,
        "name": test_name(sitting.attempt.kind),
        "test": "quiz" if sitting.attempt.kind is AttemptKind.FINAL else "pre-test",
        "slug": document.slug,
        "module_title": document.title[document.language_for(language())],
        "text_language": _foreign(document),
        "notices": text_notices(document, sitting.edition, language()),
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
        kept = document.kept[name] = words_of(question, language, _picture(document, question, language))
    return kept


def _picture(document: ModuleDocument, question: Question, language: str) -> Picture | None:
    file = document.media_by_name.get(question.image.name) if question.image else None
    if file is None or question.image is None:
        return None
    url = site_path(f"modules/{document.slug}/media/{file.sha256}/{file.name}")
    return Picture(url, question.image.alt.get(language, ""), file.width, file.height)


def _conflict(document: ModuleDocument, key: str, answer: Answer, language: str) -> str:
    texts = told(document.questions_by_key[key], answer.chosen, language)
    chosen = ", ".join(f"«{text}»" for text in texts) or _("no answer")
    return _(
        "This question was answered differently on another device: %(answer)s. "
        "Save once more to keep what is marked here.",
        answer=chosen,
    )


def check_page(sitting: Sitting) -> Context:
    """Every answer before it is handed in, unanswered questions first."""
    code = sitting.document.language_for(language())
    rows = [_question(sitting, asked, code, None) for asked in sitting.asked]
    open_count = sum(not row.is_whole for row in rows)
    if open_count:
        count = n_("%(num)s question is still open.", "%(num)s questions are still open.", open_count)
    else:
        count = _("All questions are answered.")
    return {
        **_of_sitting(sitting),
        "rows": sorted(rows, key=lambda row: row.is_whole),
        "count": count,
        "open_count": open_count,
    }


def final_result_page(sitting: Sitting, study: Study, *, at: datetime) -> Context:
    """Outcome, before and after, by topic, what to look at again."""
    attempts = queries.attempts_in(sitting.enrolment)
    look_up = standing_of if sitting.attempt.is_passed else read_standing  # who has passed asks for no more tries
    standing = look_up(study, attempts, AttemptKind.FINAL, at=at)
    marks = queries.marks_of(sitting.id)
    result = results.result_of(
        sitting.attempt,
        sitting.document,
        marks,
        attempts=attempts,
        tries_left=standing.tries_left,
        next_try_at=standing.paused_until,
        language=sitting.document.language_for(language()),
    )
    return {
        **_of_sitting(sitting),
        "result": result,
        "corrections": notes_on(sitting),
        "readings": readings_of(sitting, marks, sitting.document.language_for(language())),
        "standing": standing,
        "outcome": _outcome(result),
        "next_try": _next_try(result, standing),
        "to_reread": lessons_to_reread(standing) if standing.is_used_up else [],
    }


def _outcome(result: results.Result) -> str:
    return _(
        "%(points)s of %(total)s correct. %(needed)s are needed.",
        points=points(result.points),
        total=result.possible,
        needed=points(result.needed),
    )


def _next_try(result: results.Result, standing: Standing) -> str | None:
    """When one may try again, and how often."""
    if standing.passed:
        return None
    if standing.is_used_up and standing.opens_at:
        return used_up(standing.opens_at)
    if standing.is_closed or not result.tries_left:
        return _("The lessons stay open to you.")
    if result.next_try_at:
        return _(
            "Next try from %(moment)s. Tries left: %(left)s.",
            moment=long_datetime(result.next_try_at),
            left=result.tries_left,
        )
    return _("You can try again at any time. Tries left: %(left)s.", left=result.tries_left)


def used_up(opens_at: datetime) -> str:
    """What follows the last try that was not enough."""
    return _("All tries are used. New tries open on %(moment)s; until then read again.", moment=long_datetime(opens_at))


def pre_test_result_page(sitting: Sitting, study: Study) -> Context:
    """No feedback: the same objectives come again in the final quiz."""
    line = next_line(study.requirements) or study.requirements[-1]
    numbers = {lesson.key: number for number, lesson in enumerate(sitting.document.lessons, start=1)}
    return {
        **_of_sitting(sitting),
        "next_path": path_of(sitting.document.slug, line),
        "next_lesson": numbers.get(line.lesson_key or ""),
        "next_key": line.key,
    }


def on_paper_page(sitting: Sitting) -> Context:
    """Answered with a pen; nothing to do here but to wait."""
    return _of_sitting(sitting)


def closed_page(sitting: Sitting) -> Context:
    """Begun, never handed in, and over: why."""
    if sitting.edition.withdrawn_at is not None:
        reason = _("The text of this module was withdrawn because something in it was wrong.")
    elif sitting.attempt.set_aside_at is None and sitting.enrolment.completed_at:
        reason = _("You have passed the final quiz meanwhile.")
    elif sitting.attempt.set_aside_at is None:
        reason = _("You have left this module.")
    elif sitting.is_on_paper and sitting.attempt.edition_id == sitting.enrolment.edition_id:
        reason = _("The trainer has recorded that the sheet is lost or cannot be read.")
    elif sitting.attempt.kind is AttemptKind.PRE_TEST:
        reason = _("The pre-test was closed when the final quiz was begun.")
    else:
        reason = _("The text of this module was replaced.")
    return {**_of_sitting(sitting), "reason": reason}
