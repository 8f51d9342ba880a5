"""The only place that asks what time it is. Everything else is told (``at=``)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BISHKEK = ZoneInfo("Asia/Bishkek")
FIRST_YEAR, LAST_YEAR = 1900, 2200

_frozen: list[datetime] = []


def now() -> datetime:
    """This moment in UTC, or the moment a test has frozen."""
    return _frozen[-1] if _frozen else datetime.now(UTC)


def local_day(at: datetime) -> date:
    """The calendar day of a moment where the platform is run (UTC+6, no summer time)."""
    return at.astimezone(BISHKEK).date()


def start_of_quarter(year: int, quarter: int) -> date:
    """The first day of a quarter of the year; the fifth is the first of the year after."""
    return date(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1)


def is_quarter_over(moment: datetime, at: datetime) -> bool:
    """Whether the quarter in which something happened had ended at another moment: then its numbers were told."""
    day = local_day(moment)
    return start_of_quarter(day.year, (day.month - 1) // 3 + 2) <= local_day(at)


def begin_of(day: date) -> datetime:
    """Midnight where the platform is run, with which a calendar day begins."""
    return datetime.combine(day, time.min, BISHKEK)


def read_day(text: str) -> date:
    """A day as 2026-01-31. Raises ValueError, also for years in which nobody counts: their midnight has no UTC."""
    day = date.fromisoformat(text.strip())
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"{day.year} is no year of ours."
        raise ValueError(message)
    return day


def freeze(at: datetime) -> None:
    """For tests: from now on it is this moment, until ``thaw``."""
    _frozen.append(at)


def thaw() -> None:
    _frozen.clear()
