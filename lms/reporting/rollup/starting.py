"""How starts, completions and first certificates come into the roll-up: each with the number of its facts."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, delete, extract, func, insert, literal, select

from lms.certificates.models import Certificate
from lms.certificates.queries import is_first_of_completion
from lms.core.extensions import db
from lms.core.sql_days import local_day_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Person
from lms.reporting.cohorts import Cohort, month_of, months_of
from lms.reporting.rollup.known import FACTS, OF_ENROLMENTS, Known, cohorts_of, facts_of
from lms.reporting.rollup.models import (
    COMPLETED,
    ISSUED,
    NO_TEXT,
    CountedDay,
    CountedFacts,
    CountedModule,
    CountedPerson,
    CountedPlace,
    CountedStart,
    CountedWay,
)
from lms.reporting.rollup.ways import done_in, has_tried

#: The columns in the order in which they are filled in.
_OF_STARTS = ("cohort", "done", "month", "facts", "person", "institution", "turn", "started_on")
_OF_DAYS = ("what", "month", "facts", "person", "institution", "turn", "day")
_OF_WAYS = ("edition_id", "done", "has_tried", "facts", "person", "institution", "turn", "started_on")


def refresh_starts(records: Select[UUID], numbers: Collection[int], known: Known) -> None:
    """Bring what these people began, completed and were given up to date.

    ``records`` are the records that count for them.
    """
    for table in (CountedStart, CountedDay):
        db.session.execute(delete(table).where(table.person.in_(numbers)))
    facts = select(CountedModule.number.label("module"), *(Enrolment.__table__.c[name] for name in OF_ENROLMENTS))
    facts = facts.join(Enrolment, Enrolment.module_id == CountedModule.module_id)
    known.facts.of([facts_of(row) for row in db.session.execute(facts.where(_is_of(records)).distinct())])
    cohorts = cohorts_of(records)
    if cohorts:
        locked = CountedPerson.number.in_(numbers)  # whoever is merged at this moment is refreshed by the merge, too
        starts = _starts(cohorts, records).where(locked)
        db.session.execute(insert(CountedStart).from_select(list(_OF_STARTS), starts))
        for days in (_completions(records), _certificates(records)):
            db.session.execute(insert(CountedDay).from_select(list(_OF_DAYS), days.where(locked)))
    refresh_ways(records, numbers)


def refresh_ways(records: Select[UUID], numbers: Collection[int]) -> None:
    """Bring what these people began and did not complete up to date. The numbers of its facts are there."""
    db.session.execute(delete(CountedWay).where(CountedWay.person.in_(numbers)))
    ways = _ways(records).where(CountedPerson.number.in_(numbers))
    db.session.execute(insert(CountedWay).from_select(list(_OF_WAYS), ways))


def _is_of(records: Select[UUID]) -> Any:
    return Enrolment.person_id.in_(records)


def _starts(cohorts: Sequence[Cohort], records: Select[UUID]) -> Select[Any]:
    row, months = Enrolment.__table__.c, months_of(cohorts)
    done = case((row.completed_on.is_(None), 0), (row.completed_on <= months.c.closes, 2), else_=1)
    first = (months.c.cohort + cohorts[0].number, done, _month(row.started_on))
    query = _numbered(records, first, row.started_on, row.started_at, row.id)
    return query.join(months, months.c.month == month_of(row.started_on))


def _completions(records: Select[UUID]) -> Select[Any]:
    row = Enrolment.__table__.c
    query = _numbered(
        records, (literal(COMPLETED), _month(row.completed_on)), row.completed_on, row.completed_at, row.id
    )
    return query.where(row.state == EnrolmentState.COMPLETED)


def _certificates(records: Select[UUID]) -> Select[Any]:
    issued_on = local_day_of(Certificate.issued_at)
    query = _numbered(records, (literal(ISSUED), _month(issued_on)), issued_on, Certificate.issued_at, Certificate.id)
    return query.join(Certificate, Certificate.enrolment_id == Enrolment.id).where(is_first_of_completion())


def _ways(records: Select[UUID]) -> Select[Any]:
    row = Enrolment.__table__.c
    first = (row.edition_id, done_in(row.id), has_tried(row.id))
    return _numbered(records, first, row.started_on, row.started_at, row.id).where(row.completed_on.is_(None))


def _month(day: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(extract("year", day) * 12 + extract("month", day) - 1, Integer)


def _numbered(
    records: Select[UUID], first: Sequence[ColumnElement[Any]], day: ColumnElement[Any], *in_turn: Any
) -> Select[Any]:
    """Enrolments with the numbers of what they are counted by, and a day of each; in the order of ``in_turn``."""
    row, facts = Enrolment.__table__.c, CountedFacts.__table__.c
    person = func.coalesce(Person.merged_into_id, Person.id)
    own = (func.coalesce(row[name], NO_TEXT) if row[name].nullable else row[name] for name in OF_ENROLMENTS)
    alike = (facts[name] == value for name, value in zip(FACTS[1:], own, strict=True))
    turn = func.row_number().over(partition_by=CountedPerson.number, order_by=in_turn)
    return (
        select(*first, facts.number, CountedPerson.number, CountedPlace.number, turn, day)
        .select_from(Enrolment)
        .join(Person, Person.id == row.person_id)
        .join(CountedPerson, CountedPerson.person_id == person)
        .join(CountedModule, CountedModule.module_id == row.module_id)
        .join(CountedFacts, and_(facts.module == CountedModule.number, *alike))
        .outerjoin(CountedPlace, CountedPlace.institution_id == row.institution_id)
        .where(_is_of(records))
    )
