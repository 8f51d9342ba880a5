"""Files by key, on local disk or in an S3-compatible store, behind one door.

Keys are our own (never a name a person gave), files are written whole and never changed.
"""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
from flask import current_app
from obstore.store import LocalStore, S3Store


def _store() -> Any:
    store = current_app.extensions.get("sabak_files")
    if store is None:
        store = current_app.extensions["sabak_files"] = _open(current_app.config["STORAGE_URL"])
    return store


def _open(address: str) -> Any:
    parts = urlsplit(address)
    if parts.scheme == "s3":
        return S3Store(parts.netloc, prefix=parts.path.lstrip("/") or None)
    folder = Path(address.removeprefix("file:"))
    folder.mkdir(parents=True, exist_ok=True)
    return LocalStore(str(folder))


def put(folder: str, content: bytes, suffix: str = "") -> str:
    """Keep these bytes; the key is their SHA-256, so the same bytes are kept once."""
    key = f"{folder}/{hashlib.sha256(content).hexdigest()}{suffix}"
    obstore.put(_store(), key, content)
    return key


def put_under(key: str, content: bytes) -> None:
    """Keep these bytes under a key that follows from what they were made of."""
    obstore.put(_store(), key, content)


def size_of(key: str) -> int | None:
    """How many bytes are kept under this key; None where there are none."""
    try:
        return int(obstore.head(_store(), key)["size"])
    except FileNotFoundError:
        return None


def put_file(key: str, path: Path) -> None:
    """Keep a large file under a key of its own, streamed."""
    with path.open("rb") as stream:
        obstore.put(_store(), key, stream)


def remove(key: str) -> None:
    """Take away what is kept under this key; nothing happens if it is gone already."""
    with suppress(FileNotFoundError):
        obstore.delete(_store(), key)


def get(key: str) -> bytes:
    """The bytes under this key. Raises FileNotFoundError."""
    return bytes(obstore.get(_store(), key).bytes())


def stream(key: str) -> Any:
    """The same in chunks, for large downloads."""
    return obstore.get(_store(), key).stream()


def stream_range(key: str, start: int, end: int) -> Any:
    """The bytes from ``start`` to before ``end``, in chunks. Raises FileNotFoundError."""
    return obstore.get(_store(), key, options={"range": (start, end)}).stream()


def room() -> int:
    """How many bytes of pictures and recordings the platform keeps at most."""
    return int(current_app.config["MEDIA_MOST"])


def listed() -> Iterator[tuple[str, int]]:
    """Key and size of every file there is, in no particular order."""
    for chunk in obstore.list(_store()):
        for entry in chunk:
            yield entry["path"], entry["size"]
