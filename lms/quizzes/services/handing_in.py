"""Handing in, marking, releasing: one act each, and each changes nothing when it is done again.

Handed in is what the person did, or the clock for the person; marked, once every question has its points; released,
once the result is shown and counts. Steps, completion and certificate follow the release alone.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lms.core import audit, clock, events
from lms.enrolments.models import EnrolmentState
from lms.enrolments.requirements import FINAL_KEY, PRE_TEST_KEY
from lms.enrolments.services import record_step
from lms.quizzes import marking
from lms.quizzes.errors import AttemptClosed
from lms.quizzes.events import AttemptHandedIn, ResultReleased
from lms.quizzes.models import Attempt, AttemptKind, Mark
from lms.quizzes.queries import Sitting
from lms.quizzes.timing import is_over


def hand_in(sitting: Sitting, *, by: UUID | None, at: datetime) -> Attempt:
    """Mark the answers as they stand and close the attempt; again it changes nothing. Raises AttemptClosed.

    After its time and the grace it is handed in as of the end of its time. The caller holds the locks on the enrolment
    and the attempt.
    """
    if sitting.attempt.handed_in_at is None:
        if sitting.is_closed or sitting.is_on_paper:
            raise AttemptClosed
        _hand_in(sitting, by=by, at=at, is_awaited=False)
    return sitting.attempt


def hand_in_overdue(sitting: Sitting, *, at: datetime) -> bool:
    """The same without the person, once the time is over; False if there is nothing to hand in."""
    if sitting.attempt.handed_in_at or sitting.is_closed or not is_over(sitting.due_at, at):
        return False
    _hand_in(sitting, by=None, at=at, is_awaited=True)
    return True


def _hand_in(sitting: Sitting, *, by: UUID | None, at: datetime, is_awaited: bool) -> None:
    attempt = sitting.attempt
    audit.record(by, "quizzes.attempt.handed_in", attempt, at=at, kind=attempt.kind.value, number=attempt.number)
    close(sitting, at=at, is_awaited=is_awaited)


def close(sitting: Sitting, *, at: datetime, is_awaited: bool | None = None) -> Attempt:
    """Mark what is stored; nothing is answered any more. The caller holds the locks and has looked whether it may.

    ``is_awaited``: see ``settle``. On paper others hand in, unless everything was typed in before the sheet was
    claimed: then the next page is the result.
    """
    attempt = sitting.attempt
    attempt.handed_in_at = attempt.due_at if is_over(attempt.due_at, at) else at
    if is_awaited is None:
        is_awaited = attempt.is_on_paper and attempt.started_at != at
    marks = marking.mark(sitting)
    settle(sitting, marks, at=at, is_awaited=is_awaited)
    events.emit(AttemptHandedIn(attempt.id, attempt.enrolment_id, attempt.kind.value, attempt.number, at))
    return attempt


def settle(sitting: Sitting, marks: Sequence[Mark], *, at: datetime, is_awaited: bool = True) -> None:
    """Add up the marks once every question has one, and release the result if its day has come.

    As long as a mark is wanting nothing happens. ``is_awaited``: nobody sits before the next page, which would tell it;
    so a mail does. The caller holds the locks on the enrolment and the attempt.
    """
    attempt = sitting.attempt
    if attempt.marked_at is None and not marking.add_up(sitting, marks):
        return
    attempt.marked_at = attempt.marked_at or at
    if attempt.released_at is None and is_due_for_release(sitting, at):
        release(sitting, at=at, is_awaited=is_awaited)


def is_due_for_release(sitting: Sitting, at: datetime) -> bool:
    """Whether nothing but the marks stands between the person and the result: the day of results has come."""
    day = sitting.document.rules.results_day if sitting.attempt.kind is AttemptKind.FINAL else None
    return day is None or day <= clock.local_day(at)


def release(sitting: Sitting, *, at: datetime, is_awaited: bool = True) -> None:
    """The result is shown and counts from now on; what was set aside or left meanwhile is shown and counts not."""
    attempt = sitting.attempt
    attempt.released_at = at
    counts = attempt.set_aside_at is None and sitting.enrolment.state is EnrolmentState.OPEN
    if counts and attempt.kind is AttemptKind.PRE_TEST:
        record_step(sitting.enrolment, PRE_TEST_KEY, at=at)
    elif counts and attempt.is_passed:
        record_step(sitting.enrolment, FINAL_KEY, at=at)
    events.emit(
        ResultReleased(
            attempt_id=attempt.id,
            enrolment_id=attempt.enrolment_id,
            kind=attempt.kind.value,
            is_passed=bool(attempt.is_passed),
            was_awaited=is_awaited,
            at=at,
        )
    )
