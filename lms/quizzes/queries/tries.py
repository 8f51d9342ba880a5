"""Questions about sets of tries, and about exceptions from the rules."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.quizzes.models import Attempt, TestException, Try, TrySet


class Tries(NamedTuple):
    """The newest set of a person in a module, and the attempts that have a place in it, in their order."""

    set: TrySet
    attempts: tuple[Attempt, ...]


def tries_of(person_id: UUID, module_id: UUID) -> Tries | None:
    """None before the first final attempt. One statement."""
    newest = (
        select(TrySet.id)
        .where(TrySet.person_id == person_id, TrySet.module_id == module_id)
        .order_by(TrySet.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(TrySet, Attempt)
        .outerjoin(Try, Try.set_id == TrySet.id)
        .outerjoin(Attempt, Attempt.id == Try.attempt_id)
        .where(TrySet.id == newest)
        .order_by(Try.place)
    )
    rows: Sequence[Any] = db.session.execute(query).all()  # an empty set has a row without an attempt
    if not rows:
        return None
    return Tries(rows[0][0], tuple(attempt for _set, attempt in rows if attempt is not None))


def sets_of(person_id: UUID) -> Sequence[TrySet]:
    """Every set of a person's tries, for the copy of the data."""
    query = select(TrySet).where(TrySet.person_id == person_id)
    return db.session.scalars(query.order_by(TrySet.module_id, TrySet.number)).all()


def exceptions_of(person_id: UUID, module_id: UUID) -> Sequence[TestException]:
    """Every exception for a person in a module, in the order in which they were given."""
    query = select(TestException).where(TestException.person_id == person_id, TestException.module_id == module_id)
    return db.session.scalars(query.order_by(TestException.given_at, TestException.id)).all()


def all_exceptions_of(person_id: UUID) -> Sequence[TestException]:
    """The same in all modules, for the copy of the data."""
    query = select(TestException).where(TestException.person_id == person_id)
    return db.session.scalars(query.order_by(TestException.given_at, TestException.id)).all()
