"""How the two databases are opened: durable, and honest about who may write.

SQLite comes with the project (``pysqlite3``), because the write-ahead log of 3.7.0 to 3.51.2 could lose pages
when two connections reset it at once (sqlite.org/changes: fixed in 3.51.3, backports 3.50.7 and 3.44.6). On an older
library we keep the rollback journal. ``synchronous=FULL``: an acknowledged answer survives a power cut.
"""

from contextvars import ContextVar
from threading import Lock
from typing import Any

import pysqlite3
from flask import has_request_context
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import make_url

#: True while a request only reads; such transactions must not take SQLite's one write lock.
reading_only: ContextVar[bool] = ContextVar("reading_only", default=False)

BUSY_SECONDS = 15
#: No page is worth a longer question; whoever asked is told to come back.
LONGEST_STATEMENT_SECONDS = 15
_BACKPORTS = {(3, 50): 7, (3, 44): 6}


def has_wal_fix(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite is free of the WAL-reset race."""
    if version >= (3, 51, 3):
        return True
    fixed_in = _BACKPORTS.get(version[:2])
    return fixed_in is not None and version[2] >= fixed_in


def engine_options(url: str) -> dict[str, Any]:
    """What ``create_engine`` needs for this address."""
    # A complaint of the database must not carry what somebody has typed into a log.
    quiet = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        return {
            **quiet,
            "module": pysqlite3,
            "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False},
            # One for each thread of the server: who only reads must not stand behind writers that wait for the lock.
            "pool_size": 20,
            "max_overflow": 44,
            "pool_timeout": BUSY_SECONDS,
        }
    # PostgreSQL allows a hundred connections by default, and there are several processes.
    return {**quiet, "pool_size": 10, "max_overflow": 15, "pool_timeout": BUSY_SECONDS, "pool_pre_ping": True}


def prepare(engine: Engine) -> None:
    """Attach the listeners that make each connection durable and each transaction explicit."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _set_up_postgresql)
        return
    event.listen(engine, "connect", _set_up_sqlite)
    _queue_writers(engine)


def _set_up_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    journal = "wal" if has_wal_fix(pysqlite3.sqlite_version_info) else "delete"
    for setting in (f"journal_mode={journal}", "synchronous=full", "foreign_keys=on", "cache_size=-16000"):
        connection.execute(f"pragma {setting}")


def _queue_writers(engine: Engine) -> None:
    """A writer takes SQLite's one lock at once: reading first and upgrading later fails under load.

    Writers of one process wait for each other here and are woken at once. SQLite itself lets them ask again and again
    with growing pauses; sixty people who hand in together would wait for seconds.
    """
    turn = Lock()

    def begin(connection: Connection) -> None:
        if reading_only.get():
            connection.connection.cursor().execute("BEGIN")  # by the shortest way: every page of a reader begins here
            return
        if not connection.info.get("has_turn"):
            connection.info["has_turn"] = turn.acquire(timeout=BUSY_SECONDS)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    def end_turn(connection: Any, record: Any, *details: object) -> None:
        if record.info.pop("has_turn", False):
            turn.release()

    event.listen(engine, "begin", begin)
    event.listen(engine, "checkin", end_turn)
    event.listen(engine, "invalidate", end_turn)


def _set_up_postgresql(connection: Any, record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"set lock_timeout = '{BUSY_SECONDS}s'")
        cursor.execute("set timezone = 'UTC'")
        # Tables of a long history sort and group tens of thousands of rows, which four megabytes do not hold; and to
        # translate a statement into machine code costs each of them more than it saves.
        cursor.execute("set work_mem = '32MB'; set jit = off")
        if has_request_context():  # a server opens its connections when it is asked; jobs and commands may take longer
            cursor.execute(f"set statement_timeout = '{LONGEST_STATEMENT_SECONDS}s'")
    connection.commit()


def take_turn(connection: Connection, work: int) -> None:
    """Wait until nobody else does this work (a number of its own), and do it alone until the transaction ends.

    SQLite needs no such thing: whoever may write holds its one lock from the start.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({work:d})")
