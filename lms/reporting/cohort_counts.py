"""How many began in closed cohorts, and how many of them had completed when their cohort was closed."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, select

from lms.reporting.choices import Choice, Whose
from lms.reporting.cohorts import Cohort, Cohorts
from lms.reporting.counting import counts_of


def cohort_counts(choice: Choice, cohorts: Sequence[Cohort], *dimensions: str) -> list[tuple[Any, ...]]:
    """(value of each dimension …, number of enrolments). Two dimensions more than elsewhere.

    ``cohort`` is the place of the cohort in the list; ``in_time`` is 1 for what was completed until it was closed.
    """

    def rows_of(chosen: Choice, whose: Whose) -> Subquery:
        rows = Cohorts(cohorts).begun(chosen, whose)
        in_time = case((Cohorts(cohorts).in_time(rows), 1), else_=0).label("in_time")
        return select(rows, _cohort(rows, cohorts), in_time).subquery("cohorts")

    return counts_of(rows_of, choice, *dimensions, day="started_on") if cohorts else []


def _cohort(rows: Subquery, cohorts: Sequence[Cohort]) -> ColumnElement[int]:
    places = [(rows.c.started_on <= cohort.began.end, place) for place, cohort in enumerate(cohorts)]
    return case(*places, else_=-1).label("cohort")
