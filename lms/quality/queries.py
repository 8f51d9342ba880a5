"""Where the record has gaps. Asked anew each time, so that what is mended is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.clock import FIRST_YEAR, LAST_YEAR
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.paging import Page, page_of
from lms.enrolments.models import Enrolment, FactCorrection
from lms.institutions.models import Institution, InstitutionState
from lms.people.ages import NOT_STATED
from lms.people.models import Person, Sex, Workplace, WorkplaceState
from lms.people.searching import has_in_name
from lms.quality.conditions import set_aside_about
from lms.quality.models import FACTS, Kind, SetAside
from lms.quality.parts import incomplete
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.completeness import of_measure
from lms.reporting.consents import withdrew

EVER = Period(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))


@dataclass(frozen=True)
class Case:
    """A person of the queue, as a subject."""

    person: Person

    @property
    def id(self) -> UUID:
        return self.person.id

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.person.id})


@dataclass(frozen=True)
class Aside:
    """A line that was set aside, as a subject."""

    row: SetAside

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.row.person_id, self.row.other_person_id or self.row.person_id})


@dataclass(frozen=True)
class Batch:
    """What was stated together, as a subject."""

    id: UUID
    person_id: UUID

    @property
    def people(self) -> frozenset[UUID]:
        return frozenset({self.person_id})


# ── Missing facts ────────────────────────────────────────────────────────────


def people_without(kind: Kind, words: str, number: int) -> Page[Person]:
    """People who take part and of whom this is not stated, in the profile or on an enrolment; by name."""
    query = missing(kind).options(selectinload(Person.names))
    for word in fold(words).split():
        query = query.where(has_in_name(word))
    return page_of(query.order_by(Person.sort_key, Person.id), number)


def missing(kind: Kind) -> Select[Any]:
    return select(Person).where(
        Person.erased_at.is_(None),
        Person.id.not_in(withdrew()),
        exists().where(Enrolment.person_id == Person.id),
        or_(*unstated(kind)),
        ~set_aside_about(kind, SetAside.person_id == Person.id),
    )


def unstated(kind: Kind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """In the profile, which of a merged record nobody reads any more; on an enrolment."""
    in_profile, on_enrolment = _unstated(kind)
    return and_(Person.merged_into_id.is_(None), in_profile), on_enrolment


def _unstated(kind: Kind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    mine = Enrolment.person_id == Person.id
    if kind is Kind.SEX:
        return Person.sex == Sex.NOT_STATED, exists().where(mine, Enrolment.sex == Sex.NOT_STATED)
    if kind is Kind.AGE:
        return Person.birth_year.is_(None), exists().where(mine, Enrolment.age_band == NOT_STATED)
    place = exists().where(
        Workplace.person_id == Person.id, Workplace.until.is_(None), Workplace.state != WorkplaceState.REFUSED
    )
    return ~place, exists().where(mine, Enrolment.institution_id.is_(None))


def kinds_missing_of(person_id: UUID) -> list[Kind]:
    """What is not stated of a person, set aside or not."""
    columns = [select(exists().where(Person.id == person_id, or_(*unstated(kind)))).scalar_subquery() for kind in FACTS]
    found = db.session.execute(select(*columns)).one()
    return [kind for kind, is_missing in zip(FACTS, found, strict=True) if is_missing]


def enrolments_without(person_ids: Collection[UUID], kind: Kind) -> dict[UUID, int]:
    """Person to the number of enrolments that were started without it."""
    lacking = {
        Kind.SEX: Enrolment.sex == Sex.NOT_STATED,
        Kind.AGE: Enrolment.age_band == NOT_STATED,
        Kind.AGENCY: Enrolment.institution_id.is_(None),
    }[kind]
    query = select(Enrolment.person_id, func.count()).where(Enrolment.person_id.in_(person_ids), lacking)
    return dict(db.session.execute(query.group_by(Enrolment.person_id)).all())


def case_of(person_id: UUID) -> Case | None:
    """Somebody who has not left and takes part."""
    return _case(person_id, lock=False)


def case_for_update(person_id: UUID) -> Case | None:
    return _case(person_id, lock=True)


def _case(person_id: UUID, *, lock: bool) -> Case | None:
    query = select(Person).where(
        Person.id == person_id,
        Person.erased_at.is_(None),
        Person.id.not_in(withdrew()),
        exists().where(Enrolment.person_id == Person.id),
    )
    person = db.session.scalars(query.with_for_update(of=Person) if lock else query).one_or_none()
    return None if person is None else Case(person)


# ── Names that wait, what was set aside, how much is whole ───────────────────


def names_waiting(number: int) -> Page[Institution]:
    """Names that people typed and nobody has decided about, the oldest first."""
    query = select(Institution).where(Institution.state == InstitutionState.PROPOSED)
    return page_of(
        query.options(selectinload(Institution.names)).order_by(Institution.created_at, Institution.id), number
    )


def people_at(institution_ids: Collection[UUID]) -> dict[UUID, int]:
    query = select(Workplace.institution_id, func.count()).where(
        Workplace.institution_id.in_(institution_ids), Workplace.until.is_(None)
    )
    return dict(db.session.execute(query.group_by(Workplace.institution_id)).all())  # type: ignore[arg-type]


def set_aside_lines(kind: Kind, number: int) -> Page[SetAside]:
    """The newest first."""
    query = select(SetAside).where(SetAside.kind == kind, SetAside.undone_at.is_(None))
    query = query.options(
        joinedload(SetAside.person).selectinload(Person.names),
        joinedload(SetAside.other_person).selectinload(Person.names),
    )
    return page_of(query.order_by(SetAside.made_at.desc(), SetAside.id.desc()), number)


def aside_for_update(aside_id: UUID) -> Aside | None:
    query = select(SetAside).where(SetAside.id == aside_id, SetAside.undone_at.is_(None))
    row = db.session.scalars(query.with_for_update(of=SetAside)).one_or_none()
    return None if row is None else Aside(row)


def is_aside(kind: Kind, person_id: UUID, *, enrolment_id: UUID | None = None, other_id: UUID | None = None) -> bool:
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    SetAside.kind == kind,
                    SetAside.undone_at.is_(None),
                    SetAside.person_id == person_id,
                    SetAside.enrolment_id.is_not_distinct_from(enrolment_id),
                    SetAside.other_person_id.is_not_distinct_from(other_id),
                )
            )
        )
    )


def asides_of(person_id: UUID) -> Sequence[SetAside]:
    """Everything that was set aside about a person, the newest first."""
    mine = or_(SetAside.person_id == person_id, SetAside.other_person_id == person_id)
    return db.session.scalars(select(SetAside).where(mine).order_by(SetAside.made_at.desc())).all()


def batch_of(batch_id: UUID) -> Batch | None:
    query = select(FactCorrection.person_id).where(FactCorrection.batch_id == batch_id).limit(1)
    person_id = db.session.scalar(query)
    return None if person_id is None else Batch(batch_id, person_id)


def person_for_update(person_id: UUID) -> Person:
    return db.session.scalars(select(Person).where(Person.id == person_id).with_for_update(of=Person)).one()


def counts() -> dict[str, int]:
    """How many lines of each kind wait."""
    found = {kind.value: _number(missing(kind)) for kind in FACTS}
    names = select(Institution).where(Institution.state == InstitutionState.PROPOSED)
    return {**found, "names": _number(names), Kind.COMPLETIONS.value: _number(incomplete())}


def _number(query: Select[Any]) -> int:
    return db.session.scalar(query.with_only_columns(func.count())) or 0


def completeness() -> tuple[int, int]:
    """Enrolments of any time with complete records; all of them. Without those who withdrew."""
    found = of_measure(Measure.ENROLMENTS, Choice(EVER))
    return found.complete, found.records - found.withheld
