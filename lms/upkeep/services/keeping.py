"""The backups that are there: noted, listed, and removed when they are too old."""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.upkeep import queries
from lms.upkeep.errors import BackupRefused
from lms.upkeep.manifest import NAME, Manifest, read_manifest
from lms.upkeep.models import Backup, Origin

#: Retention of the platform's data protection rules: whoever was erased is in no backup after these days.
KEPT_FOR = timedelta(days=90)


def note_backup(manifest: Manifest, folder: Path, origin: Origin, *, by: UUID | None, at: datetime) -> Backup:
    """Write down that a backup was made."""
    row = Backup(
        id=manifest.id,
        folder=str(folder),
        origin=origin,
        made_at=manifest.made_at,
        size=manifest.size,
        files=len(manifest.files),
    )
    db.session.add(row)
    audit.record(by, "upkeep.backup.made", row, at=at, origin=origin.value, size=manifest.size)
    return row


def note_verified(backup: Backup, *, at: datetime) -> None:
    backup.verified_at, backup.problem = at, None
    audit.record(None, "upkeep.backup.verified", backup, at=at)


def note_problem(backup: Backup, problem: str, *, at: datetime) -> None:
    """It was read through and cannot be relied on."""
    backup.verified_at, backup.problem = None, problem
    audit.record(None, "upkeep.backup.found_damaged", backup, at=at)


def backups_in(folder: Path) -> list[tuple[Path, Manifest]]:
    """The whole backups of a folder, the newest first; what cannot be read is none."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        with suppress(BackupRefused):
            if path.is_dir() and not path.name.startswith("."):
                found.append((path, read_manifest(path)))
    return sorted(found, key=lambda pair: (pair[1].made_at, pair[0].name), reverse=True)


def prune_backups(folder: Path, *, kept_for: timedelta, at: datetime) -> Sequence[Path]:
    """Remove what is older, but never the newest one; what was removed."""
    removed = []
    for path, manifest in backups_in(folder)[1:]:
        if manifest.made_at >= at - kept_for:
            continue
        (path / NAME).unlink()  # from here on it is no backup, even if the removing is cut off
        shutil.rmtree(path)
        removed.append(path)
        row = queries.backup_by_id(manifest.id)
        if row is not None:
            row.removed_at = at
        audit.record(None, "upkeep.backup.removed", row, at=at, made_at=manifest.made_at.isoformat())
    return removed
