"""The only place that asks what time it is. Everything else is told (``at=``)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BISHKEK = ZoneInfo("Asia/Bishkek")

_frozen: list[datetime] = []


def now() -> datetime:
    """This moment in UTC, or the moment a test has frozen."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def local_day(at: datetime) -> date:
    """The calendar day of a moment where the platform is run (UTC+6, no summer time)."""
    return at.astimezone(BISHKEK).date()


def freeze(at: datetime) -> None:
    """For tests: from now on it is this moment, until ``thaw``."""
    _frozen.append(at)


def thaw() -> None:
    _frozen.clear()
