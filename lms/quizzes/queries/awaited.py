"""Questions about results that are not shown yet: handed in, and waiting for a person or for a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select

from lms.catalogue.queries import documents_of
from lms.core.extensions import db
from lms.quizzes.models import Attempt, AttemptKind

_AWAITED = (
    Attempt.kind == AttemptKind.FINAL,
    Attempt.handed_in_at.is_not(None),
    Attempt.released_at.is_(None),
    Attempt.set_aside_at.is_(None),
)


def awaited_in(enrolment_ids: Collection[UUID]) -> Mapping[UUID, Attempt]:
    """Enrolment to the final quiz in it whose result is awaited. One statement, none without enrolments."""
    if not enrolment_ids:
        return {}
    query = select(Attempt).where(*_AWAITED, Attempt.enrolment_id.in_(enrolment_ids)).order_by(Attempt.number)
    return {attempt.enrolment_id: attempt for attempt in db.session.scalars(query)}


def results_of_the_day(day: date, limit: int) -> Sequence[UUID]:
    """Attempts that are marked and whose day has come, oldest first."""
    marked = (Attempt.marked_at.is_not(None), Attempt.released_at.is_(None))
    editions = db.session.scalars(select(Attempt.edition_id).where(*marked).distinct()).all()
    documents = documents_of(list(editions)) if editions else {}
    due = [key for key, document in documents.items() if (document.rules.results_day or day) <= day]
    if not due:
        return []
    query = select(Attempt.id).where(*marked, Attempt.edition_id.in_(due)).order_by(Attempt.handed_in_at, Attempt.id)
    return db.session.scalars(query.limit(limit)).all()
