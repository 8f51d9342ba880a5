"""A backup is whole or not there; what is wrong with one is said."""

import os
import signal
import stat
import subprocess
import sys
import textwrap
from datetime import timedelta
from pathlib import Path

import obstore
import pytest

from lms.core import clock, files
from lms.upkeep.manifest import read_manifest
from lms.upkeep.services import creating
from tests.upkeep.conftest import files_of, rows_of, run

ROOT = Path(__file__).resolve().parents[2]


def verify(app, folder):
    return run(app, "backup", "verify", str(folder))


def test_a_backup_says_what_it_holds(made, living):
    manifest = read_manifest(made[0])

    assert manifest.rows == {name: len(rows) for name, rows in made[1].items()}
    assert manifest.database.kind == "demonstration"
    assert set(manifest.files) == set(files_of(living))
    assert (
        manifest.size
        == sum(path.stat().st_size for path in made[0].rglob("*") if path.is_file())
        - (made[0] / "manifest.json").stat().st_size
    )
    assert manifest.absent == []


def test_only_the_owner_can_read_it(made):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [made[0], *made[0].rglob("*")]}

    assert modes <= {0o700, 0o600}


def test_a_whole_backup_is_sound(made, living):
    status, said = verify(living, made[0])

    assert status == 0
    assert "is sound" in said


def test_it_can_be_read_through_on_a_machine_that_has_no_database(made, empty):
    status, said = verify(empty(), made[0])

    assert status == 0
    assert "is sound" in said


def test_a_backup_is_never_written_over_another(made, living):
    status, said = run(living, "backup", "create", "--output", str(made[0]))

    assert status != 0
    assert "is there already" in said


def largest(folder):
    return max(
        (path for path in folder.rglob("*") if path.name != "manifest.json"), key=lambda path: path.stat().st_size
    )


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path):
    with path.open("r+b") as stream:
        stream.truncate(path.stat().st_size - 1)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [(flip_a_bit, "was changed."), (cut, "bytes instead of"), (Path.unlink, "is missing.")],
)
def test_a_spoilt_part_is_found(copy, living, spoil, sentence):
    spoil(largest(copy))

    status, said = verify(living, copy)

    assert status != 0
    assert said.startswith("Error: This backup cannot be relied on. ")
    assert sentence in said


def test_a_link_is_no_part(copy, living):
    """Whoever may write into the folder must not make the restoration read another file."""
    part = largest(copy)
    moved = part.rename(copy.parent / "elsewhere")
    part.symlink_to(moved)

    assert "is missing." in verify(living, copy)[1]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b'"format": 1', b'"format": 2', "later version of the platform"),
        (b'"path": "files/media/', b'"path": "../files/media/', "names a part outside of the backup"),
        (b'"path": "files/media/', b'"path": "/files/media/', "names a part outside of the backup"),
        (b'"parts"', b'"pieces"', "cannot be read"),
        (b"{", b"", "cannot be read"),
    ],
)
def test_a_manifest_that_misleads_is_refused(copy, living, old, new, sentence):
    manifest = copy / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(old, new, 1))

    status, said = verify(living, copy)

    assert status != 0
    assert sentence in said


def test_counts_that_are_not_those_of_the_rows_are_found(copy, living):
    """Hashes alone would hold: a manifest that was written wrong from the start."""
    manifest = copy / "manifest.json"
    accounts = f'"name": "accounts",\n    "rows": {read_manifest(copy).rows["accounts"]}'
    text = manifest.read_text()
    assert accounts in text
    manifest.write_text(text.replace(accounts, '"name": "accounts",\n    "rows": 77'))

    status, said = verify(living, copy)

    assert status != 0
    assert "rows" in said


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_a_folder_that_is_no_backup_is_said(living, tmp_path, name):
    status, said = verify(living, tmp_path / name)

    assert status != 0
    assert "There is no folder" in said or "is no backup" in said


