"""Work that nobody types a command for: backups, every night and when asked for; periods; the seal of the log."""

import logging
from datetime import date
from pathlib import Path
from uuid import UUID

from flask import current_app

from lms.core import audit, clock, installation, jobs
from lms.core.daily import daily, key_of
from lms.core.extensions import db
from lms.core.models import new_id
from lms.core.transactions import only_reading, roll_back
from lms.people import retention
from lms.upkeep import services
from lms.upkeep.errors import BackupDamaged
from lms.upkeep.models import Origin
from lms.upkeep.progress import Progress

NIGHT = 3
#: After the backup of the night, so that a mistake in it can be mended from there.
KEEPING = 4
#: Hours after the end of the day that is sealed: whatever was begun in it has been written.
SEALING, CHECKING = 5, 6
RETENTION_ACT = "upkeep.retention.done"

log = logging.getLogger(__name__)


def folder_of_backups() -> Path:
    """Where backups go that nobody named a folder for."""
    data: Path = current_app.config["DATA"]
    return data / "backups"


@jobs.job
def make_backup(key: str, account_id: str) -> None:
    """One that was asked for on the page; ``key`` is that of the job, for its progress."""
    back_up(Origin.ASKED, key, by=UUID(account_id))


@daily(hour=NIGHT)
def back_up_daily(day: str) -> None:
    """A backup a night, read through at once; those too old are removed. Demonstrations can be made anew instead."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    if installation.is_demonstration(app):
        return
    back_up(Origin.DAILY, key_of(back_up_daily, date.fromisoformat(day)), by=None)
    services.prune_backups(folder_of_backups(), kept_for=services.KEPT_FOR, at=clock.now())


@daily(hour=KEEPING)
def keep_periods(day: str) -> dict[str, int]:
    """Remove what was kept long enough; what was removed is counted in the log."""
    at = clock.now()
    removed = retention.remove_what_is_over(at)
    audit.record(None, RETENTION_ACT, at=at, removed=removed)
    return removed


@daily(hour=SEALING)
def seal_log(day: str) -> None:
    """Seal the days that are over. The server's log, which is kept elsewhere, is told: there nobody rewrites it."""
    with only_reading():
        seals = services.due_seals(before=date.fromisoformat(day), at=clock.now())
    db.session.add_all(seals)
    if seals:
        log.info("The audit log is sealed until %s with %s", seals[-1].day, seals[-1].digest)


@daily(hour=CHECKING)
def check_log(day: str) -> None:
    """Work that fails and is shown as such if the log is not what was sealed."""
    with only_reading():
        services.check_log(clock.now())


#: What the page looks at to tell how far a backup is.
KEEPS_PERIODS = jobs.name_of(keep_periods)
BACKUPS = tuple(map(jobs.name_of, (make_backup, back_up_daily)))


def back_up(origin: Origin, job_key: str, *, by: UUID | None) -> None:
    """Make one and read it through. No transaction is open meanwhile: people go on saving."""
    roll_back()
    progress = Progress(lambda done, of: jobs.report_progress(job_key, done, of))
    at, identity = clock.now(), new_id()
    folder = folder_of_backups() / services.name_of_backup(at, identity)
    manifest = services.create_backup(folder, at=at, progress=progress, backup_id=identity)
    problem = None
    try:
        services.verify_backup(folder, progress)
    except BackupDamaged as error:
        problem = str(error)
    row = services.note_backup(manifest, folder, origin, by=by, at=at)
    if problem is None:
        services.note_verified(row, at=clock.now())
    else:
        services.note_problem(row, problem, at=clock.now())
