"""Cohorts: whoever began in a quarter. They close ninety days after its end, and then say who completed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Subquery, and_, or_, select

from lms.reporting.choices import Choice, Period, Whose
from lms.reporting.facts import enrolments
from lms.reporting.quarters import last_day, start_of

STAYS_OPEN = timedelta(days=90)


@dataclass(frozen=True)
class Cohort:
    """The quarter in which it began, and the last day on which a completion counts for it."""

    began: Period
    closes: date


def closed_in(period: Period, today: date) -> list[Cohort]:
    """Cohorts whose last day lies in the period and is over."""
    found = []
    for year in range(period.start.year - 1, period.end.year + 1):
        for quarter in (1, 2, 3, 4):
            end = last_day(year, quarter)
            closes = end + STAYS_OPEN
            if period.start <= closes <= period.end and closes < today:
                found.append(Cohort(Period(start_of(year, quarter), end), closes))
    return found


@dataclass(frozen=True)
class Cohorts:
    """Cohorts that follow each other, as rows that can be counted; there is at least one."""

    all: Sequence[Cohort]

    def begun(self, choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
        """Everybody in them."""
        return enrolments(choice.during(Period(self.all[0].began.start, self.all[-1].began.end)), whose)

    def completed(self, choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
        """Those in them who had completed when their cohort closed; what comes later changes no rate that was shown."""
        rows = self.begun(choice, whose)
        in_time = (
            and_(rows.c.started_on.between(one.began.start, one.began.end), rows.c.completed_on <= one.closes)
            for one in self.all
        )
        return select(rows).where(or_(*in_time)).subquery("in_time")
