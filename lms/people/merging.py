"""Two records of one person become one, and two again.

Nothing is moved: each record keeps its names, account, consents, enrolments and certificates, and a merge says that
they are one person's. So counts count the person once, both histories stay, and undoing a merge is exact. Merges make
a forest; ``Person.merged_into_id`` leads straight to the root of each tree, because counting follows one step.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, update

from lms.core import audit, events
from lms.core.extensions import db
from lms.people.errors import CannotMerge
from lms.people.events import PeopleMerged
from lms.people.models import Person, PersonMerge


def merge_people(person: Person, into: Person, *, reason: str, by: UUID, at: datetime) -> PersonMerge:
    """From now on ``person`` counts as ``into``. The caller holds the locks on both (``people_for_update``).

    Raises ``CannotMerge``: with oneself, or if one has been merged meanwhile, or has left.
    """
    gone = any(one.merged_into_id is not None or one.erased_at is not None for one in (person, into))
    if person.id == into.id or gone:
        raise CannotMerge
    merge = PersonMerge(person_id=person.id, into_id=into.id, reason=reason, made_by_id=by, made_at=at)
    db.session.add(merge)
    db.session.flush()
    beneath = _beneath(person.id)
    _lead_to(into.id, [person.id], before=None)
    _lead_to(into.id, beneath, before=person.id)
    audit.record(by, "people.person.merged", person, at=at, reason=reason, into_id=str(into.id))
    audit.record(by, "people.person.took_in", into, at=at, reason=reason)
    events.emit(PeopleMerged((person.id, into.id, *beneath), at))
    return merge


def undo_merge(merge: PersonMerge, *, by: UUID, at: datetime) -> None:
    """They are two again; what was merged into ``person`` before stays with it. The caller holds the lock on the row.

    Raises ``CannotMerge`` if it was undone already.
    """
    if merge.undone_at is not None:
        raise CannotMerge
    person = db.session.get_one(Person, merge.person_id)
    root_id = person.merged_into_id
    merge.undone_at, merge.undone_by_id = at, by
    db.session.flush()
    beneath = _beneath(person.id)
    _lead_to(None, [person.id], before=root_id)
    _lead_to(person.id, beneath, before=root_id)
    audit.record(by, "people.person.separated", person, at=at)
    events.emit(PeopleMerged(tuple({person.id, merge.into_id, root_id or person.id, *beneath}), at))


def _beneath(person_id: UUID) -> list[UUID]:
    """Everybody who counts as this person through standing merges, over any number of steps."""
    found: list[UUID] = []
    level: Sequence[UUID] = [person_id]
    while level:
        query = select(PersonMerge.person_id).where(PersonMerge.into_id.in_(level), PersonMerge.undone_at.is_(None))
        level = db.session.scalars(query).all()
        found.extend(level)
    return found


def _lead_to(root_id: UUID | None, person_ids: Collection[UUID], *, before: UUID | None) -> None:
    """Those who led to ``before``: whoever was separated at the same moment does not any more, and is left alone."""
    if person_ids:
        led = Person.id.in_(person_ids), Person.merged_into_id.is_not_distinct_from(before)
        db.session.execute(update(Person).where(*led).values(merged_into_id=root_id))


def people_for_update(person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Locked in one order, so that two merges of the same people never wait for each other."""
    query = select(Person).where(Person.id.in_(person_ids)).order_by(Person.id).with_for_update(of=Person)
    found = db.session.scalars(query, execution_options={"populate_existing": True})
    return {person.id: person for person in found}


def merges_of(person_id: UUID) -> Sequence[PersonMerge]:
    """Every merge in which a person stands, the newest first."""
    mine = or_(PersonMerge.person_id == person_id, PersonMerge.into_id == person_id)
    return db.session.scalars(select(PersonMerge).where(mine).order_by(PersonMerge.made_at.desc())).all()


def merge_for_update(merge_id: UUID) -> PersonMerge | None:
    """A merge that stands."""
    query = select(PersonMerge).where(PersonMerge.id == merge_id, PersonMerge.undone_at.is_(None))
    return db.session.scalars(query.with_for_update(of=PersonMerge)).one_or_none()
