"""Exceptions from the rules of a quiz for one person: more time, one more try; with a reason and an author.

Whoever gives one learns nothing of how the person does: it can be given at any time while the module is open to the
person, whatever the tries were worth.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from lms.core import audit, events
from lms.core.extensions import db
from lms.core.rows import changed
from lms.enrolments.queries import Study
from lms.quizzes import queries
from lms.quizzes.errors import NothingGiven
from lms.quizzes.events import AttemptDue, ExceptionGiven
from lms.quizzes.models import AttemptKind, TestException, Try, TrySet
from lms.quizzes.standing import Standing, read_standing
from lms.quizzes.timing import is_over


@dataclass(frozen=True)
class Given:
    """What is given: minutes for each attempt, also for the one that runs, and tries for the present set."""

    minutes: int = 0
    tries: int = 0


def give_exception(study: Study, given: Given, *, reason: str, by: UUID, at: datetime) -> TestException:
    """Raises NothingGiven. The caller holds the lock on the enrolment, so that nobody starts an attempt meanwhile."""
    if given.minutes + given.tries <= 0 or (given.minutes and study.document.rules.minutes is None):
        raise NothingGiven
    enrolment = study.enrolment
    standing = read_standing(study, queries.attempts_in(enrolment), AttemptKind.FINAL, at=at)
    exception = TestException(
        person_id=enrolment.person_id,
        module_id=enrolment.module_id,
        extra_minutes=given.minutes,
        extra_tries=given.tries,
        set_number=_set_number(standing) if given.tries else None,
        reason=reason,
        by_id=by,
        given_at=at,
    )
    db.session.add(exception)
    if given.tries and standing.set:
        _enlarge(standing.set, given.tries)
    if given.minutes:
        _prolong(study, given.minutes, at=at)
    audit.record(
        by, "quizzes.exception.given", enrolment, at=at, reason=reason, minutes=given.minutes, tries=given.tries
    )
    events.emit(ExceptionGiven(exception.id, exception.person_id, at))
    return exception


def _set_number(standing: Standing) -> int:
    """The set that is in use; before the first attempt, and once a set is over, the one that opens next."""
    return standing.set.number if standing.set else standing.next_set


def _enlarge(tries: TrySet, by: int) -> None:
    """The places that are taken go along in the database: their key holds the size."""
    db.session.flush()
    changed(update(TrySet).where(TrySet.id == tries.id).values(size=TrySet.size + by))
    db.session.expire(tries)
    for place in db.session.scalars(db.select(Try).where(Try.set_id == tries.id)):
        db.session.expire(place)


def _prolong(study: Study, minutes: int, *, at: datetime) -> None:
    """The attempt that runs ends later; one whose time is over stays over."""
    attempt = queries.open_final_for_update(study.enrolment)
    if attempt is None or attempt.due_at is None or is_over(attempt.due_at, at):
        return
    attempt.due_at += timedelta(minutes=minutes)
    events.emit(AttemptDue(attempt.id, attempt.due_at, at))


def end_exception(study: Study, exception_id: UUID, *, reason: str, by: UUID, at: datetime) -> bool:
    """No attempt gets the time from now on; one that runs keeps it. False if there is nothing to end."""
    given = queries.exceptions_of(study.enrolment.person_id, study.enrolment.module_id)
    exception = next((one for one in given if one.id == exception_id), None)
    if exception is None or exception.ended_at is not None or not exception.extra_minutes:
        return False
    exception.ended_at = at
    audit.record(by, "quizzes.exception.ended", study.enrolment, at=at, reason=reason)
    return True
