"""The page before the first question: the rules, what is missing, the one button."""

from collections.abc import Sequence
from datetime import datetime

from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, n_
from lms.enrolments.contents import pass_mark, requirement_rows, thread_of
from lms.enrolments.queries import Study
from lms.enrolments.requirements import FINAL_KEY, PRE_TEST_KEY, path_of
from lms.quizzes import queries
from lms.quizzes.models import AttemptKind, TestException
from lms.quizzes.pages.frame import Context, about, lessons_to_reread, test_name
from lms.quizzes.standing import NEXT_SET_AFTER, Standing, read_standing
from lms.quizzes.timing import is_over
from lms.quizzes.waiting import waiting_sentence
from lms.ui.filters import clock_time, duration, long_date


def entry_page(study: Study, test: str, *, at: datetime) -> Context:
    """The page before the first question: the rules, what is missing, the one button."""
    kind = queries.KINDS[test]
    document = study.document
    standing = read_standing(study, queries.attempts_in(study.enrolment), kind, at=at)
    is_final = kind is AttemptKind.FINAL
    return {
        **about(document, study),
        "test": test,
        "name": test_name(kind),
        "standing": standing,
        "is_overdue": standing.open is not None and is_over(standing.open.due_at, at),
        "waiting": waiting_sentence(standing.waits) if standing.waits else None,
        "exceptions": exception_rows(standing.exceptions),
        "rules": final_rules(document, standing) if is_final else pre_test_rules(document),
        "missing": _missing_rows(study, standing),
        "lesson_path": _lesson_path(study),
        "thread": thread_of(document, study.requirements, now=FINAL_KEY if is_final else PRE_TEST_KEY),
        "earlier": [attempt for attempt in standing.counted if attempt.enrolment_id == study.id],
        "to_reread": lessons_to_reread(standing) if is_final and standing.is_used_up else [],
    }


def _lesson_path(study: Study) -> str:
    """The first step that is required and not done; when all is done, the first lesson."""
    required = [line for line in study.requirements if line.is_required]
    return path_of(study.document.slug, next((line for line in required if not line.is_done), required[0]))


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
        {"term": _("Questions"), "value": _questions(document)},
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
        {"term": _("Time"), "value": _time(document, standing)},
        *_results(document),
    ]


def _questions(document: ModuleDocument) -> str:
    number = document.rules.final_questions
    if not document.rules.one_way:
        return str(number)
    return _("%(number)s, one after the other; you cannot go back to a question", number=number)


def _time(document: ModuleDocument, standing: Standing) -> str:
    minutes = document.rules.minutes
    if standing.open and standing.open.due_at:
        return _("Until %(time)s by our clock", time=clock_time(standing.open.due_at))
    if minutes is None:
        return _("No time limit. Every answer is saved; you can stop and come back.")
    if standing.extra_minutes:
        return _(
            "%(time)s from the start, of which %(extra)s more for you. The time runs on if you leave.",
            time=duration(minutes + standing.extra_minutes),
            extra=duration(standing.extra_minutes),
        )
    return _(
        "%(time)s from the start. The time runs on if you leave. If you need more, ask the coordinator beforehand.",
        time=duration(minutes),
    )


def _results(document: ModuleDocument) -> list[dict[str, str]]:
    day = document.rules.results_day
    if day is None:
        return []
    return [{"term": _("Result"), "value": _("shown from %(date)s", date=long_date(day))}]


def exception_rows(exceptions: Sequence[TestException]) -> list[Context]:
    """What the coordinator has given, as the person and the coordinator read it: ``id``, ``line``, ``reason``, and
    ``may_end`` where time can still be taken back.
    """
    rows = []
    for given in exceptions:
        what = []
        if given.extra_minutes:
            what.append(_("%(time)s more for each try", time=duration(given.extra_minutes)))
        if given.extra_tries:
            what.append(n_("%(num)s more try", "%(num)s more tries", given.extra_tries))
        line = _("%(date)s: %(what)s", date=long_date(given.given_at), what=", ".join(what))
        if given.ended_at:
            line = _("%(line)s (ended)", line=line)
        may_end = bool(given.extra_minutes) and given.ended_at is None
        rows.append({"id": given.id, "line": line, "reason": given.reason, "may_end": may_end})
    return rows


def pre_test_rules(document: ModuleDocument) -> list[dict[str, str]]:
    questions = document.rules.pre_test_questions
    return [
        {"term": _("Questions"), "value": str(questions)},
        {"term": _("Time"), "value": _("About %(time)s, without a limit", time=duration(max(5, questions * 3 // 5)))},
        {"term": _("Pass mark"), "value": _("none")},
    ]
