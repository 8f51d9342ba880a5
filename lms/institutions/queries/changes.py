"""What happened to an institution, and what waits for its day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from lms.core.extensions import db
from lms.institutions.models import (
    ChangeKind,
    Institution,
    InstitutionChange,
)


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
    """What waits, and of what was done the newest alone, so that each undoing finds what its change left."""
    query = (
        select(InstitutionChange.id, InstitutionChange.kind)
        .where(
            InstitutionChange.institution_id == institution_id,
            InstitutionChange.applied_at.is_not(None),
            InstitutionChange.undone_at.is_(None),
        )
        .order_by(InstitutionChange.applied_at.desc(), InstitutionChange.id.desc())
        .limit(1)
    )
    newest = {identity for identity, kind in db.session.execute(query) if kind is not ChangeKind.ADDED}
    return newest | {change.id for change in open_changes_of(institution_id)}


def change_for_update(change_id: UUID) -> InstitutionChange | None:
    """With its institution, both locked."""
    query = (
        select(InstitutionChange)
        .join(InstitutionChange.institution)
        .options(contains_eager(InstitutionChange.institution).selectinload(Institution.names))
        .where(InstitutionChange.id == change_id)
    )
    return db.session.scalars(query.with_for_update(key_share=True)).one_or_none()


def _open_changes() -> Select[InstitutionChange]:
    return select(InstitutionChange).where(
        InstitutionChange.applied_at.is_(None), InstitutionChange.undone_at.is_(None)
    )
