"""PostgreSQL, copied table by table as text in one snapshot, while others write.

``COPY`` needs no program beside the application, whose version would have to follow the server's. The tables are not
in the copy: the migrations make them again, up to the one the copy had reached, so that their shape has one source.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import flask_migrate
from psycopg import sql
from sqlalchemy import Connection, Engine, inspect, text

from lms.upkeep.errors import BackupDamaged
from lms.upkeep.manifest import DATABASE, Database, Manifest, Part, Table
from lms.upkeep.parts import PartWriter, chunks_of
from lms.upkeep.progress import Progress

BUFFER = 256 * 1024
"""COPY hands over single rows; so many bytes are collected before they are written."""

COLUMNS = text("""
    select column_name from information_schema.columns
    where table_schema = current_schema() and table_name = :name and is_generated = 'NEVER'
    order by ordinal_position
""")
FOREIGN_KEYS = text("""
    select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint
    where contype = 'f' and connamespace = current_schema()::regnamespace order by conname
""")
#: Indexes that belong to no constraint.
INDEXES = text("""
    select quote_ident(relname), pg_get_indexdef(pg_index.indexrelid) from pg_index
    join pg_class on pg_class.oid = pg_index.indexrelid
    where relnamespace = current_schema()::regnamespace
      and not exists (select 1 from pg_constraint where conindid = pg_index.indexrelid)
    order by relname
""")
SEQUENCES = text("""
    select table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name)
    from information_schema.columns
    where table_schema = current_schema() and pg_get_serial_sequence(quote_ident(table_name), column_name) is not null
""")


def is_empty(engine: Engine) -> bool:
    return not inspect(engine).get_table_names()


def may_make_tables(engine: Engine) -> bool:
    """Whether the role may: where the application has one of its own, only the owner of the tables does."""
    with engine.connect() as connection:
        return bool(connection.scalar(text("select has_schema_privilege(current_schema(), 'create')")))


def copy_out(engine: Engine, folder: Path, progress: Progress) -> tuple[Database, list[Part]]:
    """Copy the rows of all tables as they are at this moment."""
    snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**snapshot) as connection:
        names = sorted(inspect(connection).get_table_names())
        _lock(connection, names)
        progress.expect(connection.scalar(text("select pg_database_size(current_database())")) or 0)
        tables, parts = [], []
        for name in names:
            columns = list(connection.scalars(COLUMNS, {"name": name}))
            table, part = _copy_table(connection, name, columns, folder, progress)
            tables.append(table)
            parts.append(part)
        kind = connection.scalar(text("select kind from installation")) or ""
        head = connection.scalar(text("select version_num from alembic_version")) or ""
        connection.rollback()
    return Database("postgresql", kind, head, tables), parts


def _lock(connection: Connection, names: Sequence[str]) -> None:
    """Nobody may change the shape of a table meanwhile; reading and writing go on."""
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    _driver(connection).execute(sql.SQL("lock table {} in access share mode").format(listed))


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _part_of(name: str) -> str:
    return f"{DATABASE}/{name}.copy"


def _statement(words: str, name: str, columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(words).format(sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns)))


def _copy_table(
    connection: Connection, name: str, columns: list[str], folder: Path, progress: Progress
) -> tuple[Table, Part]:
    with (
        PartWriter(folder, _part_of(name), progress) as writer,
        _driver(connection).cursor() as cursor,
        cursor.copy(_statement("copy {} ({}) to stdout", name, columns)) as copied,
    ):
        rows, buffer = 0, bytearray()
        for row in copied:
            rows += 1
            buffer += row
            if len(buffer) >= BUFFER:
                writer.write(buffer)
                buffer.clear()
        writer.write(buffer)
        return Table(name, rows, columns), writer.finish()


def problems_of(folder: Path, manifest: Manifest) -> list[str]:
    """Whether there is a part with so many rows for each table: each is one line, whatever text it holds."""
    problems = []
    for table in manifest.database.tables:
        path = folder / _part_of(table.name)
        if not path.is_file():
            problems.append(f"The rows of {table.name} are missing.")
        elif sum(chunk.count(b"\n") for chunk in chunks_of(path)) != table.rows:
            problems.append(f"{table.name} holds another number of rows than the manifest says.")
    return problems


def copy_in(engine: Engine, folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Build the tables as they were and fill them, all or nothing. Raises BackupDamaged."""
    flask_migrate.upgrade(revision=manifest.database.head)
    with engine.begin() as connection:
        built = set(inspect(connection).get_table_names())
        if built != set(manifest.rows):
            raise BackupDamaged(
                [f"The migrations build other tables: {', '.join(sorted(built ^ set(manifest.rows)))}."]
            )
        _empty_tables(connection, manifest)
        keys, indexes = _loosen(connection)
        for table in manifest.database.tables:
            _fill_table(connection, table, folder, progress)
        _tighten(connection, keys, indexes)
        _move_sequences(connection)
        problems = _wrong_counts(connection, manifest)
        if problems:
            raise BackupDamaged(problems)


def _empty_tables(connection: Connection, manifest: Manifest) -> None:
    """Migrations write a few rows of their own; those of the copy take their place."""
    listed = sql.SQL(", ").join(sql.Identifier(name) for name in manifest.rows)
    _driver(connection).execute(sql.SQL("truncate {}").format(listed))


def _loosen(connection: Connection) -> tuple[list[Any], list[Any]]:
    """Put aside what checks every single row: tables refer to each other in circles, and a whole is checked faster."""
    keys, indexes = list(connection.execute(FOREIGN_KEYS)), list(connection.execute(INDEXES))
    for table, name, _definition in keys:
        connection.exec_driver_sql(f"alter table {table} drop constraint {name}")
    for name, _definition in indexes:
        connection.exec_driver_sql(f"drop index {name}")
    return keys, indexes


def _tighten(connection: Connection, keys: list[Any], indexes: list[Any]) -> None:
    for _name, definition in indexes:
        connection.exec_driver_sql(definition.replace("%", "%%"))
    for table, name, definition in keys:
        connection.exec_driver_sql(f"alter table {table} add constraint {name} {definition}".replace("%", "%%"))


def _fill_table(connection: Connection, table: Table, folder: Path, progress: Progress) -> None:
    statement = _statement("copy {} ({}) from stdin", table.name, table.columns)
    with _driver(connection).cursor() as cursor, cursor.copy(statement) as copied:
        for chunk in chunks_of(folder / _part_of(table.name)):
            copied.write(chunk)
            progress.advance(len(chunk))


def _move_sequences(connection: Connection) -> None:
    """Numbers that the database counts itself go on after the highest one."""
    for table, column, sequence in connection.execute(SEQUENCES).all():
        highest = sql.SQL("select setval({}, max({})) from {} having max({}) is not null").format(
            sql.Literal(sequence), sql.Identifier(column), sql.Identifier(table), sql.Identifier(column)
        )
        _driver(connection).execute(highest)


def _wrong_counts(connection: Connection, manifest: Manifest) -> list[str]:
    wrong = []
    for name, rows in manifest.rows.items():
        counted = _driver(connection).execute(sql.SQL("select count(*) from {}").format(sql.Identifier(name)))
        found = counted.fetchone()[0]
        if found != rows:
            wrong.append(f"{name} holds {found:,} rows after restoring instead of {rows:,}.")
    return wrong
