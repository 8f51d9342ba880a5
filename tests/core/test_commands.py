"""Commands on a database that is not there refuse with a sentence, and nothing is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def run(folder, words, **settings):
    """The command as a person types it, somewhere else than in the project."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SABAK_ENV", "SECRET_KEY"}
    }
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words.split()],
        cwd=folder,
        env=kept | {"SABAK_DATA": str(folder / "var"), "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_that_was_never_migrated_is_said(tmp_path, words):
    done = run(tmp_path, words)

    assert done.returncode != 0
    assert done.stderr == "Error: The database is not ready. Run: flask --app wsgi db upgrade\n"
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_refused_setting_is_said_in_one_sentence(tmp_path):
    done = run(tmp_path, "db upgrade", SABAK_ENV="production")

    assert done.returncode != 0
    assert done.stderr == "Error: Set SECRET_KEY: it signs the cookies.\n"
