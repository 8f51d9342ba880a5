"""Which tables everybody may read: released from a frozen report, replaced by its next version, or withdrawn.

Only the donor's version is ever released, which hides small numbers, also against everything handed out before.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from lms.core import audit
from lms.core.database import take_turn
from lms.core.extensions import db
from lms.releases import queries
from lms.releases.errors import AlreadyFrozen
from lms.releases.models import FrozenReport, ReleasedTable

#: A number of its own among the works that are done one at a time: everything that begins, freezes or publishes.
TURN = 20_950


def standing() -> Sequence[ReleasedTable]:
    """What the public page shows, the newest period first."""
    query = select(ReleasedTable).join(ReleasedTable.report).where(ReleasedTable.withdrawn_at.is_(None))
    order = (FrozenReport.ends_on.desc(), FrozenReport.starts_on, FrozenReport.number, ReleasedTable.slug)
    report = joinedload(ReleasedTable.report).options(undefer(FrozenReport.team), undefer(FrozenReport.donor))
    return db.session.scalars(query.options(report).order_by(*order)).all()


def withdrawn() -> Sequence[ReleasedTable]:
    """What was taken from the page with a reason, the last first; what was only replaced is not among it."""
    query = select(ReleasedTable).where(ReleasedTable.reason.is_not(None)).options(joinedload(ReleasedTable.report))
    return db.session.scalars(query.order_by(ReleasedTable.withdrawn_at.desc())).all()


def standing_of(report_id: UUID) -> dict[str, ReleasedTable]:
    """Letter of a table to its release that stands."""
    query = select(ReleasedTable).where(ReleasedTable.report_id == report_id, ReleasedTable.withdrawn_at.is_(None))
    return {row.slug: row for row in db.session.scalars(query)}


def released_by_id(release_id: UUID) -> ReleasedTable | None:
    """A release that stands."""
    row = db.session.get(ReleasedTable, release_id)
    return row if row is not None and row.withdrawn_at is None else None


def release_by_id(release_id: UUID) -> ReleasedTable | None:
    """Whether it stands or not."""
    return db.session.get(ReleasedTable, release_id)


def release_for_update(release_id: UUID) -> ReleasedTable | None:
    """The same, locked: of two clicks the second finds it withdrawn."""
    query = select(ReleasedTable).where(ReleasedTable.id == release_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def release(report: FrozenReport, slugs: Collection[str], *, by: UUID, at: datetime) -> None:
    """Put tables of a report on the public page; those that are there stay as they are. Raises ``AlreadyFrozen``."""
    take_turn(db.session.connection(), TURN)  # a second click waits, and finds them there
    newer = queries.successor_of(report.id)
    if newer is not None:
        raise AlreadyFrozen(newer.id)
    for slug in sorted(set(slugs) - standing_of(report.id).keys()):
        db.session.add(ReleasedTable(report_id=report.id, slug=slug, released_at=at, released_by_id=by))
        audit.record(by, "releases.table.released", report, at=at, table=slug)


def withdraw(row: ReleasedTable, reason: str, *, by: UUID, at: datetime) -> None:
    """Take a table from the page. The page says that it was there, and why it is not any more."""
    row.withdrawn_at, row.withdrawn_by_id, row.reason = at, by, reason
    audit.record(by, "releases.table.withdrawn", row.report, at=at, reason=reason, table=row.slug)


def hand_over(old_id: UUID, new: FrozenReport, tables: Collection[str], *, by: UUID, at: datetime) -> None:
    """What stood of the old version stands of the new one now. A table that the new one lacks is taken away."""
    found = standing_of(old_id)
    for row in found.values():
        row.withdrawn_at, row.withdrawn_by_id = at, by
        audit.record(by, "releases.table.replaced", row.report, at=at, table=row.slug, by_version=new.version)
    release(new, found.keys() & set(tables), by=by, at=at)
