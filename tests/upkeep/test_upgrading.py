"""A database is brought up to date with a way back, and never one that a later version has written."""

import sys

import click
import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from lms import serving
from lms.core.extensions import db
from lms.upkeep.manifest import read_manifest
from lms.upkeep.services import upgrading
from tests.support import databases
from tests.upkeep.conftest import rows_of, run


@pytest.fixture
def here(database_kind, tmp_path):
    with databases.application(database_kind, tmp_path / "here") as app:
        yield app


def backups(app):
    return sorted(path for path in (app.config["DATA"] / "backups").glob("*"))


def one_back(app):
    """As the last version has left it; the migration it had reached."""
    with app.app_context():
        flask_migrate.downgrade(revision="-1")
        db.session.remove()
        return ScriptDirectory("migrations").get_revision("head").down_revision


def at_revision(app):
    with app.app_context():
        return upgrading.revision_of_database()


def write_revision(app, revision):
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = :revision"), {"revision": revision})


def test_a_backup_is_made_before_the_first_migration(here):
    before = one_back(here)
    rows = rows_of(here)

    status, said = run(here, "db", "upgrade")

    assert status == 0, said
    assert at_revision(here) == upgrading.newest_revision()
    (folder,) = backups(here)
    assert f"Made a backup in {folder} before the upgrade." in said
    manifest = read_manifest(folder)
    assert manifest.database.head == before
    assert manifest.rows == {name: len(found) for name, found in rows.items()}
    assert len(rows_of(here)["backups"]) == 1


def test_it_brings_the_old_state_back(here, empty):
    one_back(here)
    rows = rows_of(here)
    run(here, "db", "upgrade")
    there = empty()

    status, said = run(there, "backup", "restore", str(backups(here)[0]))

    assert status == 0, said
    assert "Now run: flask --app wsgi db upgrade" in said
    assert rows_of(there) == rows
    assert run(there, "db", "upgrade")[0] == 0
    assert at_revision(there) == upgrading.newest_revision()


def test_none_is_made_where_nothing_is_to_be_done_or_lost(here, empty):
    new = empty()

    assert run(here, "db", "upgrade")[0] == 0
    assert run(new, "db", "upgrade")[0] == 0

    assert backups(here) == backups(new) == []
    assert at_revision(new) == upgrading.newest_revision()


def test_it_can_be_left_out(here):
    one_back(here)

    assert run(here, "db", "upgrade", "--without-backup")[0] == 0

    assert backups(here) == []


def test_a_database_of_a_later_version_is_left_alone(here):
    write_revision(here, "29990101_0000")
    before = rows_of(here)

    status, said = run(here, "db", "upgrade")

    assert status != 0
    assert said.startswith(
        "Error: A later version of the platform has written this database (migration 29990101_0000)."
    )
    assert rows_of(here) == before
    assert backups(here) == []


def test_a_database_that_cannot_be_backed_up_is_not_upgraded(here, monkeypatch):
    before = one_back(here)
    monkeypatch.setattr("lms.upkeep.services.creating.SPARE_BYTES", 10**18)

    status, _said = run(here, "db", "upgrade")

    assert status != 0
    assert at_revision(here) == before


def test_serving_goes_the_same_way(here, monkeypatch):
    """In a process of its own, whose refusal ends the start."""
    one_back(here)
    monkeypatch.setattr(
        serving, "FLASK", (sys.executable, "-c", "import sys; sys.exit(7 if sys.argv[1:] == ['db', 'upgrade'] else 0)")
    )

    with here.app_context(), pytest.raises(SystemExit, match="7"):
        serving.prepare_database()

    write_revision(here, "29990101_0000")
    with here.app_context(), pytest.raises(click.ClickException, match="A later version"):
        serving.prepare_database()
