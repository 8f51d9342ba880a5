"""Institutions beside each other: the counts of each with all bodies beneath it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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


def standings(period: Period, day: date, *, only: Collection[UUID] | None = None) -> list[Standing]:
    """Every institution that is listed, rolled up; ``only`` narrows to some. People without one are in no line."""
    query = select(Institution.id, Institution.type_code, Institution.region_code)
    query = query.where(Institution.state.in_((InstitutionState.LISTED, InstitutionState.CLOSED)))
    if only is not None:
        query = query.where(Institution.id.in_(only))
    found = db.session.execute(query).all()
    names = directory.names_on([row.id for row in found], day)
    totals = counts_by_place(period, day)
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


def counts_by_place(period: Period, today: date) -> Mapping[UUID, Counts]:
    """Institution to sums over itself and everything beneath it; those without any number are left out."""
    choice = Choice(period)
    totals: dict[UUID, Counter[str]] = {}
    own: dict[UUID | None, Counter[str]] = {}
    for what, institution, count in [*_numbers(choice, today), *_completions(choice)]:
        own.setdefault(institution, Counter())[what] += count
    for link in db.session.execute(select(InstitutionLink.ancestor_id, InstitutionLink.descendant_id)):
        if link.descendant_id in own:
            totals.setdefault(link.ancestor_id, Counter()).update(own[link.descendant_id])
    return {place: Counts(**sums) for place, sums in totals.items()}


def _numbers(choice: Choice, today: date) -> list[tuple[Any, ...]]:
    """(what, institution, count) of everything that is not split by sex."""
    cohorts = cohort_counts(choice, closed_in(choice.period, today), "institution_id", "in_time")
    found = [
        ("people", counts(Measure.PEOPLE, choice, "institution_id")),
        ("enrolled", counts(Measure.ENROLMENTS, choice, "institution_id")),
        ("certificates", counts(Measure.CERTIFICATES, choice, "institution_id")),
        ("cohort", [(institution, count) for institution, _in_time, count in cohorts]),
        ("kept", [(institution, count) for institution, in_time, count in cohorts if in_time]),
    ]
    return [(what, institution, count) for what, rows in found for institution, count in rows]


def _completions(choice: Choice) -> list[tuple[Any, ...]]:
    rows = counts(Measure.COMPLETIONS, choice, "institution_id", "sex")
    sexes = [(WOMEN_OR_MEN[sex], institution, count) for institution, sex, count in rows if sex in WOMEN_OR_MEN]
    return [*(("completed", institution, count) for institution, _sex, count in rows), *sexes]


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
