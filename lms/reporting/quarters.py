"""The quarters of a year as days and moments in Bishkek."""

from datetime import UTC, date, datetime, timedelta

from lms.core.clock import begin_of, start_of_quarter
from lms.core.i18n import _
from lms.reporting.trees import YEAR, Quarter


def closed_quarters(year: int, today: date) -> list[Quarter]:
    """Quarters of the year that have ended."""
    return [quarter for quarter in (1, 2, 3, 4) if start_of(year, quarter + 1) <= today]


def last_closed(today: date) -> tuple[int, Quarter]:
    """Year and number of the quarter that ended last."""
    quarter = (today.month + 2) // 3
    return (today.year, quarter - 1) if quarter > 1 else (today.year - 1, 4)


def start_of(year: int, quarter: int) -> date:
    return start_of_quarter(year, quarter)


def moment_of(day: date) -> datetime:
    return begin_of(day).astimezone(UTC)


def last_day(year: int, quarter: Quarter) -> date:
    """The last day of a quarter, or of the year."""
    return start_of(year, 5 if quarter == YEAR else quarter + 1) - timedelta(days=1)


def first_day(year: int, quarter: Quarter) -> date:
    return start_of(year, quarter or 1)


def in_words(year: int, quarter: int) -> str:
    return _("%(year)s, quarter %(quarter)s", quarter=quarter, year=year)


def code_of(year: int, quarter: int) -> str:
    """As forms name it."""
    return f"{year}-q{quarter}"


def quarter_of(month: str) -> str:
    """``2026-05`` is in ``2026-2``."""
    return f"{month[:4]}-{(int(month[5:]) + 2) // 3}"
