"""A million enrolments of two hundred thousand people, made in minutes: a population, its copies, and more years of it.

People study again: each of the copies of enrolments belongs to the same person, some months earlier, and is completed,
because a person has one open enrolment in a module at most. What was done in it, its attempts and its certificate are
copied with it.
"""

import sqlalchemy as sa

from bench.multiply import multiply, unchecked
from lms.core.extensions import db
from lms.core.models import UtcDateTime
from lms.reporting.seed.writing import TABLES

LEARNERS, COPIES = 20_000, 9
ENROLMENTS = 1_000_000
#: What belongs to an enrolment, by the column that names it.
OF_ENROLMENTS = {
    "enrolments": "id",
    "steps": "enrolment_id",
    "attempts": "enrolment_id",
    "certificates": "enrolment_id",
}
#: Of the ids in each round: none that an id has otherwise. Their beginning tells the copies apart.
VERSIONS = "_abcdf"
#: Days between one round of the same people and the next.
BETWEEN = 150


def make_history(wanted=ENROLMENTS):
    """So many enrolments; how many there are. The population of ``LEARNERS`` is there already."""
    multiply(COPIES)
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection, unchecked(connection):
        done = "select id from enrolments where state = 'completed'"
        connection.execute(sa.text(f"create temporary table first_round as {done}"))
        highest = connection.scalar(sa.text("select max(serial) from certificates"))
        rounds, rest = divmod(wanted - count(connection, "enrolments"), count(connection, "first_round"))
        # Their ids begin with the time and the copy: spread by the end, the last round is of everybody as well.
        some = f"select id from first_round order by {backwards(connection)} limit {rest}"
        connection.execute(sa.text(f"create temporary table last_round as {some}"))
        for name, of_enrolment in OF_ENROLMENTS.items():
            copy_rounds(connection, TABLES[name], of_enrolment, rounds, highest)
        for whose in ("first_round", "last_round"):
            connection.execute(sa.text(f"drop table {whose}"))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("analyze")
        found = count(connection, "enrolments")
        connection.commit()
        return found


def count(connection, what):
    return connection.scalar(sa.text(f"select count(*) from {what}"))


def backwards(connection):
    """An order of ids that has nothing to do with when they were made."""
    return "reverse(id::text)" if connection.dialect.name == "postgresql" else "substr(id, 20), id"


def copy_rounds(connection, table, of_enrolment, rounds, highest):
    """The rows of the first round once more for each of the others, and a part of them for the last."""
    rows, columns = f"first_{table.name}", ", ".join(column.name for column in table.columns)
    chosen = f"select * from {table.name} where {of_enrolment} in (select id from first_round)"
    connection.execute(sa.text(f"create temporary table {rows} as {chosen}"))
    for number in range(1, rounds + 2):
        taken = ", ".join(expression(connection, table, column, number, highest) for column in table.columns)
        whose = "first_round" if number <= rounds else "last_round"
        of_round = f"{of_enrolment} in (select id from {whose})"
        connection.execute(sa.text(f"insert into {table.name} ({columns}) select {taken} from {rows} where {of_round}"))
        connection.commit()
    connection.execute(sa.text(f"drop table {rows}"))


def expression(connection, table, column, number, highest):
    """An id of its own, the same person and facts, so many days before."""
    days, is_postgres = number * BETWEEN, connection.dialect.name == "postgresql"
    if is_renewed(column):
        plain = f"replace({column.name}::text, '-', '')" if is_postgres else column.name
        made = f"substr({plain}, 1, 12) || '{VERSIONS[number]}' || substr({plain}, 14)"
        return f"({made})::uuid" if is_postgres else made
    if (table.name, column.name) == ("certificates", "serial"):
        return f"serial + {number * highest}"
    if (table.name, column.name) == ("certificates", "code"):
        return f"substr(code, 1, 5) || '{number:05}' || substr(code, 11)"  # the first five tell the copies apart
    if isinstance(column.type, sa.Date):
        return f"{column.name} - {days}" if is_postgres else f"date({column.name}, '-{days} days')"
    if isinstance(column.type, UtcDateTime):
        moved = f"strftime('%Y-%m-%d %H:%M:%f', {column.name}, '-{days} days') || '000'"
        return f"{column.name} - interval '{days} days'" if is_postgres else moved
    return f'"{column.name}"'


def is_renewed(column):
    """Whether it holds the id of a row that is copied."""
    if not isinstance(column.type, sa.Uuid):
        return False
    return (column.primary_key and not column.foreign_keys) or any(
        key.column.table.name in OF_ENROLMENTS for key in column.foreign_keys
    )
