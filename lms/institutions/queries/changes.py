"""What happened to an institution, and what waits for its day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import contains_eager

from lms.core.extensions import db
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionLink, InstitutionState
from lms.institutions.queries.references import is_referred_to

#: Kinds of change after which an institution may stand elsewhere.
MOVES = (ChangeKind.ADDED, ChangeKind.MOVED, ChangeKind.MERGED)


def changes_of(institution_id: UUID) -> Sequence[InstitutionChange]:
    """What happened to it and what waits, the newest first; also what was undone."""
    query = select(InstitutionChange).where(InstitutionChange.institution_id == institution_id)
    return db.session.scalars(query.order_by(InstitutionChange.made_at.desc(), InstitutionChange.id.desc())).all()


def open_changes_of(institution_id: UUID) -> Sequence[InstitutionChange]:
    """What waits for its day."""
    query = _open_changes().where(InstitutionChange.institution_id == institution_id)
    return db.session.scalars(query).all()


def due_changes(day: date) -> Sequence[InstitutionChange]:
    """What waited and is to be done on this day or before, in the order in which it was decided."""
    query = _open_changes().where(InstitutionChange.holds_from <= day)
    return db.session.scalars(query.order_by(InstitutionChange.holds_from, InstitutionChange.made_at)).all()


def undoable_changes(institution_id: UUID) -> set[UUID]:
    """What waits, and of what was done the newest alone, so that each undoing finds what its change left.

    That it was added can be undone while nothing waits and nothing refers to it.
    """
    query = (
        select(InstitutionChange.id, InstitutionChange.kind, InstitutionChange.facts)
        .where(
            InstitutionChange.institution_id == institution_id,
            InstitutionChange.applied_at.is_not(None),
            InstitutionChange.undone_at.is_(None),
        )
        .order_by(InstitutionChange.applied_at.desc(), InstitutionChange.id.desc())
        .limit(1)
    )
    waiting = {change.id for change in open_changes_of(institution_id)}
    newest = db.session.execute(query).first()
    if newest is None or _was_typed(newest):
        return waiting
    if newest.kind is ChangeKind.ADDED and (waiting or is_referred_to(institution_id)):
        return waiting
    return {newest.id, *waiting}


def standing_of_import(upload_id: UUID) -> Sequence[InstitutionChange]:
    """What an import has added and nobody has taken back, with names; what stands below comes before what is above."""
    depth = (
        select(func.max(InstitutionLink.depth))
        .where(InstitutionLink.descendant_id == InstitutionChange.institution_id)
        .scalar_subquery()
    )
    query = (
        select(InstitutionChange)
        .join(InstitutionChange.institution)
        .options(contains_eager(InstitutionChange.institution).selectinload(Institution.names))
        .where(
            InstitutionChange.kind == ChangeKind.ADDED,
            InstitutionChange.undone_at.is_(None),
            cast(InstitutionChange.facts, String).contains(str(upload_id)),
        )
        .order_by(depth.desc(), InstitutionChange.id)
    )
    return db.session.scalars(query).all()


def _was_typed(row: Any) -> bool:
    """A typed name is decided about once: that it is another one of the list, or a new one with its place."""
    is_approved = row.kind is ChangeKind.ADDED and "after" in row.facts
    return is_approved or row.facts.get("state_before") == InstitutionState.PROPOSED


def change_of(place_id: UUID, change_id: UUID) -> InstitutionChange | None:
    """One of this institution's changes, with it and its names; another institution's is absent."""
    return db.session.scalars(_change(place_id, change_id)).one_or_none()


def change_for_update(place_id: UUID, change_id: UUID) -> InstitutionChange | None:
    """The same, both locked."""
    query = _change(place_id, change_id).with_for_update(of=(InstitutionChange, Institution), key_share=True)
    return db.session.scalars(query).one_or_none()


def _change(place_id: UUID, change_id: UUID) -> Select[InstitutionChange]:
    return (
        select(InstitutionChange)
        .join(InstitutionChange.institution)
        .options(contains_eager(InstitutionChange.institution).selectinload(Institution.names))
        .where(InstitutionChange.id == change_id, InstitutionChange.institution_id == place_id)
    )


Step = tuple[UUID, UUID | None, UUID | None]
"""An institution, its parent before and its parent after."""


def parents_at(moments: Sequence[datetime]) -> list[dict[UUID, UUID | None]]:
    """The whole tree as it was at each of these moments, as institution to parent; in two statements.

    Who could see a body's part in a sum before and after it moved could subtract one from the other: what was closed
    is therefore always counted in the tree of its time.
    """
    parents = {row.id: row.parent_id for row in db.session.execute(select(Institution.id, Institution.parent_id))}
    query = select(InstitutionChange).where(InstitutionChange.applied_at.is_not(None))
    query = query.order_by(InstitutionChange.applied_at, InstitutionChange.id)
    done = db.session.scalars(query.where(InstitutionChange.kind.in_(MOVES))).all()
    # Of what happened at one moment the last thing comes first: undoings after deeds, and they undid the newest first.
    steps = [(change.undone_at, _steps_back(change)) for change in done if change.undone_at is not None]
    steps += [(change.applied_at or change.made_at, _steps(change)) for change in reversed(done)]
    steps.sort(key=lambda pair: pair[0], reverse=True)  # keeps the order of equals
    return [_before(moment, parents, steps) for moment in moments]


def _before(
    moment: datetime, parents: dict[UUID, UUID | None], steps: Sequence[tuple[datetime, list[Step]]]
) -> dict[UUID, UUID | None]:
    """The present tree with everything taken back that came after the moment, the newest first."""
    then = dict(parents)
    for at, taken in steps:
        if at <= moment:
            break
        then.update({place: before for place, before, _after in taken})
    return then


def _steps(change: InstitutionChange) -> list[Step]:
    facts = change.facts
    if change.kind is ChangeKind.MERGED:
        into = UUID(facts["into"])
        children = [(UUID(child), change.institution_id, into) for child in facts["children"]]
        return [(change.institution_id, _id(facts["before"]), into), *children]
    if "before" not in facts:  # added where it stands
        return []
    return [(change.institution_id, _id(facts["before"]), _id(facts["after"]))]


def _steps_back(change: InstitutionChange) -> list[Step]:
    """What undoing brought back, and from where."""
    back = change.facts.get("back", ())
    return [(UUID(place), _id(before), _id(after)) for place, before, after in back]


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _open_changes() -> Select[InstitutionChange]:
    return select(InstitutionChange).where(
        InstitutionChange.applied_at.is_(None), InstitutionChange.undone_at.is_(None)
    )
