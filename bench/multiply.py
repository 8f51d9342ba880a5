"""A large history in little time: a synthetic population, and copies of it with ids of their own, made by plain SQL.

The same copies for the same population. The marks of single questions are not copied: an old history has none.
"""

from contextlib import contextmanager

import sqlalchemy as sa

from lms.core.extensions import db
from lms.reporting.seed.writing import TABLES

NOT_COPIED = {"marks"}
#: The first four hexadecimal digits of an id are its time. These stand for years in which nobody studied here, so that
#: no id is there already and each copy is one stretch of every index.
FIRST_PREFIX = 0x1000


def multiply(copies):
    """So many copies of everybody there is; how many enrolments there are then. Inside an application context."""
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection, unchecked(connection):
        highest = connection.scalar(sa.text("select coalesce(max(serial), 0) from certificates"))
        for name, table in TABLES.items():
            if name not in NOT_COPIED:
                copy(connection, name, table, copies, highest)
                connection.commit()
        if connection.dialect.name == "postgresql":  # it does so by itself in time; SQLite never does
            connection.exec_driver_sql("analyze")
        found = connection.scalar(sa.text("select count(*) from enrolments"))
        connection.commit()
        return found


@contextmanager
def unchecked(connection):
    """Rows of a sound population are copied: each single one need not be checked again, nor saved from a power cut."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("set session_replication_role = replica")
        yield
        connection.exec_driver_sql("set session_replication_role = default")
        return
    driver = connection.connection.driver_connection
    for setting in ("foreign_keys=off", "journal_mode=off", "synchronous=off", "cache_size=-1000000"):
        driver.execute(f"pragma {setting}")
    yield
    driver.execute("pragma journal_mode=wal")
    connection.invalidate()


def copy(connection, name, table, copies, highest):
    rows = sa.table(f"copied_{name}")
    originals = ", ".join(column.name for column in table.columns)
    connection.execute(sa.text(f"create temporary table {rows.name} as select {originals} from {table.name}"))
    for number in range(1, copies + 1):
        columns = ", ".join(expression(connection, name, column, number, highest) for column in table.columns)
        connection.execute(sa.text(f"insert into {table.name} ({originals}) select {columns} from {rows.name}"))
    connection.execute(sa.text(f"drop table {rows.name}"))


def expression(connection, name, column, number, highest):
    if is_own(column):
        return renewed(connection, column.name, number)
    if (name, column.name) == ("certificates", "serial"):
        return f"serial + {number * highest}"
    if (name, column.name) == ("certificates", "code"):
        return f"'{number:05}' || substr(code, 6)"
    return f'"{column.name}"'


def is_own(column):
    """Whether it holds an id that is another one in each copy: the row's own, or that of a row that is copied too."""
    copied = {table for name, table in TABLES.items() if name not in NOT_COPIED}
    if not isinstance(column.type, sa.Uuid):
        return False
    return (column.primary_key and not column.foreign_keys) or any(
        key.column.table in copied for key in column.foreign_keys
    )


def renewed(connection, column, number):
    """With another beginning, and a version that no id here has: some are made of names and begin with anything."""
    prefix, version = f"{FIRST_PREFIX + number:04x}", "e"
    plain = f"replace({column}::text, '-', '')" if connection.dialect.name == "postgresql" else column
    made = f"'{prefix}' || substr({plain}, 5, 8) || '{version}' || substr({plain}, 14)"
    return f"({made})::uuid" if connection.dialect.name == "postgresql" else made
