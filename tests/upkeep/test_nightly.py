"""Every night a real installation backs itself up, reads the copy through and removes what is too old."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.daily import key_of
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.core.models import new_id
from lms.upkeep import services, tasks
from lms.upkeep.errors import BackupDamaged
from lms.upkeep.models import Backup, Origin
from tests.support import databases
from tests.upkeep.conftest import run


@pytest.fixture
def real(database_kind, tmp_path, frozen):
    with databases.application(database_kind, tmp_path / "real", SABAK_DEMO="0") as app, app.app_context():
        yield app
        db.session.remove()


def night(at):
    """What the worker does; the job."""
    clock.freeze(at)
    day = clock.local_day(at)
    job = jobs.enqueue(tasks.back_up_daily, str(day), unique_key=key_of(tasks.back_up_daily, day))
    db.session.commit()
    jobs.work_off()
    return db.session.get(Job, job.id, populate_existing=True)


def rows():
    return db.session.scalars(select(Backup).order_by(Backup.made_at)).all()


def acts():
    return sorted(db.session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("upkeep.%"))))


def test_it_is_made_and_read_through(real, frozen):
    job = night(frozen)

    (backup,) = rows()
    assert (job.state, job.problem) == ("done", None)
    assert (backup.origin, backup.made_at, backup.verified_at, backup.problem) == (Origin.DAILY, frozen, frozen, None)
    assert acts() == ["upkeep.backup.made", "upkeep.backup.verified"]
    assert Path(backup.folder).parent == real.config["DATA"] / "backups"
    assert services.backups_in(Path(backup.folder).parent)[0][1].id == backup.id


def test_those_older_than_ninety_days_go(real, frozen):
    for days in (0, 1, 91):
        night(frozen + timedelta(days=days))

    assert [backup.removed_at is not None for backup in rows()] == [True, False, False]
    assert [Path(backup.folder).exists() for backup in rows()] == [False, True, True]


def test_one_found_damaged_is_kept_in_mind_and_does_not_count(real, frozen, monkeypatch):
    def find(*_):
        raise BackupDamaged(["database.sqlite was changed."])

    monkeypatch.setattr(services, "verify_backup", find)

    job = night(frozen)

    (backup,) = rows()
    assert job.state == "done"
    assert backup.verified_at is None
    assert "was changed." in backup.problem
    assert acts() == ["upkeep.backup.found_damaged", "upkeep.backup.made"]


def test_one_that_cannot_be_made_is_work_that_failed(real, frozen, monkeypatch):
    monkeypatch.setattr("lms.upkeep.services.creating.SPARE_BYTES", 10**18)

    job = night(frozen)

    assert job.state == "waiting"
    assert "the disk of the backup has" in job.problem
    assert rows() == []


def test_a_demonstration_makes_none(database_kind, tmp_path, frozen):
    with databases.application(database_kind, tmp_path / "demo") as app, app.app_context():
        assert night(frozen).state == "done"
        assert rows() == []
        db.session.remove()


def test_one_asked_for_is_made_in_the_same_way(real, frozen):
    administrator = new_id()
    job = services.ask_for_backup(tasks.make_backup, by=administrator, at=frozen)
    db.session.commit()

    jobs.work_off()

    (backup,) = rows()
    assert db.session.get(Job, job.id, populate_existing=True).state == "done"
    assert (backup.origin, backup.verified_at) == (Origin.ASKED, frozen)
    made = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "upkeep.backup.made")).one()
    assert made.actor_id == administrator
    assert isinstance(made.actor_id, UUID)


def test_reading_one_through_by_command_counts(real, frozen):
    folder = real.config["DATA"] / "elsewhere"
    run(real, "backup", "create", "--output", str(folder))
    assert [backup.verified_at for backup in rows()] == [None]
    db.session.remove()
    clock.freeze(frozen + timedelta(hours=1))

    run(real, "backup", "verify", str(folder))

    assert [backup.verified_at for backup in rows()] == [frozen + timedelta(hours=1)]
    db.session.remove()
    (folder / "manifest.json").write_text((folder / "manifest.json").read_text().replace('"size": ', '"size": 1', 1))

    run(real, "backup", "verify", str(folder))

    (backup,) = rows()
    assert (backup.verified_at, "bytes instead of" in backup.problem) == (None, True)
