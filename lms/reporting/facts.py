"""The one participation query: enrolments and completions with the facts frozen on them, people counted once.

How people are counted. A completion is chosen by the period and, if asked, by module. Each person then stands once, in
the row of the chosen completion that came first in the period (equal moments: the smaller id), with the facts of that
enrolment; every other filter is applied after this, so that rows always add up to the total. *New* means that the
person's first chosen completion ever lies in the period; *cumulative* counts people from the first day to the end of
the period, each in the row of the first completion ever. Participations count every completion.

Whoever withdrew the consent to the study record is counted in the grand total only, as "not disaggregated".
Days are calendar days in Bishkek, both ends included. Standard SQL; SQLite and PostgreSQL give the same rows.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from lms.certificates.models import Certificate
from lms.certificates.queries import is_first_of_completion
from lms.core.extensions import db
from lms.core.sql_days import local_day_of
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.institutions.models import Institution, InstitutionLink, InstitutionState
from lms.people.models import Person
from lms.reporting.choices import Choice, Measure, Whose
from lms.reporting.consents import withdrew
from lms.reporting.rollup import adding, reading
from lms.reporting.rollup.models import COMPLETED, ISSUED, CountedPerson
from lms.reporting.rollup.state import is_whole

#: What the roll-up adds up: rows, never people.
ADDED_UP = frozenset({Measure.ENROLMENTS, Measure.COMPLETIONS, Measure.CERTIFICATES})

#: What counting people needs of an enrolment. Not more, so that an index holds all of it (``ix_enrolments_first``).
OF_PEOPLE = (
    "person_id",
    "module_id",
    "completed_on",
    "sex",
    "age_band",
    "region",
    "profession",
    "institution_type",
    "institution_id",
    "workplace_confirmed",
    "is_withheld",
)


def enrolments(choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """Every enrolment started in the period."""
    facts = _facts(choice, whose).subquery("facts")
    return (
        select(facts)
        .where(facts.c.started_on.between(*_days(choice)), *chosen_by(facts, choice, whose))
        .subquery("counted")
    )


def named(measure: Measure, rows: Subquery) -> tuple[ColumnElement[Any], FromClause]:
    """The id of the person in each row of the measure, and what to read it from: the roll-up holds numbers."""
    if measure in {Measure.ENROLMENTS, Measure.CERTIFICATES} or not is_whole():
        return rows.c.person_id, rows
    person: ColumnElement[Any] = CountedPerson.__table__.c.person_id
    return person, rows.join(CountedPerson.__table__, CountedPerson.number == rows.c.person_id)


def begun(names: Collection[str], choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """The same as ``enrolments``, where a row stands for a ``number`` of them; ``names``: by what they are counted."""
    if whose is Whose.EVERYBODY:
        return added_up(Measure.ENROLMENTS, names, choice, whose)
    few = enrolments(choice, whose)
    is_completed = case((few.c.state == EnrolmentState.COMPLETED, 1), else_=0).label("is_completed")
    return select(few, is_completed).subquery("few")


def on_their_way(names: Collection[str], choice: Choice) -> Subquery:
    """Enrolments begun in the period that are not completed, of everybody; a row stands for a ``number`` of them."""
    rows = adding.on_their_way(choice, names)
    return select(rows).where(*chosen_by(rows, choice, Whose.EVERYBODY)).subquery("counted")


def added_up(measure: Measure, names: Collection[str], choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """The rows of a measure of ``ADDED_UP`` as few that stand for a ``number`` each, if everybody is asked for."""
    if whose is not Whose.EVERYBODY:
        return counted(measure, choice, whose, names)
    if measure is Measure.ENROLMENTS:
        rows = adding.begun(choice, names)
    elif measure is Measure.COMPLETIONS:
        rows = adding.happened(COMPLETED, "completed_on", choice, names)
    else:
        rows = adding.happened(ISSUED, "issued_on", choice, names)
    return select(rows).where(*chosen_by(rows, choice, whose)).subquery("counted")


def all_rows(choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """Every enrolment of any time, for whoever asks about other days than those of the period."""
    facts = _facts(choice, whose).subquery("facts")
    return select(facts).where(*chosen_by(facts, choice, whose)).subquery("counted")


def completions(choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """Every completion in the period: a person may stand here many times."""
    facts = _facts(choice, whose).subquery("facts")
    return (
        select(facts)
        .where(facts.c.completed_on.between(*_days(choice)), *chosen_by(facts, choice, whose))
        .subquery("counted")
    )


def certificates(choice: Choice, whose: Whose = Whose.COUNTED) -> Subquery:
    """The enrolments whose first certificate was issued in the period, with that day, whatever became of the paper."""
    rows = all_rows(choice, whose)
    first, after = choice.period.bounds()
    query = select(rows, local_day_of(Certificate.issued_at).label("issued_on"))
    query = query.join(Certificate, Certificate.enrolment_id == rows.c.id)
    moments = (Certificate.issued_at >= first, Certificate.issued_at < after)
    return query.where(*moments, is_first_of_completion()).subquery("counted")


def people(choice: Choice, whose: Whose = Whose.COUNTED, names: Collection[str] | None = None) -> Subquery:
    """One row per person who completed in the period. ``is_new`` is 1 if it was the first completion ever, else 0."""
    if is_whole():
        rows = reading.people_inside(choice.of_people(), whose, names)
        return select(rows).where(*chosen_by(rows, choice, whose)).subquery("counted")
    rows = people_ever(choice, whose, names)
    return select(rows).where(rows.c.in_period == 1).subquery("counted")


def people_since_the_start(
    choice: Choice, whose: Whose = Whose.COUNTED, names: Collection[str] | None = None
) -> Subquery:
    """One row per person who ever completed until the end of the period."""
    rows = people_ever(choice, whose, names)
    return select(rows).where(rows.c.is_new == 1).subquery("counted")


def people_ever(choice: Choice, whose: Whose = Whose.COUNTED, names: Collection[str] | None = None) -> Subquery:
    """The first completion ever (``is_new``) and the first in the period (``in_period``) of each person.

    One row where they are the same, so that a table of both reads a long history once. ``names``: the facts that are
    asked for; None: all.
    """
    of_people = choice.of_people()
    rows = reading.people_ever(of_people, whose, names) if is_whole() else _people_ever(of_people, whose)
    return select(rows).where(*chosen_by(rows, choice, whose)).subquery("counted")


def counted(
    measure: Measure, choice: Choice, whose: Whose = Whose.COUNTED, names: Collection[str] | None = None
) -> Subquery:
    """The rows that a measure counts. ``names``: the facts that are asked for; None: all."""
    if measure is Measure.COMPLETIONS and is_whole():
        rows = reading.completions(choice, whose, names)
        return select(rows).where(*chosen_by(rows, choice, whose)).subquery("counted")
    if measure is Measure.NEW_PEOPLE:
        everybody = people(choice, whose, names)
        return select(everybody).where(everybody.c.is_new == 1).subquery("counted")
    if measure in {Measure.PEOPLE, Measure.CUMULATIVE}:
        rows_of = people if measure is Measure.PEOPLE else people_since_the_start
        return rows_of(choice, whose, names)
    if measure is Measure.CERTIFICATES:
        return certificates(choice, whose)
    return (enrolments if measure is Measure.ENROLMENTS else completions)(choice, whose)


def _days(choice: Choice) -> tuple[date, date]:
    return choice.period.start, choice.period.end


def _facts(choice: Choice, whose: Whose) -> Select[Any]:
    """Enrolments with what they froze. ``is_withheld`` is 1 where the consent was withdrawn; merged people are one."""
    row = Enrolment.__table__.c
    person, source = counted_person()
    query = select(
        row.id,
        person.label("person_id"),
        row.module_id,
        row.edition_id,
        row.state,
        row.started_on,
        row.completed_on,
        row.completed_at,
        row.withdrawn_at,
        row.language,
        row.sex,
        row.age_band,
        row.region_code.label("region"),
        row.profession_code.label("profession"),
        row.institution_type,
        row.institution_id,
        row.workplace_confirmed,
        _is_withheld(row.person_id, whose, choice.consents_at),
    ).select_from(source)
    if whose is Whose.WITHHELD and source is Enrolment.__table__:
        query = query.where(
            row.person_id.in_(withdrew(choice.consents_at))
        )  # only a shortcut: the rows are chosen by is_withheld
    return query if choice.modules is None else query.where(row.module_id.in_(choice.modules))


def _is_withheld(person_id: ColumnElement[Any], whose: Whose, at: datetime | None) -> ColumnElement[int]:
    """1 where the consent was withdrawn; where everybody is counted nobody is asked."""
    if whose is Whose.EVERYBODY:
        return literal(0).label("is_withheld")
    return case((person_id.in_(withdrew(at)), 1), else_=0).label("is_withheld")


def counted_person() -> tuple[ColumnElement[Any], FromClause]:
    """The person an enrolment counts for. The join costs a tenth of a second, so it waits until somebody is merged."""
    table = Enrolment.__table__
    # "Not null" said as a range, which an index can answer.
    was_merged = select(Person.id, Person.merged_into_id).where(Person.merged_into_id >= UUID(int=0))
    if db.session.execute(was_merged.limit(1)).first() is None:
        return table.c.person_id, table
    merged = was_merged.subquery("merged")
    person = func.coalesce(merged.c.merged_into_id, table.c.person_id, type_=table.c.person_id.type)
    return person, table.outerjoin(merged, merged.c.id == table.c.person_id)


def _people_ever(choice: Choice, whose: Whose) -> Subquery:
    """From the enrolments themselves: completions, each with the day of the same person's completion before it."""
    facts = _facts(choice, whose).subquery("facts")
    before = func.lag(facts.c.completed_on).over(
        partition_by=facts.c.person_id, order_by=(facts.c.completed_at, facts.c.id)
    )
    start, end = _days(choice)
    query = select(*(facts.c[name] for name in OF_PEOPLE), type_coerce(before, Date).label("previous_on"))
    query = query.where(facts.c.state == EnrolmentState.COMPLETED, facts.c.completed_on <= end)
    ranked = query.subquery("ranked")
    is_new, is_inside = ranked.c.previous_on.is_(None), ranked.c.completed_on >= start
    flags = (case((is_new, 1), else_=0).label("is_new"), case((is_inside, 1), else_=0).label("in_period"))
    is_first = or_(is_new, and_(is_inside, ranked.c.previous_on < start))
    return select(ranked, *flags).where(is_first).subquery("firsts")


