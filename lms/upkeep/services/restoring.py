"""Put a backup in the place of an installation that holds nothing yet."""

from dataclasses import dataclass
from pathlib import Path

from lms.core import files
from lms.core.extensions import db
from lms.core.installation import DEMONSTRATION, REAL
from lms.upkeep.databases import SPOKEN, module_of
from lms.upkeep.errors import BackupDamaged, BackupRefused
from lms.upkeep.manifest import FILES, SECRET_KEY, Manifest, read_manifest
from lms.upkeep.parts import FILE_MODE, hash_of
from lms.upkeep.progress import Progress
from lms.upkeep.services import upgrading
from lms.upkeep.services.verifying import check_parts


@dataclass(frozen=True)
class Place:
    """What is to be filled: whether it serves real people, and whether its settings ask for a demonstration."""

    is_production: bool
    is_demonstration: bool


def restore_backup(folder: Path, place: Place, progress: Progress) -> Manifest:
    """Fill an empty installation and check what has arrived. Raises BackupRefused or BackupDamaged.

    Everything is read through before anything is written. Files come first: a restoration that was cut off has no
    database yet, and nobody takes it for an installation.
    """
    refuse_what_does_not_fit(read_manifest(folder), place)
    manifest = check_parts(folder, progress)
    progress.expect(manifest.size)
    _restore_files(folder, manifest, progress)
    module_of(db.engine).copy_in(db.engine, folder, manifest, progress)
    return manifest


def refuse_what_does_not_fit(manifest: Manifest, place: Place) -> None:
    """Raises BackupRefused."""
    here, there = db.engine.dialect.name, manifest.database.engine
    if here != there:
        raise BackupRefused(
            f"This backup is of {SPOKEN.get(there, there)}, and DATABASE_URL names {SPOKEN[here]}. "
            "A backup is restored into the kind of database it was made of."
        )
    if manifest.database.kind == DEMONSTRATION and place.is_production:
        raise BackupRefused("This is a backup of a demonstration; it never becomes a real installation.")
    if manifest.database.kind == REAL and place.is_demonstration:
        raise BackupRefused("This is a backup of a real installation. Restore it without SABAK_DEMO=1.")
    if not upgrading.is_known(manifest.database.head):
        raise BackupRefused(
            f"This backup is of version {manifest.version}, which is later than this one. Use that version."
        )
    if not module_of(db.engine).is_empty(db.engine):
        raise BackupRefused("The database is not empty. A backup is restored only into an empty installation.")
    if not module_of(db.engine).may_make_tables(db.engine):
        raise BackupRefused(
            "The role in DATABASE_URL may not make tables. Restore with the role that owns the database "
            "(in containers: in migrate, not in the worker)."
        )
    if next(files.listed(), None) is not None:
        raise BackupRefused("The store of files is not empty. A backup is restored only into an empty installation.")


def _restore_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Put them into the store, and read them there once more."""
    for key, part in manifest.files.items():
        files.put_file(key, folder / FILES / key)
        found = hash_of(files.stream(key))
        if found != part.sha256:
            raise BackupDamaged([f"The store has kept {key} otherwise than it was given."])
        progress.advance(part.size)


def restore_secret_key(folder: Path, kept: Path) -> None:
    """Put the secret key of the backup in the place of the one that a new installation has made for itself."""
    kept.unlink(missing_ok=True)
    kept.touch(mode=FILE_MODE)
    kept.write_bytes((folder / SECRET_KEY).read_bytes())
