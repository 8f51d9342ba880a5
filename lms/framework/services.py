"""What can happen to an indicator: its numbers of a year are set."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.framework.models import IndicatorEntry


def set_numbers(
    code: str,
    year: int,
    numbers: Mapping[str, Decimal | None],
    *,
    variance: str,
    quality: str,
    by: UUID,
    at: datetime,
) -> IndicatorEntry:
    """From now on; what held before stays in the history."""
    entry = IndicatorEntry(
        indicator=code, year=year, **numbers, variance=variance, quality=quality, set_by_id=by, set_at=at
    )
    db.session.add(entry)
    db.session.flush()
    told = {name: None if number is None else str(number) for name, number in numbers.items()}
    audit.record(by, "framework.indicator.set", entry, at=at, indicator=code, year=year, **told)
    return entry
