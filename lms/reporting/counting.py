"""Counts of the rows that a question chooses, with the facts of those who withheld them taken out."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Subquery, func, select

from lms.core.extensions import db
from lms.reporting.choices import Choice, Measure, Whose
from lms.reporting.cohorts import month_of
from lms.reporting.consents import HIDDEN, WITHHELD
from lms.reporting.dimensions import NOT_STATED
from lms.reporting.facts import ADDED_UP, added_up, counted
from lms.reporting.rollup import at_once, reading
from lms.reporting.rollup.state import is_whole


def counts(measure: Measure, choice: Choice, *dimensions: str) -> list[tuple[Any, ...]]:
    """(value of each dimension …, count), for the combinations that occur, ordered by them.

    Dimensions: ``sex``, ``age_band``, ``region``, ``institution_type``, ``profession``, ``module_id``, ``month``
    (2026-05) and, for people, ``is_new`` and ``in_period``. A profession or type that was not stated is None.
    """
    if measure in ADDED_UP and is_whole():
        rows_of = partial(added_up, measure, dimensions)
    else:
        rows_of = partial(counted, measure, names=dimensions)
    return counts_of(rows_of, choice, *dimensions, day=day_of(measure))


def day_of(measure: Measure) -> str:
    """The column by which a row of the measure stands in the period."""
    return {Measure.ENROLMENTS: "started_on", Measure.CERTIFICATES: "issued_on"}.get(measure, "completed_on")


def counts_of(
    rows_of: Callable[[Choice, Whose], Subquery], choice: Choice, *dimensions: str, day: str = "completed_on"
) -> list[tuple[Any, ...]]:
    """The same of rows that are no measure of their own, as those of ``people_ever``. ``day`` decides the month."""
    found = _grouped(rows_of(choice, Whose.EVERYBODY), dimensions, day)
    return _without_the_withheld(found, rows_of, choice, dimensions, day)


def people_in_each(
    choice: Choice, sets: Collection[frozenset[UUID]]
) -> Mapping[frozenset[UUID], list[tuple[Any, ...]]]:
    """``counts`` of people for each of these sets of modules, by sex, by whether the workplace was confirmed, and by
    age band and type of institution as far as these are stated or not.
    """
    asked = {modules: replace(choice, modules=modules) for modules in sets}
    if choice.chooses_rows or not is_whole():
        return {modules: _stated(counts(Measure.PEOPLE, own, *_OF_EACH)) for modules, own in asked.items()}
    trained_by = [own.of_people().modules or frozenset() for own in asked.values()]
    rows_of = partial(counted, Measure.PEOPLE, names=_OF_EACH)
    everybody = zip(asked.items(), at_once.people_in_each(choice.period, trained_by), strict=True)
    return {
        modules: _stated(_without_the_withheld(found, rows_of, own, _OF_EACH, day_of(Measure.PEOPLE), _as_stated))
        for (modules, own), found in everybody
    }


_OF_EACH = ("sex", "workplace_confirmed", "age_band", "institution_type")


def _as_stated(key: tuple[Any, ...]) -> tuple[Any, ...]:
    sex, is_confirmed, band, kind = key
    kept = (NOT_STATED, None, WITHHELD)
    return sex, is_confirmed, *(one if one in kept else at_once.STATED for one in (band, kind))


def _stated(rows: Iterable[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for *key, count in rows:
        found[_as_stated(tuple(key))] += count
    return _in_order(found)


def _without_the_withheld(
    found: Counter[Any],
    rows_of: Callable[[Choice, Whose], Subquery],
    choice: Choice,
    dimensions: Sequence[str],
    day: str,
    alike: Callable[[tuple[Any, ...]], tuple[Any, ...]] = tuple,
) -> list[tuple[Any, ...]]:
    """What they withheld is counted in the total only, or not at all where facts choose the rows.

    ``alike``: the key under which a combination of facts was found.
    """
    if choice.chooses_rows or any(name in HIDDEN for name in dimensions):
        for key, count in _grouped(rows_of(choice, Whose.WITHHELD), dimensions, day).items():
            found[alike(key)] -= count
            if not choice.chooses_rows:
                found[tuple(map(_hidden, dimensions, key))] += count
    return _in_order(found)


def _in_order(found: Counter[Any]) -> list[tuple[Any, ...]]:
    rows = [(*key, count) for key, count in found.items() if count]
    return sorted(rows, key=lambda row: tuple("" if value is None else str(value) for value in row[:-1]))


def _grouped(rows: Subquery, dimensions: Sequence[str], day: str) -> Counter[tuple[Any, ...]]:
    """Counts of the facts as they are. Those withheld are few, so they are taken out by a question of their own.

    A row stands for as many as its ``number`` says, if it has one.
    """
    columns = [_dimension(rows, name, day) for name in dimensions]
    number = func.coalesce(func.sum(rows.c.number), 0) if "number" in rows.c else func.count()
    query = select(*columns, number).select_from(rows).group_by(*columns)
    found = db.session.execute(query)
    if "place" in rows.c and "institution_id" in dimensions:
        at, places = dimensions.index("institution_id"), reading.places()
        return Counter({(*row[:at], places[row[at]], *row[at + 1 : -1]): row[-1] for row in found})
    return Counter({tuple(row[:-1]): row[-1] for row in found})


def _hidden(name: str, value: object) -> object:
    """What stands instead of a fact of somebody who withdrew the consent. When and in which module may be counted."""
    return HIDDEN.get(name, value)


def _dimension(rows: Subquery, name: str, day: str) -> ColumnElement[Any]:
    if name == "institution_id" and "place" in rows.c:  # a number is looked up once for all rows that have it
        return rows.c.place
    return month_of(rows.c[day]) if name == "month" else rows.c[name]
