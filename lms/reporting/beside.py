"""Institutions beside each other: the counts of each with all bodies beneath it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.core.folding import sort_key
from lms.institutions import queries as directory
from lms.institutions.models import Institution, InstitutionLink, InstitutionState
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure, Period
from lms.reporting.cohort_counts import begun_and_kept, cohort_counts
from lms.reporting.cohorts import closed_in
from lms.reporting.completeness import FACTS
from lms.reporting.counting import counts
from lms.reporting.records import Record, Split, people_trained

WOMEN_OR_MEN = {"female": "women", "male": "men"}


@dataclass(frozen=True)
class Counts:
    """What is counted of an institution in a period."""

    #: People who completed, each once.
    people: int = 0
    enrolled: int = 0
    completed: int = 0
    #: Of those completed.
    women: int = 0
    men: int = 0
    certificates: int = 0
    #: Enrolments of the cohorts that closed in the period, and those of them that were completed by then.
    cohort: int = 0
    kept: int = 0


@dataclass(frozen=True, kw_only=True)
class Standing(Counts):
    """An institution beside others."""

    id: UUID
    name: str
    type_code: str
    region_code: str


#: (institution, sex, age band, type of institution, people).
PeopleByPlace = Sequence[tuple[Any, ...]]


def people_by_place(period: Period) -> PeopleByPlace:
    """Everybody who completed, with what a record needs to be complete: read once for the lines and for their note."""
    return counts(Measure.PEOPLE, Choice(period), "institution_id", *FACTS)


def standings(
    period: Period, day: date, *, only: Collection[UUID] | None = None, people: PeopleByPlace | None = None
) -> list[Standing]:
    """Every institution that is listed, rolled up; ``only`` narrows to some. People without one are in no line.

    ``people``: those of the period, where they have been read.
    """
    query = select(Institution.id, Institution.type_code, Institution.region_code)
    query = query.where(Institution.state.in_((InstitutionState.LISTED, InstitutionState.CLOSED)))
    if only is not None:
        query = query.where(Institution.id.in_(only))
    found = db.session.execute(query).all()
    names = directory.names_on([row.id for row in found], day)
    totals = counts_by_place(period, day, people=people)
    lines = [
        Standing(
            **asdict(totals.get(row.id, Counts())),
            id=row.id,
            name=names.get(row.id, ""),
            type_code=row.type_code,
            region_code=row.region_code,
        )
        for row in found
    ]
    return sorted(lines, key=lambda line: sort_key(line.name))


def chosen(lines: Sequence[Standing], kind: str, region: str) -> list[Standing]:
    """Those of this group of types and in this region; of every one where none is named."""
    group_of = dimensions.by_line(dimensions.groups())
    return [
        line
        for line in lines
        if (not kind or group_of.get(line.type_code) == kind) and (not region or line.region_code == region)
    ]


def counts_by_place(
    period: Period, today: date, *, only: Collection[str] | None = None, people: PeopleByPlace | None = None
) -> Mapping[UUID, Counts]:
    """Institution to sums over itself and everything beneath it; those without any number are left out.

    ``only``: fields of ``Counts`` that are asked for; the others stay 0. None: all. ``people``: as of ``standings``.
    """
    choice = Choice(period)
    totals: dict[UUID, Counter[str]] = {}
    own: dict[UUID | None, Counter[str]] = {}
    for fields, read in _READ.items():
        if only is None or not fields.isdisjoint(only):
            is_read = people is not None and read is _people
            for what, institution, count in _people_of(people or ()) if is_read else read(choice, today):
                own.setdefault(institution, Counter())[what] += count
    for link in db.session.execute(select(InstitutionLink.ancestor_id, InstitutionLink.descendant_id)):
        if link.descendant_id in own:
            totals.setdefault(link.ancestor_id, Counter()).update(own[link.descendant_id])
    return {place: Counts(**sums) for place, sums in totals.items()}


#: (what, institution, count), for what is counted.
Numbers = Iterable[tuple[str, UUID | None, int]]


def _people(choice: Choice, _today: date) -> Numbers:
    return _people_of(counts(Measure.PEOPLE, choice, "institution_id"))


def _people_of(rows: PeopleByPlace) -> Numbers:
    return (("people", row[0], row[-1]) for row in rows)


def _enrolled(choice: Choice, _today: date) -> Numbers:
    return (("enrolled", *row) for row in counts(Measure.ENROLMENTS, choice, "institution_id"))


def _certificates(choice: Choice, _today: date) -> Numbers:
    return (("certificates", *row) for row in counts(Measure.CERTIFICATES, choice, "institution_id"))


def _completions(choice: Choice, _today: date) -> Numbers:
    for institution, sex, count in counts(Measure.COMPLETIONS, choice, "institution_id", "sex"):
        yield "completed", institution, count
        if sex in WOMEN_OR_MEN:
            yield WOMEN_OR_MEN[sex], institution, count


def _cohorts(choice: Choice, today: date) -> Numbers:
    closed = closed_in(choice.period, today)
    for institution, in_time, count in cohort_counts(choice, closed, "institution_id", "in_time"):
        yield "cohort", institution, count
        if in_time:
            yield "kept", institution, count


#: Fields of ``Counts`` to the one reading that fills them.
_READ: Mapping[frozenset[str], Callable[[Choice, date], Numbers]] = {
    frozenset({"people"}): _people,
    frozenset({"enrolled"}): _enrolled,
    frozenset({"completed", "women", "men"}): _completions,
    frozenset({"certificates"}): _certificates,
    frozenset({"cohort", "kept"}): _cohorts,
}


def counts_of_record(record: Record, happened: Mapping[str, Split], period: Period, today: date) -> Counts:
    """The same of one institution, from what its record has read already."""
    sexes: Counter[str] = Counter()
    for (_module, sex, _band, _is_confirmed), count in happened["completed"].items():
        sexes[WOMEN_OR_MEN.get(sex, "others")] += count
    cohort, kept = begun_and_kept(Choice(period, institution=record.id), closed_in(period, today))
    return Counts(
        people=people_trained(record.id, period),
        enrolled=happened["enrolled"].total(),
        completed=happened["completed"].total(),
        women=sexes["women"],
        men=sexes["men"],
        certificates=happened["issued"].total(),
        cohort=cohort,
        kept=kept,
    )
