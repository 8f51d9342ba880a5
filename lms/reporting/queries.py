"""Questions to the room's own tables."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from lms.accounts.models import Account
from lms.core.extensions import db
from lms.reporting.models import Export, InstitutionTarget, SavedTable


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


def saved_tables(account_id: UUID) -> Sequence[SavedTable]:
    """Those that somebody keeps, by name."""
    query = select(SavedTable).where(SavedTable.account_id == account_id, SavedTable.removed_at.is_(None))
    return db.session.scalars(query.order_by(func.lower(SavedTable.name), SavedTable.id)).all()


def removed_tables(account_id: UUID) -> Sequence[SavedTable]:
    """Those that can still be brought back, the last deleted first."""
    query = select(SavedTable).where(SavedTable.account_id == account_id, SavedTable.removed_at.is_not(None))
    return db.session.scalars(query.order_by(SavedTable.removed_at.desc(), SavedTable.id)).all()


def own_saved(table_id: UUID, actor: Account) -> SavedTable | None:
    """One's own; somebody else's is not there, nor is a deleted one."""
    return _own(table_id, actor, is_removed=False)


def own_removed(table_id: UUID, actor: Account) -> SavedTable | None:
    return _own(table_id, actor, is_removed=True)


def _own(table_id: UUID, actor: Account, *, is_removed: bool) -> SavedTable | None:
    query = select(SavedTable).where(SavedTable.id == table_id, SavedTable.account_id == actor.id)
    removed = SavedTable.removed_at
    return db.session.scalars(query.where(removed.is_not(None) if is_removed else removed.is_(None))).one_or_none()
