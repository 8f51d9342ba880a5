"""Media that no text needs any more leave the store, some weeks after that was first seen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lms.authoring.media_queries import (
    forget_kept,
    kept_media,
    needed_by_earlier_texts,
    needed_by_standing_texts,
    note_kept,
    note_unused,
)
from lms.authoring.services.media import make_sizes
from lms.core import files
from lms.core.pictures import COPIES, OF_POINTS
from lms.core.transactions import commit

#: Time to bring a picture back by the history of a draft, and for a package that is being taken in.
GRACE = timedelta(days=30)
MEDIA = "media/"


@dataclass
class Swept:
    """What was found: files that nothing needs (newly so, or waiting), and those that left, with their bytes."""

    unused: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    sizes_made: int = 0


def sweep(*, at: datetime, is_trial: bool = False) -> Swept:
    """Look through the store once. A trial changes nothing and tells what would leave now. Commits after each file."""
    swept = Swept()
    stored, copies = _stored()
    known, needed = kept_media(), needed_by_standing_texts()
    named = needed_by_earlier_texts() if stored.keys() - needed.keys() else set()
    for sha256, size in sorted(stored.items()):
        if sha256 in needed or sha256 in named:
            if not is_trial:
                _keep(sha256, size, known)
                swept.sizes_made += sha256 not in copies and needed.get(sha256) in OF_POINTS and _made(sha256)
        elif known.get(sha256) is not None and known[sha256] < at - GRACE:  # type: ignore[operator]
            if is_trial or _remove(sha256, copies, at=at):
                swept.removed[sha256] = size
        else:
            swept.unused[sha256] = size
            if not is_trial and known.get(sha256) is None:
                note_unused(sha256, size=size, since=at)
                commit()
    if not is_trial:
        for sha256 in sorted(copies.keys() - stored.keys()):
            _remove_copies(sha256, copies)
    return swept


def _stored() -> tuple[dict[str, int], dict[str, list[str]]]:
    """Size of each original, and the keys of what was made of it."""
    stored: dict[str, int] = {}
    copies: dict[str, list[str]] = {}
    for key, size in files.listed():
        if key.startswith(MEDIA):
            stored[key.removeprefix(MEDIA)] = size
        elif key.startswith(COPIES):
            copies.setdefault(key.removeprefix(COPIES).partition("-")[0], []).append(key)
    return stored, copies


def _keep(sha256: str, size: int, known: dict[str, datetime | None]) -> None:
    if sha256 not in known or known[sha256] is not None:
        note_kept(sha256, size)
        commit()


def _made(sha256: str) -> bool:
    """The sizes of a picture that an earlier version, or another store, did not make."""
    return make_sizes(sha256, files.get(f"{MEDIA}{sha256}"))


def _remove(sha256: str, copies: dict[str, list[str]], *, at: datetime) -> bool:
    """The row goes first and is locked: whoever keeps the same file at this moment waits, and puts it again."""
    is_gone = forget_kept(sha256, unused_before=at - GRACE)
    if is_gone:
        files.remove(f"{MEDIA}{sha256}")
        _remove_copies(sha256, copies)
    commit()
    return is_gone


def _remove_copies(sha256: str, copies: dict[str, list[str]]) -> None:
    """Of an original that is not there; one may have come since the store was looked through."""
    if files.size_of(f"{MEDIA}{sha256}") is None:
        for key in copies.get(sha256, ()):
            files.remove(key)
