"""How many began in closed cohorts, and how many of them had completed when their cohort was closed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Subquery, case, select

from lms.reporting.choices import Choice, Period, Whose
from lms.reporting.cohorts import Cohort, month_of, months_of
from lms.reporting.counting import counts_of
from lms.reporting.facts import begun, enrolments
from lms.reporting.rollup.state import is_whole


def cohort_counts(choice: Choice, cohorts: Sequence[Cohort], *dimensions: str) -> list[tuple[Any, ...]]:
    """(value of each dimension …, number of enrolments). Two dimensions more than elsewhere.

    ``cohort`` is the number of the cohort; ``in_time`` is 1 for what was completed until it was closed.
    """
    if not cohorts:
        return []
    choice = choice.during(_days_of(cohorts))
    is_short = is_whole()

    def rows_of(chosen: Choice, whose: Whose) -> Subquery:
        if is_short and whose is Whose.EVERYBODY:
            return begun(dimensions, chosen, whose)
        return in_cohorts(chosen, cohorts, whose)

    return counts_of(rows_of, choice, *dimensions, day="started_on")


def in_cohorts(choice: Choice, cohorts: Sequence[Cohort], whose: Whose) -> Subquery:
    """The enrolments that began in them, whatever the period; there is at least one."""
    rows, months = enrolments(choice.during(_days_of(cohorts)), whose), months_of(cohorts)
    in_time = case((rows.c.completed_on <= months.c.closes, 1), else_=0).label("in_time")
    joined = rows.join(months, months.c.month == month_of(rows.c.started_on))
    return (
        select(rows, (months.c.cohort + cohorts[0].number).label("cohort"), in_time)
        .select_from(joined)
        .subquery("cohorts")
    )


def _days_of(cohorts: Sequence[Cohort]) -> Period:
    return Period(cohorts[0].began.start, cohorts[-1].began.end)


def begun_and_kept(choice: Choice, cohorts: Sequence[Cohort]) -> tuple[int, int]:
    """All that began in the cohorts, and what of it was completed in time."""
    found = Counter(dict(cohort_counts(choice, cohorts, "in_time")))
    return found.total(), found[1]
