"""Cohorts: everybody who began in one quarter. Ninety days after its end a cohort is closed, and judged as it stood.

What happens afterwards (a late completion, a consent taken back, an attempt set aside) changes no closed cohort, so
that a rate that was told stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, String, Subquery, cast, func, literal, select, union_all

from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import _
from lms.core.models import UtcDateTime
from lms.enrolments.models import Enrolment
from lms.reporting.choices import Period
from lms.reporting.quarters import in_words, last_day, moment_of, start_of

STAYS_OPEN = timedelta(days=90)
#: More cohorts than this are named by the first and the last.
MOST_NAMED = 6


@dataclass(frozen=True)
class Cohort:
    """The quarter in which it began, and the last day on which a completion counts for it."""

    began: Period
    closes: date

    @property
    def closed_at(self) -> datetime:
        """The first moment that does not count any more."""
        return moment_of(self.closes + timedelta(days=1))

    @property
    def number(self) -> int:
        """Quarters one after the other."""
        return number_of(self.began.start)

    @property
    def months(self) -> list[str]:
        """As ``counting.month_of`` gives them: 2026-05."""
        first = self.began.start
        return [f"{first.year}-{first.month + later:02}" for later in range(3)]

    @property
    def label(self) -> str:
        first = self.began.start
        return in_words(first.year, (first.month + 2) // 3)


def closed_in(period: Period, today: date) -> list[Cohort]:
    """Cohorts whose last day lies in the period and is over."""
    found = []
    for number in range((period.start.year - 1) * 4, number_of(period.end) + 1):
        cohort = cohort_of(number)
        if period.start <= cohort.closes <= period.end and cohort.closes < today:
            found.append(cohort)
    return found


def cohorts_closed_in(period: Period) -> list[Cohort]:
    """The same without those before anybody began, so that a long period asks no more than there is."""
    first = db.session.scalar(select(func.min(Enrolment.started_on)))
    today = clock.local_day(clock.now())
    return [] if first is None else [one for one in closed_in(period, today) if one.began.end >= first]


def cohort_of(number: int) -> Cohort:
    year, quarters = divmod(number, 4)
    end = last_day(year, quarters + 1)
    return Cohort(Period(start_of(year, quarters + 1), end), end + STAYS_OPEN)


def number_of(day: date) -> int:
    """The number of the cohort of who begins on this day."""
    return day.year * 4 + (day.month - 1) // 3


def cohorts_from(first: date, last: date) -> list[Cohort]:
    """All in which somebody began from the first day to the last, closed or not."""
    return [cohort_of(number) for number in range(number_of(first), number_of(last) + 1)]


def last_closed(today: date) -> int:
    """The number of the newest cohort whose last day is over."""
    return next(number for number in range(number_of(today), 0, -1) if cohort_of(number).closes < today)


def months_of(cohorts: Sequence[Cohort]) -> Subquery:
    """Each month with its cohort: place in the list, last day that counts, first moment that does not.

    To look enrolments up in these rows costs a tenth of asking date upon date.
    """
    rows = [
        select(
            literal(month).label("month"),
            literal(place).label("cohort"),
            literal(cohort.closes, Date).label("closes"),
            literal(cohort.closed_at, UtcDateTime).label("closed_at"),
        )
        for place, cohort in enumerate(cohorts)
        for month in cohort.months
    ]
    return union_all(*rows).subquery("months")


def month_of(day: ColumnElement[Any]) -> ColumnElement[str]:
    """2026-05, on both databases."""
    return func.substr(cast(day, String), 1, 7)


def cohorts_in_words(cohorts: Sequence[Cohort]) -> str:
    """Printed under every number that was made of cohorts."""
    if not cohorts:
        return _("No cohort was closed in the period.")
    if len(cohorts) > MOST_NAMED:
        return _(
            "Cohorts closed in the period: from %(first)s to %(last)s.", first=cohorts[0].label, last=cohorts[-1].label
        )
    return _("Cohorts closed in the period: %(cohorts)s.", cohorts="; ".join(cohort.label for cohort in cohorts))


def cohort_rule() -> str:
    return _(
        "A cohort is everybody who pressed “Start module” in a quarter. It is closed 90 days after the end of the "
        "quarter; what is completed later does not count for its rate."
    )
