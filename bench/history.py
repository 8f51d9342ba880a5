"""A million enrolments of two hundred thousand people, made in minutes: a population, its copies, and more years of it.

People study again: each of the copies of enrolments belongs to the same person, some months earlier, and is completed,
because a person has one open enrolment in a module at most.
"""

import sqlalchemy as sa

from bench.multiply import multiply, unchecked
from lms.core.extensions import db

LEARNERS, COPIES = 20_000, 9
ENROLMENTS = 1_000_000
#: Of the ids in each round: none that an id has otherwise.
VERSIONS = "_abcdf"
#: Days between one round of the same people and the next.
BETWEEN = 150


def make_history(wanted=ENROLMENTS):
    """So many enrolments at least; how many there are. The population of ``LEARNERS`` is there already."""
    multiply(COPIES)
    db.session.remove()
    db.engine.dispose()
    with db.engine.connect() as connection, unchecked(connection):
        columns = [column["name"] for column in sa.inspect(connection).get_columns("enrolments")]
        connection.execute(sa.text("create temporary table first_round as select * from enrolments"))
        first = count(connection, "first_round where state = 'completed'")
        rounds = -(-(wanted - count(connection, "enrolments")) // first)
        for number in range(1, rounds + 1):
            taken = ", ".join(expression(connection, column, number) for column in columns)
            rows = f"select {taken} from first_round where state = 'completed'"
            connection.execute(sa.text(f"insert into enrolments ({', '.join(columns)}) {rows}"))
            connection.commit()
        connection.execute(sa.text("drop table first_round"))
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("analyze")
        found = count(connection, "enrolments")
        connection.commit()
        return found


def count(connection, what):
    return connection.scalar(sa.text(f"select count(*) from {what}"))


def expression(connection, column, number):
    """An id of its own, the same person and facts, so many days before."""
    is_postgres = connection.dialect.name == "postgresql"
    if column == "id":
        plain = "replace(id::text, '-', '')" if is_postgres else "id"
        made = f"substr({plain}, 1, 12) || '{VERSIONS[number]}' || substr({plain}, 14)"
        return f"({made})::uuid" if is_postgres else made
    days = number * BETWEEN
    if column in {"started_on", "completed_on"}:
        return f"{column} - {days}" if is_postgres else f"date({column}, '-{days} days')"
    if column in {"started_at", "completed_at"}:
        moved = f"strftime('%Y-%m-%d %H:%M:%f', {column}, '-{days} days') || '000'"
        return f"{column} - interval '{days} days'" if is_postgres else moved
    return column