def chosen_by(rows: Subquery, choice: Choice, whose: Whose) -> list[ColumnElement[bool]]:
    """The filters that choose rows after people have been attributed."""
    chosen: Sequence[tuple[str, frozenset[str | None] | None]] = (
        ("sex", choice.sexes),
        ("region", choice.regions),
        ("institution_type", choice.types),
        ("profession", choice.professions),
        ("age_band", choice.bands),
    )
    conditions = [is_one_of(rows.c[name], values) for name, values in chosen if values is not None]
    if whose is Whose.WITHHELD:
        conditions.append(rows.c.is_withheld == 1)
    elif whose is Whose.COUNTED and choice.chooses_rows:
        conditions.append(rows.c.is_withheld == 0)
    if choice.institution is not None:
        beneath = select(InstitutionLink.descendant_id).where(InstitutionLink.ancestor_id == choice.institution)
        conditions.append(rows.c.institution_id.in_(beneath))
    if choice.is_nowhere:
        conditions.append(in_no_record(rows.c.institution_id))
    if choice.is_confirmed:
        conditions.append(rows.c.workplace_confirmed.is_(true()))
    return conditions


def in_no_record(institution_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """No institution was stated, or a typed name that is not in the list: it waits, or it was refused."""
    typed = select(Institution.id).where(Institution.state.in_((InstitutionState.PROPOSED, InstitutionState.REFUSED)))
    return or_(institution_id.is_(None), institution_id.in_(typed))


def is_one_of(column: ColumnElement[Any], values: frozenset[str | None]) -> ColumnElement[bool]:
    """None stands for "not stated", which SQL's IN does not know."""
    stated = sorted(value for value in values if value is not None)
    return or_(column.in_(stated), column.is_(None)) if None in values else column.in_(stated)
