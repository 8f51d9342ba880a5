"""Questions to the room's own tables."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.reporting.models import Export, InstitutionTarget


def export_by_id(export_id: UUID) -> Export | None:
    return db.session.get(Export, export_id)


def export_for_update(export_id: UUID) -> Export | None:
    """Locked, so that two workers never write one file twice."""
    return db.session.scalars(select(Export).where(Export.id == export_id).with_for_update()).one_or_none()


def targets_of(year: int) -> dict[UUID, InstitutionTarget]:
    """Institution to its target that holds in the year."""
    query = select(InstitutionTarget).where(InstitutionTarget.year == year)
    rows = db.session.scalars(query.order_by(InstitutionTarget.set_at, InstitutionTarget.id))
    return {row.institution_id: row for row in rows}  # the last of each stays


def target_history(institution_id: UUID) -> Sequence[InstitutionTarget]:
    """All that was ever set for an institution, the newest first."""
    query = select(InstitutionTarget).where(InstitutionTarget.institution_id == institution_id)
    return db.session.scalars(query.order_by(InstitutionTarget.set_at.desc(), InstitutionTarget.id.desc())).all()


def targets_set_by(account_id: UUID) -> Sequence[InstitutionTarget]:
    query = select(InstitutionTarget).where(InstitutionTarget.set_by_id == account_id)
    return db.session.scalars(query.order_by(InstitutionTarget.set_at)).all()
