"""Parts of a backup: written, hashed and brought to the disk; read again and compared with the manifest."""

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from lms.upkeep.manifest import Part
from lms.upkeep.progress import Progress

CHUNK = 1024 * 1024
#: So much is handed to the disk at a time: a long queue there would keep waiting whoever saves an answer.
SYNC_EVERY = 2 * CHUNK
#: Then the copy stands still for this share of the time it has worked: a machine with two cores has others to serve.
REST = 0.1
#: Backups hold people's records: nobody but the owner reads them.
FOLDER_MODE, FILE_MODE = 0o700, 0o600

Bytes = bytes | bytearray | memoryview


class PartWriter:
    """One part on its way to the disk, hashed as it is written."""

    def __init__(self, folder: Path, path: str, progress: Progress) -> None:
        self._path, self._progress = path, progress
        target = folder / path
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        self._stream = open(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE), "wb")  # noqa: SIM115, PTH123
        self._hash, self._size, self._synced = hashlib.sha256(), 0, 0
        self._worked_since = time.monotonic()

    def write(self, content: Bytes) -> None:
        self._stream.write(content)
        self._hash.update(content)
        self._size += len(content)
        self._progress.advance(len(content))
        if self._size - self._synced >= SYNC_EVERY:
            self._sync()

    def _sync(self) -> None:
        self._stream.flush()
        os.fdatasync(self._stream.fileno())
        self._synced = self._size
        time.sleep((time.monotonic() - self._worked_since) * REST)
        self._worked_since = time.monotonic()

    def finish(self) -> Part:
        """What has been written. The last of it is brought to the disk together with all other parts, at the end."""
        self._stream.close()
        return Part(self._path, self._size, self._hash.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream.close()


def write_part(folder: Path, path: str, chunks: Iterable[Bytes], progress: Progress) -> Part:
    with PartWriter(folder, path, progress) as writer:
        for chunk in chunks:
            writer.write(chunk)
        return writer.finish()


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def measure_part(folder: Path, path: str, progress: Progress) -> Part:
    """What a file is that something else has written."""
    found, size = hashlib.sha256(), 0
    for chunk in chunks_of(folder / path):
        found.update(chunk)
        size += len(chunk)
        progress.advance(len(chunk))
    return Part(path, size, found.hexdigest())


def hash_of(chunks: Iterable[Bytes]) -> str:
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def problem_of(folder: Path, part: Part, progress: Progress) -> str | None:
    """What is wrong with this part, in a sentence."""
    path = folder / part.path
    if path.is_symlink() or not path.is_file():
        return f"{part.path} is missing."
    size = path.stat().st_size
    if size != part.size:
        return f"{part.path} has {size:,} bytes instead of {part.size:,}."
    if measure_part(folder, part.path, progress).sha256 != part.sha256:
        return f"{part.path} was changed."
    return None


@contextmanager
def owner_only() -> Iterator[None]:
    """What is made in this block can be read by nobody else, whoever makes it."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
