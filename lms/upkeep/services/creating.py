"""Make a backup while people work: first the database, then the files it may name, the manifest at the very end."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from lms.core import files
from lms.core.extensions import db
from lms.core.models import new_id
from lms.core.transactions import only_reading
from lms.upkeep import queries
from lms.upkeep.databases import module_of
from lms.upkeep.errors import BackupRefused
from lms.upkeep.manifest import FILES, SECRET_KEY, Manifest, Part, version, write_manifest
from lms.upkeep.parts import FOLDER_MODE, owner_only, sync_folder, write_part
from lms.upkeep.progress import Progress

UNFINISHED = ".unfinished"
#: What is left of a backup that was cut off is removed by the next one, once nobody can still be writing it.
LEFT_OVER_AFTER = timedelta(days=1)
#: Kept free on the disk beside what is written.
SPARE_BYTES = 64 * 1024 * 1024


def name_of_backup(at: datetime, backup_id: UUID) -> str:
    """``2026-11-27-030000-1a2b`` (UTC): in a list of folders the newest is the last."""
    return f"{at:%Y-%m-%d-%H%M%S}-{backup_id.hex[-4:]}"


def create_backup(
    folder: Path, *, at: datetime, progress: Progress, secret_key: str | None = None, backup_id: UUID | None = None
) -> Manifest:
    """Make a backup in a folder that is not there yet. Raises BackupRefused.

    It is made under another name and renamed when it is whole and on the disk, so that half a backup is never taken
    for one. The caller holds no transaction.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is there already. Name a folder that is not there yet.")
    identity = backup_id or new_id()
    with owner_only(), _draft_of(folder, identity, at) as draft:
        manifest = _fill(draft, identity, at, progress, secret_key)
        write_manifest(manifest, draft)
        os.sync()
        draft.rename(folder)
        sync_folder(folder.parent)
    return manifest


@contextmanager
def _draft_of(folder: Path, identity: UUID, at: datetime) -> Iterator[Path]:
    folder.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    _remove_left_overs(folder.parent, at)
    draft = folder.with_name(f".{folder.name}-{identity.hex[-8:]}{UNFINISHED}")
    draft.mkdir(mode=FOLDER_MODE)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)  # after the renaming there is nothing by that name


def _remove_left_overs(parent: Path, at: datetime) -> None:
    for path in parent.glob(f".*{UNFINISHED}"):
        if path.stat().st_mtime < (at - LEFT_OVER_AFTER).timestamp():
            shutil.rmtree(path, ignore_errors=True)


def _fill(draft: Path, identity: UUID, at: datetime, progress: Progress, secret_key: str | None) -> Manifest:
    try:
        database, parts = module_of(db.engine).copy_out(db.engine, draft, progress)
    except DBAPIError as error:
        raise BackupRefused(f"The database cannot be copied: {error.orig}.") from error
    # A file is written before the row that names it, and never changed: those listed now hold all that the copied rows
    # can name, except what was removed in between.
    with only_reading():
        named = queries.keys_named_by_database()
    copied = _copy_files(draft, progress)
    if secret_key is not None:
        parts.append(write_part(draft, SECRET_KEY, [secret_key.encode()], progress))
    return Manifest(
        id=identity,
        made_at=at,
        version=version(),
        database=database,
        parts=[*parts, *copied.values()],
        absent=sorted(named - copied.keys()),
    )


def _copy_files(draft: Path, progress: Progress) -> dict[str, Part]:
    """Every file of the store; the key to its part."""
    listed = sorted(files.listed())
    needed = sum(size for _key, size in listed)
    free = shutil.disk_usage(draft).free
    if free < needed + SPARE_BYTES:
        raise BackupRefused(f"The files take {needed:,} bytes and the disk of the backup has {free:,} left.")
    progress.expect(needed)
    copied = {}
    for key, _size in listed:
        with suppress(FileNotFoundError):  # removed since it was listed
            copied[key] = write_part(draft, f"{FILES}/{key}", files.stream(key), progress)
    return copied
