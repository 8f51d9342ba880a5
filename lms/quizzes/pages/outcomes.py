"""The pages after handing in: the result, the wait for it, and what was closed before."""

from datetime import datetime

from lms.core.i18n import _, language
from lms.enrolments.queries import Study
from lms.enrolments.requirements import next_line, path_of
from lms.quizzes import queries, results
from lms.quizzes.models import AttemptKind
from lms.quizzes.pages.frame import Context, lessons_to_reread, of_sitting
from lms.quizzes.queries import Sitting
from lms.quizzes.readings import readings_of
from lms.quizzes.result_notes import notes_on
from lms.quizzes.standing import Standing, read_standing, standing_of
from lms.quizzes.waiting import waiting_sentence
from lms.ui.filters import clock_time, long_datetime, points


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
        **of_sitting(sitting),
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
        **of_sitting(sitting),
        "next_path": path_of(sitting.document.slug, line),
        "next_lesson": numbers.get(line.lesson_key or ""),
        "next_key": line.key,
    }


def waiting_page(sitting: Sitting) -> Context:
    """Handed in, without a result yet."""
    return {**of_sitting(sitting), "waiting": waiting_sentence(sitting.attempt)}


def time_over_page(sitting: Sitting) -> Context:
    """The time is over and nobody has handed in yet: what was saved in time will be."""
    due = sitting.due_at
    return {**of_sitting(sitting), "until": clock_time(due) if due else ""}


def on_paper_page(sitting: Sitting) -> Context:
    """Answered with a pen; nothing to do here but to wait."""
    return of_sitting(sitting)


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
    return {**of_sitting(sitting), "reason": reason}
