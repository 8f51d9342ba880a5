"""What has changed since a report was frozen: cell by cell, with what is known of the reasons.

The reasons are found by comparing the state that was kept in the report with the live data: enrolments that were
entered after the newest one of then, completions that ended later, people who were merged or parted, consents that
were withdrawn, passes that were taken back, facts that were corrected, modules that got another edition or name. Each
reason is said where people stand whom it concerns; where none is known, that is said too.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.core.i18n import _, language, n_
from lms.disclosure.suppression import TOTAL
from lms.enrolments.models import Corrected, Enrolment, EnrolmentState, FactCorrection
from lms.framework.indicators import indicators
from lms.framework.queries import set_since
from lms.framework.table_e import source_of
from lms.gatherings.queries import changed_since
from lms.grading.models import PassDecision, PassState
from lms.institutions.models import NOT_STATED_REGION
from lms.people.models import Person
from lms.releases import freezing, state
from lms.releases.frozen import Cell, Document, FrozenTable, tables_of
from lms.releases.held import FRAMEWORK
from lms.releases.queries import Opened
from lms.reporting import dimensions
from lms.reporting.choices import Period
from lms.reporting.consents import WITHHELD, withdrew
from lms.reporting.drawing import shown
from lms.reporting.reports import Audience
from lms.sheets import Kind

#: What may be stated of an enrolment afterwards, and the rows it stood in before.
FACTS = (Corrected.SEX, Corrected.AGE, Corrected.AGENCY)
UNSTATED = frozenset({dimensions.NOT_STATED, NOT_STATED_REGION})


@dataclass(frozen=True)
class Change:
    """A cell that says something else now. ``row`` and ``column`` are what stands at their heads."""

    row: str
    column: str
    before: Cell
    now: Cell
    table: FrozenTable
    key: str
    reasons: tuple[str, ...]

    @property
    def difference(self) -> Cell:
        """How much more it is now, where both are numbers."""
        if isinstance(self.before, int | Decimal) and isinstance(self.now, int | Decimal):
            return (
                Decimal(self.now) - Decimal(self.before) if isinstance(self.before, Decimal) else self.now - self.before
            )
        return None


@dataclass(frozen=True)
class Reason:
    """Something that happened since, to so many people, in these rows of the tables."""

    words: str
    codes: frozenset[str]


@dataclass(frozen=True)
class Differences:
    changes: Mapping[str, Sequence[Change]]
    reasons: Sequence[str]
    #: Of the report as a whole: editions and names.
    remarks: Sequence[str]

    @property
    def number(self) -> int:
        return sum(len(changes) for changes in self.changes.values())


def differences(report: Opened, *, at: datetime) -> Differences:
    """Frozen against live, all numbers of the team, in the language that is spoken."""
    document, period = report.team, report.row.period
    frozen = tables_of(document, language())
    live = freezing.counted([table.slug for table in frozen], period, Audience.TEAM, at=at)
    reasons = reasons_of(document, period, report.row.frozen_at)
    found = {table.slug: table for table in live}
    changes = {table.title: _changes(table, found[table.slug], reasons) for table in frozen if table.slug in found}
    remarks = _modules(document)
    remarks += [_("%(table)s is not made any more.", table=table.title) for table in frozen if table.slug not in found]
    return Differences(
        {title: rows for title, rows in changes.items() if rows}, [each.words for each in reasons], remarks
    )


def _changes(before: FrozenTable, now: FrozenTable, reasons: Sequence[Reason]) -> list[Change]:
    old, new = before.cells(), now.cells()
    heads = _heads(before) | _heads(now)
    columns = {column.key: str(column.title) for column in (*before.columns, *now.columns)}
    first = before.columns[0].key
    found = []
    for place in [*old, *(place for place in new if place not in old)]:
        code, key = place
        if key != first and old.get(place) != new.get(place):
            about = tuple(reason.words for reason in reasons if code == TOTAL or code in reason.codes)
            unknown = (_("No reason is known: look into the log."),)
            found.append(Change(heads[code], columns[key], old.get(place), new.get(place), now, key, about or unknown))
    return found


def _heads(table: FrozenTable) -> dict[str, str]:
    """What stands at the head of each line: its first cell, and the second where that is a name as well."""
    width = 2 if len(table.columns) > 1 and table.columns[1].kind is Kind.TEXT else 1
    columns = table.columns[:width]
    return {
        code: ", ".join(str(shown(cell, column)) for cell, column in zip(cells, columns, strict=False))
        for code, cells in table.lines()
    }


# ── Reasons ──────────────────────────────────────────────────────────────────


def reasons_of(document: Document, period: Period, since: datetime) -> list[Reason]:
    """What happened since to people whom the report counts, or would count now."""
    kept = document["data"]
    completed = (Enrolment.state == EnrolmentState.COMPLETED, Enrolment.completed_on <= period.end)
    not_completed = Enrolment.state != EnrolmentState.COMPLETED
    last = UUID(kept["last_enrolment"]) if kept["last_enrolment"] else UUID(int=0)
    merged, parted = _merged_since(kept["merged"])
    #: Words, whom they are said of, and the rows that these people stand in besides those of their facts.
    asked: list[tuple[Callable[[int], str], Sequence[ColumnElement[bool]], frozenset[str]]] = [
        (_late, (*completed, Enrolment.id > last), frozenset()),
        (_ended_later, (*completed, Enrolment.id <= last, Enrolment.completed_at >= since), frozenset()),
        (_merged, (*completed, Enrolment.person_id.in_(merged)), frozenset()),
        (_parted, (*completed, Enrolment.person_id.in_(parted)), frozenset()),
        (_withdrawn, (*completed, *_withdrawn_since(since)), frozenset({WITHHELD})),
        (_given_again, (*completed, *_given_since(since)), frozenset({WITHHELD})),
        (_pass_withdrawn, (Enrolment.id.in_(_passes_withdrawn(since)),), frozenset()),
        (_taken_back, (not_completed, Enrolment.id.in_(_corrected(since, Corrected.COMPLETION))), frozenset()),
        (_stated, (*completed, Enrolment.id.in_(_corrected(since, *FACTS))), UNSTATED),
    ]
    found = [(words, *_concerned(conditions), others) for words, conditions, others in asked]
    framed = frozenset(code for code in _codes(document, FRAMEWORK) if source_of(code))  # these stand on people
    of_people = [Reason(words(people), codes | others | framed) for words, people, codes, others in found if people]
    return [*of_people, *_of_events(since), *_of_framework(since, period.end.year)]


def _codes(document: Document, slug: str) -> Sequence[str]:
    """Of the rows of a table, where the report has it."""
    return next((table.codes for table in tables_of(document, language()) if table.slug == slug), ())


def _of_events(since: datetime) -> list[Reason]:
    found = changed_since(since)
    words = n_("Entered or changed: %(num)d event", "Entered or changed: %(num)d events", len(found))
    codes = frozenset(map(str, found)) | {one.code for one in indicators() if one.computed == "joint"}
    return [Reason(words, codes)] if found else []


def _of_framework(since: datetime, year: int) -> list[Reason]:
    found = frozenset(f"{code}/{part}" if part else code for code, part in set_since(since, year))
    words = n_("Set anew: %(num)d indicator", "Set anew: %(num)d indicators", len(found))
    return [Reason(words, found)] if found else []


def _concerned(conditions: Sequence[ColumnElement[bool]]) -> tuple[int, frozenset[str]]:
    """How many people, and the codes of the rows they stand in: kind of institution, region, profession, module."""
    facts = (Enrolment.institution_type, Enrolment.region_code, Enrolment.profession_code, TrainingModule.code)
    query = select(*facts, Enrolment.person_id).join(TrainingModule, TrainingModule.id == Enrolment.module_id)
    group_of = dimensions.by_line(dimensions.groups())
    people: set[UUID] = set()
    codes: set[str] = set()
    for kind, region, profession, module, person_id in db.session.execute(query.where(*conditions)):
        people.add(person_id)
        codes |= {group_of.get(kind, dimensions.NOT_STATED), region, profession or dimensions.NOT_STATED, module}
    return len(people), frozenset(codes)


def _merged_since(kept: Collection[str]) -> tuple[set[UUID], set[UUID]]:
    """People who are merged now and were not, with those they were merged into; and none of those who were parted.

    Whoever was parted again is found by the key that was kept, among all people who are not merged.
    """
    rows = db.session.execute(select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))).all()
    now = {person: into for person, into in rows if into is not None}
    merged = {each for pair in now.items() if state.person_key(pair[0]) not in kept for each in pair}
    gone = set(kept) - {state.person_key(person) for person in now}
    everybody = db.session.scalars(select(Person.id)) if gone else ()
    parted = {person for person in everybody if state.person_key(person) in gone}
    return merged, parted


def _withdrawn_since(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return Enrolment.person_id.in_(withdrew()), Enrolment.person_id.not_in(withdrew(since))


def _given_since(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return Enrolment.person_id.in_(withdrew(since)), Enrolment.person_id.not_in(withdrew())


def _passes_withdrawn(since: datetime) -> Any:
    return select(PassDecision.enrolment_id).where(
        PassDecision.state == PassState.WITHDRAWN, PassDecision.decided_at >= since
    )


def _corrected(since: datetime, *facts: Corrected) -> Any:
    """Enrolments of which this was corrected since, or a correction undone."""
    moved = or_(FactCorrection.made_at >= since, FactCorrection.undone_at >= since)
    return select(FactCorrection.enrolment_id).where(FactCorrection.fact.in_(facts), moved)


def _late(people: int) -> str:
    return n_("Entered later: %(num)d person", "Entered later: %(num)d people", people)


def _ended_later(people: int) -> str:
    return n_("Completed after that moment: %(num)d person", "Completed after that moment: %(num)d people", people)


def _merged(people: int) -> str:
    return n_("Merged with another record: %(num)d person", "Merged with each other: %(num)d records", people)


def _parted(people: int) -> str:
    return n_("A merger was undone: %(num)d person", "Mergers were undone: %(num)d people", people)


def _withdrawn(people: int) -> str:
    return n_("Consent withdrawn: %(num)d person", "Consent withdrawn: %(num)d people", people)


def _given_again(people: int) -> str:
    return n_("Consent given again: %(num)d person", "Consent given again: %(num)d people", people)


def _pass_withdrawn(people: int) -> str:
    return n_("Pass withdrawn: %(num)d person", "Passes withdrawn: %(num)d people", people)


def _taken_back(people: int) -> str:
    return n_("Completion taken back: %(num)d person", "Completions taken back: %(num)d people", people)


def _stated(people: int) -> str:
    return n_("Facts corrected: %(num)d person", "Facts corrected: %(num)d people", people)


# ── Of the report as a whole ─────────────────────────────────────────────────


def _modules(document: Document) -> list[str]:
    """Modules that were renamed, changed, added, or are gone."""
    kept, now, code_of = document["data"]["modules"], state.modules(), language()
    found = []
    for code in sorted(kept.keys() | now.keys(), key=lambda code: (len(code), code)):
        before, after = kept.get(code), now.get(code)
        if before is None and after is not None:
            found.append(_("New module: %(title)s", title=after["titles"][code_of]))
        elif before is not None and after is None:
            found.append(_("Module that is gone: %(title)s", title=before["titles"][code_of]))
        elif before and after and before["titles"] != after["titles"]:
            names = {"before": before["titles"][code_of], "now": after["titles"][code_of]}
            found.append(_("Renamed: “%(before)s” is “%(now)s” now.", **names))
        if before and after and before["edition"] != after["edition"]:
            found.append(
                _(
                    "%(title)s: edition %(now)s; then it was edition %(before)s.",
                    title=after["titles"][code_of],
                    now=after["edition"],
                    before=before["edition"],
                )
            )
    return found
