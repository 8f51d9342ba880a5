"""The periods a report may be about, and the numbers reports get from them."""

from datetime import date

from lms.core.i18n import _
from lms.releases.models import Span
from lms.reporting.choices import Period
from lms.reporting.quarters import code_of, first_day, last_closed, last_day
from lms.ui.filters import table_date

QUARTERS_SHOWN = 8
FIRST_YEAR = 2019


def number_of(span: Span, period: Period) -> str:
    """``R-2026-Q2``, ``R-2026-H1``, ``R-2026``; own days are written out."""
    start = period.start
    if span is Span.QUARTER:
        return f"R-{start.year}-Q{(start.month + 2) // 3}"
    if span is Span.HALF_YEAR:
        return f"R-{start.year}-H{1 if start.month == 1 else 2}"
    if span is Span.YEAR:
        return f"R-{start.year}"
    return f"R-{period.start.isoformat()}-{period.end.isoformat()}"


def quarter_of(year: int, quarter: int) -> Period:
    return Period(first_day(year, quarter), last_day(year, quarter))


def half_year(year: int, half: int) -> Period:
    return Period(first_day(year, 2 * half - 1), last_day(year, 2 * half))


def whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def offered(today: date) -> list[tuple[str, Span, Period]]:
    """(code, span, days) of what may be chosen, the last closed quarter first, then halves and years."""
    found: list[tuple[str, Span, Period]] = []
    year, quarter = last_closed(today)
    for _each in range(QUARTERS_SHOWN):
        found.append((code_of(year, quarter), Span.QUARTER, quarter_of(year, quarter)))
        year, quarter = last_closed(first_day(year, quarter))
    year, half = today.year, 1 if today < date(today.year, 7, 1) else 2
    for _each in range(3):
        found.append((f"{year}-h{half}", Span.HALF_YEAR, half_year(year, half)))
        year, half = (year, 1) if half == 2 else (year - 1, 2)  # noqa: PLR2004
    found += [(f"{year}", Span.YEAR, whole_year(year)) for year in (today.year, today.year - 1)]
    return found


def in_words(span: Span, period: Period) -> str:
    """``Quarter 2 of 2026``, ``First half of 2026``, ``2026``, or the two days."""
    year = period.start.year
    if span is Span.QUARTER:
        return _("Quarter %(number)s of %(year)s", number=(period.start.month + 2) // 3, year=year)
    if span is Span.HALF_YEAR and period.start.month == 1:
        return _("First half of %(year)s", year=year)
    if span is Span.HALF_YEAR:
        return _("Second half of %(year)s", year=year)
    if span is Span.YEAR:
        return _("Year %(year)s", year=year)
    return _("%(start)s to %(end)s", start=table_date(period.start), end=table_date(period.end))
