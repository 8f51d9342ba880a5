"""Questions to the room's own table."""

from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.reporting.models import Export


def export_by_id(export_id: UUID) -> Export | None:
    return db.session.get(Export, export_id)


def export_for_update(export_id: UUID) -> Export | None:
    """Locked, so that two workers never write one file twice."""
    return db.session.scalars(select(Export).where(Export.id == export_id).with_for_update()).one_or_none()
