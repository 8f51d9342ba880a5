"""Enrolments as short rows: how they come into the roll-up, and how they are counted from it."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, Subquery, and_, case, cast, delete, extract, func, insert, select

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.people.models import Person
from lms.reporting.choices import Choice
from lms.reporting.cohorts import Cohort, month_of, months_of
from lms.reporting.rollup.known import FACTS, OF_ENROLMENTS, Known, cohorts_of, facts_of
from lms.reporting.rollup.models import NO_TEXT, CountedFacts, CountedModule, CountedPerson, CountedStart

#: The columns in the order in which they are filled in.
_COLUMNS = ("facts", "cohort", "done", "month", "person", "turn", "started_on")
#: By what enrolments are counted here, beside the facts, with the columns of the key until there.
BY_DAY: dict[str, int] = {"in_time": 3, "is_completed": 3, "cohort": 2, "month": 4}


def refresh_starts(records: Select[UUID], numbers: Collection[int], known: Known) -> None:
    """Bring enrolments of these people up to date; ``records`` are the records that count for them."""
    db.session.execute(delete(CountedStart).where(CountedStart.person.in_(numbers)))
    facts = select(CountedModule.number.label("module"), *(Enrolment.__table__.c[name] for name in OF_ENROLMENTS))
    facts = facts.join(Enrolment, Enrolment.module_id == CountedModule.module_id)
    known.facts.of([facts_of(row) for row in db.session.execute(facts.where(_is_of(records)).distinct())])
    cohorts = cohorts_of(records)
    if cohorts:
        db.session.execute(insert(CountedStart).from_select(list(_COLUMNS), _starts(cohorts, records)))


def _is_of(records: Select[UUID]) -> Any:
    return Enrolment.person_id.in_(records)


def _starts(cohorts: Sequence[Cohort], records: Select[UUID]) -> Select[Any]:
    """Their rows in the order of ``_COLUMNS``."""
    row, months, facts = Enrolment.__table__.c, months_of(cohorts), CountedFacts.__table__.c
    person = func.coalesce(Person.merged_into_id, Person.id)
    done = case((row.completed_on.is_(None), 0), (row.completed_on <= months.c.closes, 2), else_=1)
    month = extract("year", row.started_on) * 12 + extract("month", row.started_on) - 1
    own = (func.coalesce(row[name], NO_TEXT) if row[name].nullable else row[name] for name in OF_ENROLMENTS)
    alike = (facts[name] == value for name, value in zip(FACTS[1:], own, strict=True))
    return (
        select(
            facts.number,
            months.c.cohort + cohorts[0].number,
            done,
            cast(month, Integer),
            CountedPerson.number,
            func.row_number().over(partition_by=CountedPerson.number, order_by=(row.started_at, row.id)),
            row.started_on,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == row.person_id)
        .join(CountedPerson, CountedPerson.person_id == person)
        .join(CountedModule, CountedModule.module_id == row.module_id)
        .join(CountedFacts, and_(facts.module == CountedModule.number, *alike))
        .join(months, months.c.month == month_of(row.started_on))
        .where(_is_of(records))
    )


def begun(choice: Choice, names: Collection[str]) -> Subquery:
    """How many enrolments were started in the period, by facts and by what of ``BY_DAY`` is among the names."""
    row = CountedStart
    depth = max((BY_DAY[name] for name in names if name in BY_DAY), default=1)
    alike = (row.facts, row.cohort, row.done, row.month)[:depth]
    counted = (
        select(*alike, func.min(row.started_on).label("started_on"), cast(func.count(), Integer).label("number"))
        .where(row.started_on.between(choice.period.start, choice.period.end))
        .group_by(*alike)
        .subquery("alike")
    )
    facts = CountedFacts
    columns = [
        CountedModule.module_id,
        facts.sex,
        facts.age_band,
        facts.region,
        func.nullif(facts.profession, NO_TEXT).label("profession"),
        func.nullif(facts.institution_type, NO_TEXT).label("institution_type"),
        facts.workplace_confirmed,
        facts.language,
        counted.c.started_on,
        counted.c.number,
    ]
    if depth > 1:
        columns.append(counted.c.cohort)
    if depth > 2:  # noqa: PLR2004  (the key until there)
        columns.append(case((counted.c.done == 2, 1), else_=0).label("in_time"))  # noqa: PLR2004
        columns.append(case((counted.c.done > 0, 1), else_=0).label("is_completed"))
    query = select(*columns).select_from(counted).join(facts, facts.number == counted.c.facts)
    query = query.join(CountedModule, CountedModule.number == facts.module)
    if choice.modules is not None:
        query = query.where(CountedModule.module_id.in_(choice.modules))
    return query.subquery("begun")
