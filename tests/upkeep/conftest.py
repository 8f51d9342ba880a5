"""Installations with something to lose, backups of them, and empty ones to restore into."""

import shutil

import pytest
import sqlalchemy as sa

from lms.app import create_app
from lms.core import audit, clock, files
from lms.core.extensions import db
from tests.support import databases
from tests.support.factories import make_account, make_certificate

#: What a copy as text must bring back as it was.
AWKWARD = "Өмүр\tкитеп\nnext line \\N \\. 100 %s {} \"quoted\" 'so' \u2028"


def populate():
    """People, a certificate with its paper, a picture, and texts that are hard to copy. Inside an application."""
    certificate = make_certificate(make_account(name="Өмүров Үсөн"))
    certificate.file_key = files.put("certificates", b"%PDF-1.7 paper", ".pdf")
    files.put("media", bytes(range(256)) * 5000)
    files.put("media", b"")
    audit.record(None, "people.person.merged", at=clock.now(), reason=AWKWARD, words=[AWKWARD, None, {"ү": 1.5}])
    db.session.commit()
    db.session.remove()


def run(app, *words):
    """A command of the platform: exit status and what it said."""
    with app.app_context():
        done = app.test_cli_runner().invoke(args=list(words))
        db.session.remove()
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def rows_of(app):
    """Every row of every table, by table."""
    with app.app_context(), db.engine.connect() as connection:
        tables = sa.MetaData()
        tables.reflect(connection)
        return {
            name: sorted(map(repr, connection.execute(sa.select(table)).all())) for name, table in tables.tables.items()
        }


def files_of(app):
    """Every file of the store, by key."""
    with app.app_context():
        return {key: files.get(key) for key, _size in files.listed()}


@pytest.fixture(scope="package")
def living(database_kind, tmp_path_factory):
    """An installation with people in it. Tests only read it; who writes makes one of the own."""
    with databases.application(database_kind, tmp_path_factory.mktemp("living")) as app:
        with app.app_context():
            populate()
        yield app


@pytest.fixture(scope="package")
def made(living, tmp_path_factory):
    """A backup of it, with the rows it held when the backup was made."""
    rows = rows_of(living)
    folder = tmp_path_factory.mktemp("backups") / "one"
    assert run(living, "backup", "create", "--output", str(folder))[0] == 0
    return folder, rows


@pytest.fixture
def copy(made, tmp_path):
    """The same backup, to be spoilt."""
    return shutil.copytree(made[0], tmp_path / "copy")


@pytest.fixture
def empty(database_kind, tmp_path):
    """Makes installations that hold nothing yet: ``empty()`` or with settings of the environment."""
    made = []

    def installation(other_kind=None, **environ):
        folder = tmp_path / f"empty-{len(made)}"
        made.append(create_app(databases.config(other_kind or database_kind, folder, **environ)))
        return made[-1]

    yield installation
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
