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


@pytest.mark.parametrize("words", COMMANDS)
def test_a_database_that_was_never_migrated_is_said(tmp_path, words):
    environ = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SABAK_ENV"}}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), *words.split()],
        cwd=tmp_path,
        env=environ | {"SABAK_DATA": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert done.stderr == "Error: The database is not ready. Run: flask --app wsgi db upgrade\n"
    assert [path.name for path in tmp_path.iterdir()] == ["var"]


def test_a_refused_setting_is_said_in_one_sentence(tmp_path):
    environ = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", str(ROOT / "wsgi.py"), "db", "upgrade"],
        cwd=tmp_path,
        env=environ | {"SABAK_ENV": "production", "SABAK_DATA": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert done.stderr == "Error: Set SECRET_KEY: it signs the cookies.\n"
