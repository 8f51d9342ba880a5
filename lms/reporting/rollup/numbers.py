"""Numbers for combinations: one row each, however often it occurs."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.dialects import postgresql, sqlite

from lms.core.extensions import db

#: Combinations that are looked up in one statement: each is several parameters.
PORTION = 500

Combination = tuple[Any, ...]


class Numbers:
    """The numbers of the combinations of a table, given and looked up once each. Numbers are never taken away."""

    def __init__(self, table: Any, columns: Sequence[str]) -> None:
        self._table, self._names = table.__table__, tuple(columns)
        self._known: dict[Combination, int] = {}

    def of(self, wanted: Collection[Combination]) -> Mapping[Combination, int]:
        """Numbers of these at least. Whoever gives a number at the same time gives the same."""
        new = sorted(set(wanted) - self._known.keys(), key=repr)
        for start in range(0, len(new), PORTION):
            self._number(new[start : start + PORTION])
        return self._known

    def _number(self, new: Sequence[Combination]) -> None:
        made = _INSERTS[db.session.get_bind().dialect.name](self._table).on_conflict_do_nothing()
        db.session.execute(made, [dict(zip(self._names, one, strict=True)) for one in new])
        columns = [self._table.c[name] for name in self._names]
        query = select(*columns, self._table.c.number).where(tuple_(*columns).in_(new))
        self._known |= {tuple(row[:-1]): row[-1] for row in db.session.execute(query)}


_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
