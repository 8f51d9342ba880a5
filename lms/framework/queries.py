"""Questions about what was set, and about the files that prove it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.framework.models import IndicatorEntry, IndicatorEvidence
from lms.framework.spans import Span

#: Indicator, part and span.
Place = tuple[str, str, Span]


def entries_of(year: int) -> dict[Place, IndicatorEntry]:
    """What holds in a year."""
    query = select(IndicatorEntry).where(IndicatorEntry.year == year)
    rows = db.session.scalars(query.order_by(IndicatorEntry.set_at, IndicatorEntry.id))
    return {(row.indicator, row.part, row.span): row for row in rows}  # the newest stays


def history(code: str) -> Sequence[IndicatorEntry]:
    """The newest first."""
    query = select(IndicatorEntry).where(IndicatorEntry.indicator == code)
    return db.session.scalars(query.order_by(IndicatorEntry.set_at.desc(), IndicatorEntry.id.desc())).all()


def set_since(moment: datetime, year: int) -> set[tuple[str, str]]:
    """Indicators and parts of them of which something was set in a year."""
    query = select(IndicatorEntry.indicator, IndicatorEntry.part)
    rows = db.session.execute(query.where(IndicatorEntry.set_at >= moment, IndicatorEntry.year == year))
    return {(indicator, part) for indicator, part in rows}


def set_by(account_id: UUID) -> Sequence[IndicatorEntry]:
    query = select(IndicatorEntry).where(IndicatorEntry.set_by_id == account_id)
    return db.session.scalars(query.order_by(IndicatorEntry.set_at)).all()


def evidence_by_id(evidence_id: UUID) -> IndicatorEvidence | None:
    return db.session.get(IndicatorEvidence, evidence_id)


def evidence_of(code: str, year: int) -> Sequence[IndicatorEvidence]:
    """In the order in which it was added."""
    query = select(IndicatorEvidence).where(IndicatorEvidence.indicator == code, IndicatorEvidence.year == year)
    return db.session.scalars(query.order_by(IndicatorEvidence.added_at, IndicatorEvidence.id)).all()


def evidence_is_used(key: str) -> bool:
    """The same bytes are kept once, so another row may have them too."""
    return db.session.scalar(select(IndicatorEvidence.id).where(IndicatorEvidence.key == key).limit(1)) is not None


def evidence_by(account_id: UUID) -> Sequence[IndicatorEvidence]:
    query = select(IndicatorEvidence).where(IndicatorEvidence.added_by_id == account_id)
    return db.session.scalars(query.order_by(IndicatorEvidence.added_at)).all()