def test_a_failure_on_the_way_leaves_nothing(living, tmp_path, monkeypatch):
    def fail(key):
        raise OSError("No space left on device")

    monkeypatch.setattr(files, "stream", fail)

    with pytest.raises(OSError, match="No space"):
        run(living, "backup", "create", "--output", str(tmp_path / "new"))

    assert list(tmp_path.iterdir()) == []


KILLED = """
    import os, signal
    from lms.upkeep.services import creating
    creating.write_manifest = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    from wsgi import app
    with app.app_context():
        app.test_cli_runner().invoke(args=["backup", "create", "--output", {folder!r}], catch_exceptions=False)
"""


def test_a_kill_on_the_way_leaves_nothing_that_looks_like_a_backup(living, tmp_path):
    folder = tmp_path / "new"
    environ = {
        **os.environ,
        "SABAK_DATA": str(living.config["DATA"]),
        "DATABASE_URL": living.config["SQLALCHEMY_DATABASE_URI"],
        "STORAGE_URL": living.config["STORAGE_URL"],
    }

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED).format(folder=str(folder))], cwd=ROOT, env=environ, check=False
    )

    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert (left / "files").is_dir()
    assert verify(living, left)[0] != 0
    assert verify(living, folder)[0] != 0
    removed_with_the_next(living, tmp_path, left)


def removed_with_the_next(living, parent, left):
    """Not at once: somebody might still be writing it."""
    run(living, "backup", "create", "--output", str(parent / "second"))
    assert left.exists()
    long_ago = (clock.now() - creating.LEFT_OVER_AFTER - timedelta(minutes=1)).timestamp()
    os.utime(left, (long_ago, long_ago))
    run(living, "backup", "create", "--output", str(parent / "third"))
    assert not left.exists()


def test_files_the_database_names_and_the_store_lost_are_told(database_kind, tmp_path):
    from tests.support import databases  # noqa: PLC0415
    from tests.upkeep.conftest import populate  # noqa: PLC0415

    with databases.application(database_kind, tmp_path / "here") as app:
        with app.app_context():
            populate()
            (lost,) = [key for key, _size in files.listed() if key.startswith("certificates/")]
            obstore.delete(files._store(), lost)
        _status, said = run(app, "backup", "create", "--output", str(tmp_path / "new"))

        assert "Files that the database names and the store does not have: 1." in said
        assert read_manifest(tmp_path / "new").absent == [lost]
        assert verify(app, tmp_path / "new")[0] == 0


def test_too_little_room_is_said_before_files_are_copied(living, tmp_path, monkeypatch):
    monkeypatch.setattr(creating, "SPARE_BYTES", 10**18)

    status, said = run(living, "backup", "create", "--output", str(tmp_path / "new"))

    assert status != 0
    assert "the disk of the backup has" in said
    assert list(tmp_path.iterdir()) == []


def test_a_backup_changes_nothing_but_the_list_of_backups(living, tmp_path):
    before = rows_of(living)

    run(living, "backup", "create", "--output", str(tmp_path / "new"))

    after = rows_of(living)
    assert {name for name in before if before[name] != after[name]} == {"backups", "audit_records"}


def test_backups_are_listed_and_old_ones_removed_but_the_newest(database_kind, tmp_path, frozen):
    from tests.support import databases  # noqa: PLC0415

    with databases.application(database_kind, tmp_path / "here") as app:
        for days in (0, 1, 95):
            clock.freeze(frozen + timedelta(days=days))
            run(app, "backup", "create")
        listed = run(app, "backup", "list")[1].splitlines()
        first = run(app, "backup", "prune")[1].splitlines()
        clock.freeze(frozen + timedelta(days=400))
        second = run(app, "backup", "prune")[1]
        left = run(app, "backup", "list")[1].splitlines()

    assert [line.split("/")[-1][:10] for line in listed] == ["2027-02-19", "2026-11-17", "2026-11-16"]
    assert len(first) == 2
    assert second == "No backup is older than 90 days.\n"
    assert left == listed[:1]
