"""The roll-up in the shape of the facts: the same columns as of the enrolments themselves."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, or_, select

from lms.core.extensions import db
from lms.people.models import Person
from lms.reporting.choices import Choice, Whose
from lms.reporting.consents import withdrew
from lms.reporting.rollup.adding import by_place
from lms.reporting.rollup.models import CountedCompletion, CountedModule, CountedPerson, CountedPlace


def people_ever(choice: Choice, whose: Whose, names: Collection[str] | None = None) -> Subquery:
    """Of each person the first completion ever in the chosen modules (``is_new``) and in the period (``in_period``).

    ``names``: the facts that are asked for; None: all.
    """
    rows, chosen = CountedCompletion, _chosen(choice)
    query = _facts(choice, whose, names)
    if chosen.days_before is None:
        first = _firsts(choice, whose, chosen)
        query = query.join(first, first.c.person == rows.person).where(rows.turn.in_((first.c.ever, first.c.inside)))
        is_new, is_inside = rows.turn == first.c.ever, rows.turn == first.c.inside
    else:
        is_new, is_inside = chosen.days_before.is_(None), rows.completed_on >= choice.period.start
        is_first = or_(is_new, and_(is_inside, chosen.days_before < choice.period.start))
        query = _of_modules(query, chosen).where(rows.completed_on <= choice.period.end, is_first)
    flags = (case((is_new, 1), else_=0).label("is_new"), case((is_inside, 1), else_=0).label("in_period"))
    return query.add_columns(*flags).subquery("firsts")


def people_inside(choice: Choice, whose: Whose, names: Collection[str] | None = None) -> Subquery:
    """The same of the first completion in the period alone. Where days are kept, rows of other days are not touched."""
    start, end = choice.period.start, choice.period.end
    chosen = _chosen(choice)
    before = chosen.days_before
    if before is None:
        ever = people_ever(choice, whose, names)
        return select(ever).where(ever.c.in_period == 1).subquery("inside")
    query = _of_modules(_facts(choice, whose, names), chosen)
    query = query.where(CountedCompletion.completed_on.between(start, end), or_(before.is_(None), before < start))
    flags = (case((before.is_(None), 1), else_=0).label("is_new"), literal(1).label("in_period"))
    return query.add_columns(*flags).subquery("inside")


def completions(choice: Choice, whose: Whose, names: Collection[str] | None = None) -> Subquery:
    """Every completion in the period."""
    query = _of_modules(_facts(choice, whose, names), _chosen(choice))
    days = CountedCompletion.completed_on.between(choice.period.start, choice.period.end)
    return query.where(days).subquery("rows")


def _facts(choice: Choice, whose: Whose, names: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    rows = CountedCompletion
    query: Select[*tuple[Any, ...]] = select(
        rows.person.label("person_id"),
        rows.completed_on,
        rows.sex,
        rows.age_band,
        rows.region,
        rows.profession,
        rows.institution_type,
        rows.workplace_confirmed,
        _is_withheld(whose, choice.consents_at),
    ).where(*_of_few(whose, choice.consents_at))
    # A name for each number is looked up only where somebody asks for it.
    if names is None or "module_id" in names:
        query = query.join(CountedModule, CountedModule.number == rows.module).add_columns(CountedModule.module_id)
    if by_place(choice, names):
        query = query.outerjoin(CountedPlace, CountedPlace.number == rows.institution)
        query = query.add_columns(CountedPlace.institution_id, rows.institution.label("place"))
    return query


def places() -> Mapping[int | None, UUID | None]:
    """The number of a place, as rows call it, to its institution."""
    known = db.session.execute(select(CountedPlace.number, CountedPlace.institution_id))
    return {None: None, **{row.number: row.institution_id for row in known}}


def _is_withheld(whose: Whose, at: datetime | None) -> ColumnElement[int]:
    if whose is Whose.EVERYBODY:
        return literal(0).label("is_withheld")
    theirs = select(CountedPerson.number).where(CountedPerson.person_id.in_(withdrew(at)))
    return case((CountedCompletion.record.in_(theirs), 1), else_=0).label("is_withheld")


def _of_few(whose: Whose, at: datetime | None) -> list[ColumnElement[bool]]:
    """Only a shortcut: rows of those with whom a record lies whose consent was withdrawn; they lie together."""
    if whose is not Whose.WITHHELD:
        return []
    person = func.coalesce(Person.merged_into_id, Person.id)
    theirs = select(CountedPerson.number).join(Person, person == CountedPerson.person_id)
    return [CountedCompletion.person.in_(theirs.where(Person.id.in_(withdrew(at))))]


def _firsts(choice: Choice, whose: Whose, chosen: "_Chosen") -> Subquery:
    """The turns of both, for each person. Rows of a person lie together, in their order: nothing is sorted."""
    rows = CountedCompletion
    inside = case((rows.completed_on >= choice.period.start, rows.turn))
    query: Select[*tuple[Any, ...]] = select(
        rows.person, func.min(rows.turn).label("ever"), func.min(inside).label("inside")
    )
    query = query.where(rows.completed_on <= choice.period.end, *_of_few(whose, choice.consents_at))
    return _of_modules(query, chosen).group_by(rows.person).subquery("turns")


class _Chosen(NamedTuple):
    """Which modules completions are chosen by."""

    numbers: list[int] | None  # None: by every one
    #: The day of the person's completion before it, kept for all modules and for the core ones; None: not kept.
    days_before: Any


def _chosen(choice: Choice) -> _Chosen:
    rows = CountedCompletion
    if choice.modules is None:
        return _Chosen(None, rows.previous_on)
    known = db.session.scalars(select(CountedModule)).all()
    numbers = {module.number for module in known if module.module_id in choice.modules}
    if len(numbers) == len(known):
        return _Chosen(None, rows.previous_on)
    is_core = numbers == {module.number for module in known if module.is_core}
    return _Chosen(sorted(numbers), rows.previous_core_on if is_core else None)


def _of_modules(query: Select[*tuple[Any, ...]], chosen: _Chosen) -> Select[*tuple[Any, ...]]:
    return query if chosen.numbers is None else query.where(CountedCompletion.module.in_(chosen.numbers))
