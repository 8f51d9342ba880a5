"""The roll-up in the shape of the facts: the same columns as of the enrolments themselves."""

from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, Subquery, case, func, literal, select, type_coerce

from lms.core.extensions import db
from lms.reporting.choices import Choice, Whose
from lms.reporting.consents import withdrew
from lms.reporting.rollup.models import (
    CountedCompletion,
    CountedModule,
    CountedPerson,
    CountedPlace,
)


def ranked(choice: Choice, whose: Whose) -> Subquery:
    """Completions in the chosen modules until the end of the period, with the day of the person's one before it."""
    chosen = _chosen(choice)
    query = _facts(whose, choice.consents_at).add_columns(type_coerce(_before(chosen), Date).label("previous_on"))
    return _of_modules(query, chosen).where(CountedCompletion.completed_on <= choice.period.end).subquery("ranked")


def completions(choice: Choice, whose: Whose) -> Subquery:
    """Every completion in the period."""
    days: tuple[date, date] = (choice.period.start, choice.period.end)
    query = _of_modules(_facts(whose, choice.consents_at), _chosen(choice))
    return query.where(CountedCompletion.completed_on.between(*days)).subquery("rows")


def _facts(whose: Whose, consents_at: datetime | None) -> Select[*tuple[Any, ...]]:
    rows = CountedCompletion
    return (
        select(
            rows.person.label("person_id"),
            CountedModule.module_id.label("module_id"),
            rows.completed_on,
            rows.sex,
            rows.age_band,
            rows.region,
            rows.profession,
            rows.institution_type,
            CountedPlace.institution_id.label("institution_id"),
            rows.workplace_confirmed,
            _is_withheld(whose, consents_at),
        )
        # Outer joins to one row each: a database leaves out those whose columns nobody asks for.
        .outerjoin(CountedModule, CountedModule.number == rows.module)
        .outerjoin(CountedPlace, CountedPlace.number == rows.institution)
    )


def _is_withheld(whose: Whose, at: datetime | None) -> ColumnElement[int]:
    if whose is Whose.EVERYBODY:
        return literal(0).label("is_withheld")
    theirs = select(CountedPerson.number).where(CountedPerson.person_id.in_(withdrew(at)))
    return case((CountedCompletion.record.in_(theirs), 1), else_=0).label("is_withheld")


class _Chosen(NamedTuple):
    """Which modules completions are chosen by."""

    numbers: list[int] | None  # None: by every one
    is_core: bool


def _chosen(choice: Choice) -> _Chosen:
    if choice.modules is None:
        return _Chosen(None, is_core=False)
    known = db.session.scalars(select(CountedModule)).all()
    numbers = {module.number for module in known if module.module_id in choice.modules}
    return _Chosen(sorted(numbers), is_core=numbers == {module.number for module in known if module.is_core})


def _of_modules(query: Select[*tuple[Any, ...]], chosen: _Chosen) -> Select[*tuple[Any, ...]]:
    return query if chosen.numbers is None else query.where(CountedCompletion.module.in_(chosen.numbers))


def _before(chosen: _Chosen) -> ColumnElement[date | None]:
    """What is kept for all modules and for the core ones; for any others it is looked for row by row."""
    rows = CountedCompletion
    if chosen.numbers is None:
        return rows.previous_on  # type: ignore[return-value]
    if chosen.is_core:
        return rows.previous_core_on  # type: ignore[return-value]
    return func.lag(rows.completed_on).over(partition_by=rows.person, order_by=rows.turn)
