"""The record of an institution: what its people, and those of all bodies beneath it, did in a period."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, or_, select

from lms.certificates.models import Certificate, CertificateState
from lms.certificates.queries import is_first_of_completion
from lms.core.extensions import db
from lms.core.folding import sort_key
from lms.core.paging import PAGE, Page, nearest_page
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.institutions import queries as directory
from lms.institutions.models import Institution, InstitutionState
from lms.people.models import Person
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.consents import withdrew
from lms.reporting.counting import counts
from lms.reporting.facts import all_rows

ALL = "all"


@dataclass(frozen=True)
class Place:
    id: UUID
    name: str


@dataclass(frozen=True)
class Record:
    """An institution as a subject: where it stands, and what it is called."""

    id: UUID
    name: str
    type_code: str
    region_code: str
    above: tuple[Place, ...]
    beneath: tuple[Place, ...]

    @property
    def ancestors(self) -> frozenset[UUID]:
        return frozenset({self.id, *(place.id for place in self.above)})


def record_of(institution_id: UUID, day: date) -> Record | None:
    """The institution with its way up and the bodies directly beneath it; None if it is not in the directory."""
    institution = db.session.get(Institution, institution_id)
    if institution is None or institution.state in {InstitutionState.PROPOSED, InstitutionState.REFUSED}:
        return None
    above = directory.ancestors_of(institution_id)[1:]
    children = db.session.scalars(
        select(Institution.id).where(
            Institution.parent_id == institution_id,
            Institution.state.in_((InstitutionState.LISTED, InstitutionState.CLOSED)),
        )
    ).all()
    names = directory.names_on([institution_id, *above, *children], day)
    beneath = sorted((Place(child, names.get(child, "")) for child in children), key=lambda place: sort_key(place.name))
    return Record(
        id=institution_id,
        name=names.get(institution_id, ""),
        type_code=institution.type_code,
        region_code=institution.region_code,
        above=tuple(Place(identity, names.get(identity, "")) for identity in reversed(above)),
        beneath=tuple(beneath),
    )


def own_places(institution_ids: Collection[UUID], day: date) -> list[Place]:
    """The places of a focal point, by name."""
    names = directory.names_on(institution_ids, day)
    return sorted((Place(identity, name) for identity, name in names.items()), key=lambda place: sort_key(place.name))


@dataclass(frozen=True)
class Activity:
    """Counts of a module, or of all of them."""

    enrolled: int = 0
    in_progress: int = 0
    completed: int = 0
    issued: int = 0
    corrected: int = 0
    revoked: int = 0


#: (module id, sex, age band, whether the workplace was confirmed) to how many.
Split = Counter[tuple[str, str, str, bool]]


def happened(place: UUID, period: Period) -> dict[str, Split]:
    """Each count of ``Activity`` in this part of the tree, read once for all tables."""
    choice, facts = Choice(period, institution=place), ("module_id", "sex", "age_band", "workplace_confirmed")
    taken_part = {
        "enrolled": counts(Measure.ENROLMENTS, choice, *facts),
        "completed": counts(Measure.COMPLETIONS, choice, *facts),
        "in_progress": _in_progress(choice, *facts),
    }
    found: dict[str, Split] = {field.name: Counter() for field in fields(Activity)}
    rows = [(what, *row) for what, rows in taken_part.items() for row in rows] + papers(choice, *facts)
    for what, module_id, sex, band, is_confirmed, count in rows:
        found[what][str(module_id), sex, band, is_confirmed] += count
    return found


def by_module(found: Mapping[str, Split]) -> dict[str, Activity]:
    """Module id (or ``all``) to its counts."""
    sums: dict[str, Counter[str]] = {ALL: Counter()}
    for what, split in found.items():
        for (module_id, *_facts), count in split.items():
            for key in (module_id, ALL):
                sums.setdefault(key, Counter())[what] += count
    return {key: Activity(**values) for key, values in sums.items()}


def _in_progress(choice: Choice, *facts: str) -> list[tuple[Any, ...]]:
    """Begun until the end of the period, and neither completed nor left by then."""
    end = choice.period.end
    _start, after = choice.period.bounds()
    columns = [Enrolment.__table__.c[fact] for fact in facts]
    query = (
        select(*columns, func.count())
        .where(
            Enrolment.institution_id.in_(directory.in_subtree([choice.institution] if choice.institution else [])),
            Enrolment.started_on <= end,
            or_(Enrolment.completed_on.is_(None), Enrolment.completed_on > end),
            or_(Enrolment.withdrawn_at.is_(None), Enrolment.withdrawn_at >= after),
            Enrolment.person_id.not_in(withdrew()),
        )
        .group_by(*columns)
    )
    return [tuple(row) for row in db.session.execute(query)]


def papers(choice: Choice, *facts: str) -> list[tuple[Any, ...]]:
    """(what happened, facts of the enrolment …, count) of the certificates in the period, by day in Bishkek.

    The first paper of a completion is the issue, whatever happens to it later; a correction counts when its successor
    is issued. So nothing that happens to a paper afterwards changes a period that has closed.
    """
    start, end = choice.period.bounds()
    is_issued, is_revoked = (and_(at >= start, at < end) for at in (Certificate.issued_at, Certificate.revoked_at))
    query = (
        select(
            case((~is_issued, None), (is_first_of_completion(), "issued"), else_="corrected").label("issue"),
            case((is_revoked, "revoked"), else_=None).label("ending"),
            *(Enrolment.__table__.c[fact] for fact in facts),
        )
        .select_from(Certificate)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(or_(is_issued, is_revoked), Enrolment.person_id.not_in(withdrew()))
    )
    if choice.institution is not None:
        query = query.where(Enrolment.institution_id.in_(directory.in_subtree([choice.institution])))
    rows = query.subquery("papers")
    found = db.session.execute(select(*rows.c, func.count()).group_by(*rows.c))
    return [(what, *rest) for issue, ending, *rest in map(tuple, found) for what in (issue, ending) if what]


def people_trained(place: UUID, period: Period) -> int:
    """People who completed, each once."""
    return sum(row[-1] for row in counts(Measure.PEOPLE, Choice(period, institution=place)))


@dataclass(frozen=True)
class Named:
    """A person in a module, and the certificate. There is no score and no attempt in it."""

    enrolment_id: UUID
    person: Person
    module_id: UUID
    started_on: date
    completed_on: date | None
    certificate: CertificateState | None
    issued_at: Any


def named_completions(choice: Choice, number: int) -> Page[Named]:
    """Who completed in the period, with the certificate, and then who is still studying what was begun by its end.

    Those who withdrew the consent are not named.
    """
    rows, period = all_rows(choice), choice.period
    is_studying = and_(rows.c.state == EnrolmentState.OPEN, rows.c.started_on <= period.end)
    chosen = or_(rows.c.completed_on.between(period.start, period.end), is_studying)
    total = db.session.scalar(select(func.count()).select_from(rows).where(chosen)) or 0
    number = nearest_page(number, total)
    query: Select[Any] = (
        select(
            rows.c.id,
            Person,
            rows.c.module_id,
            rows.c.started_on,
            rows.c.completed_on,
            Certificate.state,
            Certificate.issued_at,
        )
        .select_from(rows)
        .join(Enrolment, Enrolment.id == rows.c.id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(
            Certificate,
            and_(Certificate.enrolment_id == rows.c.id, Certificate.state != CertificateState.CORRECTED),
        )
        .where(chosen)
        .order_by(rows.c.completed_on.is_(None), rows.c.completed_on.desc(), Person.sort_key, rows.c.id)
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    )
    found = [Named(*row) for row in db.session.execute(query).unique()]
    return Page(found, number, total, PAGE)
