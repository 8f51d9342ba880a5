"""What a backup holds, in one file beside its parts. Without this file a folder is no backup: it is written last."""

import os
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path, PurePosixPath
from uuid import UUID

import msgspec

from config import ROOT
from lms.upkeep.errors import BackupRefused

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"
FILES = "files"
SECRET_KEY = "secret-key"  # noqa: S105  (the name of a file)


class Part(msgspec.Struct, frozen=True):
    """One file of the backup. ``path`` is relative to it, with forward slashes; ``size`` in bytes."""

    path: str
    size: int
    sha256: str


class Table(msgspec.Struct, frozen=True):
    """How many rows a table had. ``columns`` in the order in which the part holds them, where it holds only rows."""

    name: str
    rows: int
    columns: list[str] = []


class Database(msgspec.Struct, frozen=True):
    """``kind`` is demonstration or real; ``head`` the migration it had reached."""

    engine: str
    kind: str
    head: str
    tables: list[Table]


class Manifest(msgspec.Struct, frozen=True):
    """``absent``: files that the database names and the store did not have when the backup was made."""

    id: UUID
    made_at: datetime
    version: str
    database: Database
    parts: list[Part]
    absent: list[str] = []
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(part.size for part in self.parts)

    @property
    def files(self) -> dict[str, Part]:
        """The parts that came from the store, by their key there."""
        return {part.path.removeprefix(f"{FILES}/"): part for part in self.parts if part.path.startswith(f"{FILES}/")}

    @property
    def rows(self) -> dict[str, int]:
        return {table.name: table.rows for table in self.database.tables}

    def has_secret_key(self) -> bool:
        return any(part.path == SECRET_KEY for part in self.parts)


def write_manifest(manifest: Manifest, folder: Path) -> None:
    path = folder / NAME
    with path.open("wb") as stream:
        stream.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        stream.flush()
        os.fsync(stream.fileno())


def read_manifest(folder: Path) -> Manifest:
    """What this backup holds. Raises BackupRefused if the folder is no whole backup that this version can read."""
    if not folder.is_dir():
        raise BackupRefused(f"There is no folder {folder}.")
    path = folder / NAME
    if not path.is_file():
        raise BackupRefused(f"{folder} is no backup, or one that was never finished: it has no {NAME}.")
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BackupRefused(f"{path} cannot be read: {error}.") from error
    if manifest.format != FORMAT:
        raise BackupRefused(f"{folder} is of a later version of the platform. Use that version.")
    strange = [part.path for part in manifest.parts if not _lies_inside(part.path)]
    if strange:
        raise BackupRefused(f"{path} names a part outside of the backup: {strange[0]}")
    return manifest


def _lies_inside(path: str) -> bool:
    """A manifest that somebody has written must not lead out of its folder."""
    steps = PurePosixPath(path).parts
    return bool(steps) and "\\" not in path and not path.startswith("/") and not {"..", "."} & set(path.split("/"))


@cache
def version() -> str:
    """Of the platform, as its project file says it."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
