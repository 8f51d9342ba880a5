"""Outcomes of closed cohorts, read from the short rows in the shape of those that are read from the attempts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select

from lms.reporting.rollup.models import (
    NO_NUMBER,
    NO_TEXT,
    CountedFacts,
    CountedModule,
    CountedOutcome,
    CountedPlace,
    CountedResult,
)
from lms.reporting.rollup.state import state


def holds(cohort: int) -> bool:
    """Whether everybody is in it, in this cohort too: one that was closed today is rolled up in the night."""
    held = state()
    return held is not None and held.is_trusted and held.last_cohort is not None and cohort <= held.last_cohort


def counted(cohorts: Sequence[int], *, by_place: bool) -> Select[Any]:
    """So many people with the same facts and the same result, each person once in a module.

    The cohorts follow each other. Somebody is counted where no outcome in any of them came before.
    """
    row, first, last = CountedOutcome, cohorts[0], cohorts[-1]
    places = [row.institution] if by_place else []
    alike = (row.facts, row.result, *places)
    people = (
        select(*alike, func.count().label("people"))
        .where(
            row.cohort.between(first, last),
            or_(row.cohort_before.is_(None), row.cohort_before < first),
            or_(row.cohort_after.is_(None), row.cohort_after > last),
        )
        .group_by(*alike)
        .subquery("alike")
    )
    facts, result = CountedFacts, CountedResult
    query = (
        select(
            cast(CountedModule.module_id, String).label("module_id"),
            func.nullif(facts.institution_type, NO_TEXT).label("institution_type"),
            facts.region.label("region_code"),
            func.nullif(facts.profession, NO_TEXT).label("profession_code"),
            facts.sex,
            facts.age_band,
            facts.language,
            cast(result.edition_id, String).label("edition_id"),
            func.nullif(result.form, NO_TEXT).label("form"),
            result.scale,
            *(func.nullif(result.__table__.c[name], NO_NUMBER).label(name) for name in _POINTS),
            result.reached,
            people.c.people,
        )
        .select_from(people)
        .join(facts, facts.number == people.c.facts)
        .join(CountedModule, CountedModule.number == facts.module)
        .join(result, result.number == people.c.result)
    )
    if by_place:
        place = cast(CountedPlace.institution_id, String).label("institution_id")
        query = query.outerjoin(CountedPlace, CountedPlace.number == people.c.institution).add_columns(place)
    return query


_POINTS = ("after", "before", "before_possible")
