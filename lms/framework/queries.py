"""Questions about what was set."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.framework.models import IndicatorEntry


def entries_of(year: int) -> dict[str, IndicatorEntry]:
    """What holds in a year, by indicator."""
    query = select(IndicatorEntry).where(IndicatorEntry.year == year)
    rows = db.session.scalars(query.order_by(IndicatorEntry.set_at, IndicatorEntry.id))
    return {row.indicator: row for row in rows}  # the newest stays


def history(code: str) -> Sequence[IndicatorEntry]:
    """The newest first."""
    query = select(IndicatorEntry).where(IndicatorEntry.indicator == code)
    return db.session.scalars(query.order_by(IndicatorEntry.set_at.desc(), IndicatorEntry.id.desc())).all()


def set_since(moment: datetime) -> set[str]:
    """Codes of the indicators of which something was set."""
    return set(db.session.scalars(select(IndicatorEntry.indicator).where(IndicatorEntry.set_at >= moment)))


def set_by(account_id: UUID) -> Sequence[IndicatorEntry]:
    query = select(IndicatorEntry).where(IndicatorEntry.set_by_id == account_id)
    return db.session.scalars(query.order_by(IndicatorEntry.set_at)).all()
