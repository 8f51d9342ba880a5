"""Commands on a database that is not there refuse with a sentence, and nothing is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from lms.app import create_app
from lms.core.extensions import db
from tests.support import databases

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = [
    "content load",
    "content export foundations --output x.zip",
    "reports export a --from 2026-01-01 --to 2026-12-31 --output x.xlsx",
    "demo seed --learners 5",
    "content rebuild",
    "accounts create-admin --email a@example.org --name Осмонов",
    "jobs work",
    "backup create --output x",
    "backup prune",
]
NOT_READY = "Error: The database is not ready. Run: flask --app wsgi db upgrade\n"


def run(folder, words, **settings):
    """The command as a person types it, somewhere else than in the project."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SABAK_ENV", "SECRET_KEY"}
    }
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words.split()],
        cwd=folder,
        env=environment | {"SABAK_DATA": str(folder / "var"), "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def never_migrated(tmp_path_factory):
    app = create_app(databases.config("sqlite", tmp_path_factory.mktemp("empty")))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_that_was_never_migrated_is_said(never_migrated, monkeypatch, tmp_path, words):
    monkeypatch.chdir(tmp_path)
    before = kept(never_migrated)

    done = never_migrated.test_cli_runner().invoke(args=words.split())

    assert done.exit_code != 0
    assert done.stderr == NOT_READY
    assert list(tmp_path.iterdir()) == []
    assert kept(never_migrated) == before


def kept(app):
    """Files of the installation, and the tables in its database."""
    with app.app_context():
        tables = inspect(db.engine).get_table_names()
    return sorted(app.config["DATA"].rglob("*")), tables


def test_it_is_said_to_whoever_types_the_command(tmp_path):
    done = run(tmp_path, "content load")

    assert done.returncode != 0
    assert done.stderr == NOT_READY
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_refused_setting_is_said_in_one_sentence(tmp_path):
    done = run(tmp_path, "db upgrade", SABAK_ENV="production")

    assert done.returncode != 0
    assert done.stderr == "Error: Set SECRET_KEY: it signs the cookies.\n"
