"""What was backed up comes back, row by row and file by file, and only into a place that is empty."""

import msgspec
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lms.core import files
from lms.core.extensions import db
from lms.upkeep.manifest import read_manifest, write_manifest
from tests.upkeep.conftest import files_of, rows_of, run


def restored(app, folder):
    return run(app, "backup", "restore", str(folder))


def test_every_row_and_every_file_comes_back(made, living, empty):
    folder, rows = made
    there = empty()

    status, said = restored(there, folder)

    assert status == 0, said
    found = rows_of(there)
    told = found["audit_records"]
    assert [row for row in told if "upkeep.backup.restored" in row]
    found["audit_records"] = [row for row in told if "upkeep.backup.restored" not in row]
    assert found == rows
    assert files_of(there) == files_of(living)
    assert len(files_of(there)) == 3


def test_files_may_go_into_another_kind_of_store(made, living, empty, tmp_path):
    """Out of an S3-compatible store into a folder, for example."""
    there = empty(STORAGE_URL=f"file:{tmp_path / 'elsewhere'}")

    assert restored(there, made[0])[0] == 0

    assert files_of(there) == files_of(living)
    assert (tmp_path / "elsewhere" / "media").is_dir()


def test_a_restored_installation_keeps_its_rules_and_goes_on(made, empty):
    """Constraints, indexes and foreign keys are those that the migrations build."""
    there = empty()
    restored(there, made[0])

    with there.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        looked = sa.inspect(connection)
        keys = [key for table in db.metadata.sorted_tables for key in looked.get_foreign_keys(table.name)]
    assert len(keys) == sum(len(table.foreign_key_constraints) for table in db.metadata.sorted_tables)
    with there.test_client() as client:
        assert client.get("/en/").status_code == 200


def test_a_backup_is_never_restored_over_a_database(made, living):
    before = rows_of(living)

    status, said = restored(living, made[0])

    assert status != 0
    assert said == "Error: The database is not empty. A backup is restored only into an empty installation.\n"
    assert rows_of(living) == before


def become_the_weaker(connection, _record):
    connection.execute("set role only_rows")
    connection.commit()


def test_a_role_that_may_not_make_tables_writes_nothing(made, empty, database_kind):
    """As the application's own role, where another owns the tables: what has begun could not be begun again."""
    if database_kind != "postgresql":
        pytest.skip("SQLite has no roles.")
    there = empty()
    with there.app_context():
        with db.engine.begin() as connection:
            connection.execute(sa.text("drop role if exists only_rows"))
            connection.execute(sa.text("create role only_rows"))
        sa.event.listen(db.engine, "connect", become_the_weaker)
        db.engine.dispose()

    status, said = restored(there, made[0])

    assert status != 0
    assert said.startswith("Error: The role in DATABASE_URL may not make tables.")
    assert files_of(there) == {}


def test_a_backup_is_never_restored_beside_files(made, empty):
    there = empty()
    with there.app_context():
        files.put("media", b"mine")

    status, said = restored(there, made[0])

    assert status != 0
    assert "The store of files is not empty." in said
    assert list(files_of(there).values()) == [b"mine"]
    assert rows_of(there) == {}


def test_a_damaged_backup_leaves_the_place_empty(copy, empty):
    there = empty()
    (picture,) = [path for path in (copy / "files" / "media").iterdir() if path.stat().st_size > 100]
    picture.write_bytes(bytes(picture.stat().st_size))

    status, said = restored(there, copy)

    assert status != 0
    assert "was changed." in said
    assert (rows_of(there), files_of(there)) == ({}, {})


def test_a_demonstration_never_becomes_a_real_installation(made, empty, monkeypatch):
    there = empty()
    monkeypatch.setitem(there.config, "PRODUCTION", True)

    status, said = restored(there, made[0])

    assert status != 0
    assert "never becomes a real installation" in said


def changed(folder, **changes):
    """The same backup with another manifest."""
    manifest = read_manifest(folder)
    write_manifest(
        msgspec.structs.replace(manifest, database=msgspec.structs.replace(manifest.database, **changes)), folder
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "real"}, "Restore it without SABAK_DEMO=1."),
        ({"head": "29990101_0000"}, "which is later than this one. Use that version."),
        ({"engine": "oracle"}, "This backup is of oracle"),
    ],
)
def test_what_does_not_fit_is_refused(copy, empty, changes, sentence):
    changed(copy, **changes)
    there = empty()

    status, said = restored(there, copy)

    assert status != 0
    assert sentence in said
    assert (rows_of(there), files_of(there)) == ({}, {})


def test_a_backup_of_the_other_database_is_refused(copy, empty, database_kind):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[database_kind]
    changed(copy, engine=other)

    status, said = restored(empty(), copy)

    assert status != 0
    assert "A backup is restored into the kind of database it was made of." in said


def test_the_secret_key_travels_only_when_asked(living, made, empty, tmp_path):
    folder = tmp_path / "with-key"
    run(living, "backup", "create", "--output", str(folder), "--with-secret-key")
    there, third = empty(), empty()
    there.config["SECRET_KEY_IS_KEPT"] = True

    said = restored(there, folder)[1]
    said_without = restored(third, made[0])[1]

    assert not (made[0] / "secret-key").exists()
    assert "It holds no secret key" in said_without
    assert "The secret key is that of the backup." in said
    assert (there.config["DATA"] / "secret-key").read_text() == living.config["SECRET_KEY"]


def test_a_given_secret_key_is_left_alone(living, empty, tmp_path):
    folder = tmp_path / "with-key"
    run(living, "backup", "create", "--output", str(folder), "--with-secret-key")

    said = restored(empty(), folder)[1]

    assert "SECRET_KEY is set, so the one in the backup was left alone." in said
