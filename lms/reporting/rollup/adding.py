"""Enrolments, completions and certificates added up from short rows, in the shape of the facts."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Integer, Subquery, case, cast, func, select

from lms.core.extensions import db
from lms.reporting.choices import Choice
from lms.reporting.rollup.models import (
    NO_TEXT,
    CountedDay,
    CountedFacts,
    CountedModule,
    CountedPlace,
    CountedStart,
    CountedWay,
)

#: By what starts are counted beside the facts: the column of the key that tells it.
BY_DAY = {"in_time": "done", "is_completed": "done", "cohort": "cohort", "month": "month"}
#: The key of a start after its facts.
KEY = ("cohort", "done", "month")


def begun(choice: Choice, names: Collection[str]) -> Subquery:
    """How many enrolments were started in the period, by facts and by what of ``BY_DAY`` is among the names."""
    row = CountedStart
    alike = (row.facts, *(getattr(row, name) for name in _of_key({BY_DAY[name] for name in names if name in BY_DAY})))
    counted = _counted(row, row.started_on, "started_on", alike, choice, names)
    more: list[ColumnElement[Any]] = [counted.c.cohort] if "cohort" in counted.c else []
    if "done" in counted.c:
        more.append(case((counted.c.done == 2, 1), else_=0).label("in_time"))  # noqa: PLR2004
        more.append(case((counted.c.done > 0, 1), else_=0).label("is_completed"))
    return _told(counted, "started_on", choice, names, more)


def _of_key(wanted: Collection[str]) -> Sequence[str]:
    """The columns to group by. SQLite groups without sorting by whatever the key begins with, so what stands before
    a wanted column comes along; PostgreSQL hashes, and every column more is groups more.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        return [name for name in KEY if name in wanted]
    return KEY[: max((KEY.index(name) + 1 for name in wanted), default=0)]


def on_their_way(choice: Choice, names: Collection[str]) -> Subquery:
    """Enrolments begun in the period that are not completed, by facts and by how far they have come, as ``begun``."""
    row = CountedWay
    alike = (row.facts, row.edition_id, row.done, row.has_tried)
    counted = _counted(row, row.started_on, "started_on", alike, choice, names)
    more = [counted.c[name] for name in ("edition_id", "done", "has_tried")]
    return _told(counted, "started_on", choice, names, more)


def happened(what: int, day: str, choice: Choice, names: Collection[str]) -> Subquery:
    """How many completions or first certificates (``what``) the period holds, by facts, as ``begun``.

    ``day``: what theirs is called.
    """
    row = CountedDay
    alike = (row.facts, row.month) if "month" in names else (row.facts,)
    counted = _counted(row, row.day, day, alike, choice, names, row.what == what)
    return _told(counted, day, choice, names, ())


def by_place(choice: Choice, names: Collection[str] | None) -> bool:
    """Whether the institution is asked for, or chooses rows. ``names``: by what is counted; None: by anything."""
    return names is None or "institution_id" in names or choice.institution is not None or choice.is_nowhere


def _counted(
    row: Any,
    day: Any,
    called: str,
    alike: Sequence[Any],
    choice: Choice,
    names: Collection[str],
    *conditions: ColumnElement[bool],
) -> Subquery:
    """Equal rows as one, with their ``number``. Its day is any of the month's, where months are told apart."""
    places = [row.institution] if by_place(choice, names) else []
    query = select(*alike, *places, func.min(day).label(called), cast(func.count(), Integer).label("number"))
    during = day.between(choice.period.start, choice.period.end)
    return query.where(*conditions, during).group_by(*alike, *places).subquery("alike")


def _told(
    counted: Subquery, day: str, choice: Choice, names: Collection[str], more: Sequence[ColumnElement[Any]]
) -> Subquery:
    facts = CountedFacts
    columns = [
        CountedModule.module_id,
        facts.sex,
        facts.age_band,
        facts.region,
        func.nullif(facts.profession, NO_TEXT).label("profession"),
        func.nullif(facts.institution_type, NO_TEXT).label("institution_type"),
        facts.workplace_confirmed,
        facts.language,
        counted.c[day],
        counted.c.number,
        *more,
    ]
    source = counted.join(facts.__table__, facts.number == counted.c.facts)
    source = source.join(CountedModule.__table__, CountedModule.number == facts.module)
    if by_place(choice, names):
        columns.append(CountedPlace.institution_id)
        source = source.outerjoin(CountedPlace.__table__, CountedPlace.number == counted.c.institution)
    query = select(*columns).select_from(source)
    if choice.modules is not None:
        query = query.where(CountedModule.module_id.in_(choice.modules))
    return query.subquery("added_up")
