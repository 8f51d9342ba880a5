"""How many began in closed cohorts, and how many of them had completed when their cohort was closed."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, select

from lms.reporting.choices import Choice, Period, Whose
from lms.reporting.cohorts import Cohort
from lms.reporting.counting import counts_of
from lms.reporting.facts import enrolments


def cohort_counts(choice: Choice, cohorts: Sequence[Cohort], *dimensions: str) -> list[tuple[Any, ...]]:
    """(value of each dimension …, number of enrolments). Two dimensions more than elsewhere.

    ``cohort`` is the place of the cohort in the list; ``in_time`` is 1 for what was completed until it was closed.
    """

    def rows_of(chosen: Choice, whose: Whose) -> Subquery:
        rows = enrolments(chosen.during(Period(cohorts[0].began.start, cohorts[-1].began.end)), whose)
        return select(rows, _cohort(rows, cohorts), _in_time(rows, cohorts)).subquery("cohorts")

    return counts_of(rows_of, choice, *dimensions, day="started_on") if cohorts else []


def begun_and_kept(choice: Choice, cohorts: Sequence[Cohort]) -> tuple[int, int]:
    """All that began in the cohorts, and what of it was completed in time."""
    found = Counter(dict(cohort_counts(choice, cohorts, "in_time")))
    return found.total(), found[1]


def _cohort(rows: Subquery, cohorts: Sequence[Cohort]) -> ColumnElement[int]:
    places = [(rows.c.started_on <= cohort.began.end, place) for place, cohort in enumerate(cohorts)]
    return case(*places, else_=-1).label("cohort")


def _in_time(rows: Subquery, cohorts: Sequence[Cohort]) -> ColumnElement[int]:
    """Completed on the last day that counts, or before it."""
    in_time = [
        (
            and_(rows.c.started_on.between(cohort.began.start, cohort.began.end), rows.c.completed_on <= cohort.closes),
            1,
        )
        for cohort in cohorts
    ]
    return case(*in_time, else_=0).label("in_time")
