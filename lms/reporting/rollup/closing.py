"""How outcomes of closed cohorts come into the roll-up: each person's, with the cohorts in which one came before."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, insert, select

from lms.core.extensions import db
from lms.reporting.cohorts import Cohort
from lms.reporting.rollup.known import Known, cohorts_of, facts_of
from lms.reporting.rollup.models import (
    NO_NUMBER,
    NO_TEXT,
    CountedModule,
    CountedOutcome,
    CountedPerson,
    CountedPlace,
)
from lms.reporting.rollup.numbers import Combination
from lms.reporting.rollup.state import last_cohort
from lms.reporting.tested import first_tested

#: Of whom an outcome is, and in which module.
_WHOSE = attrgetter("person", "module")


def refresh_outcomes(records: Select[UUID], numbers: Collection[int], known: Known) -> None:
    """Bring outcomes of these people up to date; ``records`` are the records that count for them."""
    db.session.execute(delete(CountedOutcome).where(CountedOutcome.person.in_(numbers)))
    cohorts = _cohorts_of(records)
    locked = CountedPerson.number.in_(numbers)
    found = db.session.execute(_outcomes(cohorts, records).where(locked)).all() if cohorts else []
    if found:
        facts, results = list(map(facts_of, found)), list(map(_result, found))
        number_of, result_of = known.facts.of(facts), known.results.of(results)
        rows = [
            {"facts": number_of[whose], "result": result_of[brought], "person": row.person, "institution": row.place}
            for row, whose, brought in zip(found, facts, results, strict=True)
        ]
        near = _near([cohorts[row.cohort].number for row in found], found)
        db.session.execute(insert(CountedOutcome), [row | more for row, more in zip(rows, near, strict=True)])


def _cohorts_of(records: Select[UUID]) -> list[Cohort]:
    """Cohorts in which these people began, of those that are rolled up."""
    closed = last_cohort()
    return [] if closed is None else [one for one in cohorts_of(records) if one.number <= closed]


def _outcomes(cohorts: Sequence[Cohort], records: Select[UUID]) -> Select[Any]:
    """The first outcomes of each person, module and cohort; those of a person and module in the order of the tests."""
    first = first_tested(cohorts, records, in_each=True).subquery("tested")
    return (
        select(
            CountedPerson.number.label("person"),
            CountedModule.number.label("module"),
            CountedPlace.number.label("place"),
            first,
        )
        .join_from(first, CountedPerson, CountedPerson.person_id == first.c.person_id)
        .join(CountedModule, CountedModule.module_id == first.c.module_id)
        .outerjoin(CountedPlace, CountedPlace.institution_id == first.c.institution_id)
        .order_by(CountedPerson.number, CountedModule.number, first.c.released_at, first.c.enrolment_id)
    )


def _result(row: Any) -> Combination:
    points = (NO_NUMBER if one is None else one for one in (row.after, row.before, row.before_possible))
    return row.edition_id, row.form or NO_TEXT, row.scale, *points, row.reached


def _near(cohorts: Sequence[int], found: Sequence[Any]) -> Iterator[dict[str, int | None]]:
    """The cohort of each outcome, and the nearest ones in which the person's outcome in the module came before."""
    for _whose, rows in groupby(zip(cohorts, found, strict=True), key=lambda pair: _WHOSE(pair[1])):
        before: list[int] = []
        for cohort, _row in rows:
            yield {
                "cohort": cohort,
                "cohort_before": max((one for one in before if one < cohort), default=None),
                "cohort_after": min((one for one in before if one > cohort), default=None),
            }
            before.append(cohort)
