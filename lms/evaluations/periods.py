"""The periods that can be asked for: quarters, years, all. No others, so that no two of them differ by a few people."""

from dataclasses import dataclass
from datetime import date

from lms.core import clock
from lms.core.i18n import _
from lms.enrolments.validity import months_later
from lms.evaluations.occasions import Months, last_of_quarter, month_of

#: Nobody answered before.
BEGINNING = date(2026, 1, 1)
QUARTERS_OFFERED, YEARS_OFFERED = 8, 3
ALL = "all"


@dataclass(frozen=True)
class Period:
    key: str
    label: str
    months: Months


def offered(today: date) -> list[Period]:
    """All of the time first, then years and quarters, the present ones first."""
    return [_all(today), *_years(today), *_quarters(today)]


def asked_for(key: str, today: date) -> Period:
    """All of the time if the address asks for nothing that is offered."""
    return next((period for period in offered(today) if period.key == key), _all(today))


def _all(today: date) -> Period:
    return Period(ALL, _("Since the beginning"), Months(month_of(BEGINNING), last_of_quarter(month_of(today))))


def _years(today: date) -> list[Period]:
    years = range(today.year, max(BEGINNING.year, today.year - YEARS_OFFERED + 1) - 1, -1)
    return [Period(str(year), str(year), Months(f"{year}-01", f"{year}-12")) for year in years]


def _quarters(today: date) -> list[Period]:
    found: list[Period] = []
    start = clock.start_of_quarter(today.year, (today.month - 1) // 3 + 1)
    while len(found) < QUARTERS_OFFERED and start >= BEGINNING:
        year, quarter = start.year, (start.month - 1) // 3 + 1
        label = _("Quarter %(number)s of %(year)s", number=quarter, year=year)
        found.append(Period(f"{year}-Q{quarter}", label, Months(month_of(start), month_of(months_later(start, 2)))))
        start = months_later(start, -3)
    return found
