"""Attempts that do not count any more: the text was replaced or withdrawn, or a person has decided so."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, update

from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes.models import Attempt, Try


def set_aside_in(enrolment: Enrolment, *, at: datetime) -> None:
    """Attempts on other editions than the present one do not count any more; lessons and points stay recorded."""
    _set_aside(
        Attempt.enrolment_id == enrolment.id,
        Attempt.edition_id != enrolment.edition_id,
        at=at,
    )


def set_aside_on(edition_id: UUID, *states: EnrolmentState, at: datetime) -> None:
    """The edition is closed to all at once: what was drawn from it counts for nobody in these states."""
    people = db.select(Enrolment.id).where(Enrolment.edition_id == edition_id, Enrolment.state.in_(states))
    _set_aside(Attempt.enrolment_id.in_(people), at=at)


def set_attempt_aside(attempt_id: UUID, *, at: datetime) -> None:
    """A person has decided that one attempt does not count."""
    _set_aside(Attempt.id == attempt_id, at=at)


def _set_aside(*which: ColumnElement[bool], at: datetime) -> None:
    """The attempts stay; their places in the sets of tries are free again."""
    places = db.select(Attempt.id).where(*which, Attempt.set_aside_at.is_(None))
    db.session.execute(delete(Try).where(Try.attempt_id.in_(places)).execution_options(synchronize_session=False))
    db.session.execute(
        update(Attempt)
        .where(*which, Attempt.set_aside_at.is_(None))
        .values(set_aside_at=at)
        .execution_options(synchronize_session=False)
    )
