"""Databases for tests: built by the migrations, filled with the site data once, every test undone.

PostgreSQL comes with a store that speaks S3, as an installation of several machines has it; SQLite with local files.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import flask_migrate
from sqlalchemy import Connection, event, make_url

from config import TestConfig
from lms.app import create_app
from lms.core import rows
from lms.core.extensions import db
from tests.support.stores import s3_address


def config(kind, folder, template="template1", **environ):
    """Configuration of an application with its own folder and its own new database; PostgreSQL copies the template."""
    settings = {"SABAK_DATA": str(folder), "SABAK_DEMO": "1", "SITE_URL": "http://localhost", **environ}
    if kind == "postgresql":
        from tests.support.postgres import running_server  # noqa: PLC0415  (starts a server)

        name = f"sabak_{os.getpid()}_{abs(hash(str(folder))) % 10**8}"
        settings["DATABASE_URL"] = running_server().create_database(name, template)
        settings.setdefault("STORAGE_URL", f"{s3_address()}/{name}")
    return TestConfig(settings)


@contextmanager
def application(kind, folder, *, as_production=False, **environ) -> Iterator:
    """An application on a migrated database that holds regions, kinds of institution and professions."""
    settings = copied(kind, folder, **environ)
    settings.PRODUCTION = as_production
    app = create_app(settings)
    try:
        yield app
    finally:
        end(app)


def copied(kind, folder, **environ):
    """Configuration on a copy of the one database that was migrated: to migrate each anew takes seconds."""
    original = make_url(migrated(kind, environ.get("SABAK_DEMO", "1"))).database
    if kind == "postgresql":
        return config(kind, folder, template=original, **environ)
    Path(folder).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(original, Path(folder) / "sabak.db")
    return config(kind, folder, **environ)


@cache
def migrated(kind, demo):
    """The address of a database to which nobody is connected; it remembers whether it is a demonstration's."""
    folder = tempfile.mkdtemp(prefix="sabak-migrated-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = create_app(config(kind, folder, SABAK_DEMO=demo))
    with app.app_context():
        flask_migrate.upgrade()
        from lms.authoring.site_data import load_reference_data  # noqa: PLC0415  (needs the app)

        load_reference_data()
        db.session.commit()
    end(app)
    return app.config["SQLALCHEMY_DATABASE_URI"]


def end(app):
    """Leave no connection open."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def undone(app) -> Iterator[None]:
    """One connection, one outer transaction: commits become savepoints, and all is rolled back at the end.

    Within another such block only what this one has written is rolled back.
    """
    with app.app_context():
        engines = db._app_engines[app]
        before = engines[None]
    is_within = isinstance(before, Connection)
    connection = before if is_within else before.connect()
    transaction = connection.begin_nested() if is_within else connection.begin()
    engines[None] = connection
    sessionmaker = db.session.session_factory
    mode = sessionmaker.kw.get("join_transaction_mode", "conditional_savepoint")
    sessionmaker.configure(join_transaction_mode="create_savepoint")
    try:
        yield
    finally:
        with app.app_context():
            db.session.remove()
        sessionmaker.configure(join_transaction_mode=mode)
        engines[None] = before
        transaction.rollback()
        if not is_within:
            connection.close()


@contextmanager
def count_queries(app) -> Iterator[list[str]]:
    """The SQL statements sent while this block runs."""
    with noted_queries(app) as noted:
        statements: list[str] = []
        yield statements
        statements.extend(statement for statement, _values in noted)


@contextmanager
def few_queries(app) -> Iterator[None]:
    """What a page of a learner may ask: six statements, and none that goes through the rows of everybody else."""
    with noted_queries(app) as noted:
        yield
    assert len(noted) <= 6, [statement for statement, _values in noted]
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):  # PostgreSQL knows how many rows there are
        for statement, values in noted:
            steps = plan_of(app, statement, values)
            assert not [step for step in steps if goes_through_everybody(step)], (statement, steps)


def plan_of(app, statement, values):
    """How SQLite, which has no statistics here as in a real installation, looks for the rows."""
    with app.app_context():
        asked = db.session.connection().exec_driver_sql(f"explain query plan {statement}", tuple(values))
        return [row.detail for row in asked]


def goes_through_everybody(step):
    of_everybody = ("enrolments", "persons", "accounts", "sign_ins", "attempts", "responses", "steps", "certificates")
    return "ix_enrolments_module_id" in step or (step.startswith("SCAN") and step.split()[1] in of_everybody)


@contextmanager
def noted_queries(app) -> Iterator[list[tuple]]:
    """The SQL statements sent while this block runs, each with its values."""
    noted: list[tuple] = []

    def note(connection, cursor, statement, parameters, context, executemany):
        if not statement.upper().startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
            noted.append((statement, parameters))

    def note_question(connection, question, values):
        noted.append((question.sql, question.arguments(values)))
        return ask_driver(connection, question, values)

    with app.app_context():
        target = db._app_engines[app][None]
    event.listen(target, "before_cursor_execute", note)
    ask_driver, rows.ask_driver = rows.ask_driver, note_question
    try:
        yield noted
    finally:
        rows.ask_driver = ask_driver
        event.remove(target, "before_cursor_execute", note)
