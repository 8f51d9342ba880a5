"""Short ways for the questions that every page of a learner asks, and for changing many rows at once.

A question that never changes is compiled once and then handed to the driver: SQLAlchemy's own way from a statement to
objects costs a page several times what the database does.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect, Select, inspect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapper, class_mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from lms.core.extensions import db

Convert = Callable[[Any], Any]


class Question:
    """A select of columns that is asked again and again with other values; with ``models``, of all their columns."""

    def __init__(self, statement: Select[*tuple[Any, ...]], *models: type[Any]) -> None:
        self.models = models
        self.statement = (
            statement.with_only_columns(*chain.from_iterable(map(columns_of, models))) if models else statement
        )

    def rows(self, values: Mapping[str, Any]) -> list[list[Any]]:
        """Within the transaction of the session; what waits to be written is written first."""
        db.session.flush()
        return ask_driver(db.session.connection(), prepared(self, db.engine.dialect), values)

    def objects(self, values: Mapping[str, Any]) -> list[list[Any]]:
        """Rows of objects in the order of ``models``, looked after by the session; None where a join found nothing."""
        kinds = kinds_of(self)
        return [[kind.object_of(row) for kind in kinds] for row in self.rows(values)]


@dataclass(frozen=True)
class Prepared:
    """A statement as one driver takes it: what it is called with, and what makes Python's values of the answer."""

    sql: str
    fixed: Mapping[str, Any]
    order: Sequence[str] | None
    given: Mapping[str, Convert]
    taken: Sequence[tuple[int, Convert]]

    def arguments(self, values: Mapping[str, Any]) -> Any:
        """By name or by place, as the driver wants them."""
        named = {**self.fixed, **values}
        for name, convert in self.given.items():
            named[name] = convert(named[name])
        return named if self.order is None else [named[name] for name in self.order]


@lru_cache
def prepared(question: Question, dialect: Dialect) -> Prepared:
    compiled = question.statement.compile(dialect=dialect)
    given = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()}
    taken = [
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in question.statement.selected_columns
    ]
    return Prepared(
        sql=str(compiled),
        fixed={name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        order=compiled.positiontup if compiled.positional else None,
        given={name: convert for name, convert in given.items() if convert is not None},
        taken=[(place, convert) for place, convert in enumerate(taken) if convert is not None],
    )


def ask_driver(connection: Connection, question: Prepared, values: Mapping[str, Any]) -> list[list[Any]]:
    """Raises ``DBAPIError`` as SQLAlchemy would, which tells a busy database from a broken one."""
    dialect = connection.dialect
    cursor = connection.connection.cursor()
    try:
        cursor.execute(question.sql, question.arguments(values))
        rows = [list(row) for row in cursor.fetchall()]
    except dialect.loaded_dbapi.Error as error:
        raise DBAPIError.instance(
            question.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect
        ) from error
    finally:
        cursor.close()
    for row in rows:
        for place, convert in question.taken:
            row[place] = convert(row[place])
    return rows


@dataclass(frozen=True)
class Kind:
    """Objects of one model, made of the columns from ``start`` on."""

    mapper: Mapper[Any]
    start: int
    names: Sequence[str]
    key_places: Sequence[int]

    def object_of(self, row: Sequence[Any]) -> Any | None:
        """The one the session knows already, else a new one that it looks after from now on."""
        key = tuple(row[place] for place in self.key_places)
        if None in key:
            return None
        found = dict(zip(self.names, row[self.start : self.start + len(self.names)], strict=True))
        known = db.session.identity_map.get(self.mapper.identity_key_from_primary_key(key))
        return self.made_of(found) if known is None else brought_up_to_date(known, found)

    def made_of(self, found: Mapping[str, Any]) -> Any:
        made = self.mapper.class_manager.new_instance()
        made.__dict__.update(found)
        make_transient_to_detached(made)
        db.session.add(made)
        return made


def brought_up_to_date(known: Any, found: Mapping[str, Any]) -> Any:
    """As the session does: what it had forgotten (after a commit) is taken from the row, what was changed stays."""
    for name in inspect(known).expired_attributes & found.keys():
        set_committed_value(known, name, found[name])
    return known


@lru_cache
def kinds_of(question: Question) -> Sequence[Kind]:
    kinds, start = [], 0
    for model in question.models:
        mapper, names = class_mapper(model), [column.key for column in columns_of(model)]
        keys = [start + names.index(mapper.get_property_by_column(column).key) for column in mapper.primary_key]
        kinds.append(Kind(mapper, start, names, keys))
        start += len(names)
    return kinds


def columns_of(model: type[Any]) -> list[Any]:
    """In one order, for asking and for reading the answer; without those that are asked for only when needed."""
    return [getattr(model, one.key) for one in class_mapper(model).column_attrs if not one.deferred]


def changed(statement: Any) -> int:
    """Carry out an insert, update or delete of many rows; how many they were. Loaded rows are not told.

    Of an insert PostgreSQL's driver would forget it.
    """
    found = db.session.execute(statement.execution_options(synchronize_session=False, preserve_rowcount=True))
    return int(found.rowcount)  # type: ignore[attr-defined]
