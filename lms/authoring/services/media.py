"""Pictures and recordings in the store: how much there may be, and the sizes of pictures that pages show."""

import hashlib
import logging

from lms.authoring.images import made_small
from lms.authoring.media_queries import kept_bytes, note_kept
from lms.authoring.packs.pictures import NoPicture, look_at
from lms.core import files
from lms.core.i18n import _
from lms.core.pictures import OF_POINTS, Undrawable, has_copies, make_copies
from lms.ui.filters import file_size

log = logging.getLogger(__name__)


def refuse_beyond_store(size: int) -> None:
    """Raises ``NoPicture`` where the platform has no room for so many bytes more."""
    if kept_bytes() + size > files.room():
        said = _("The platform keeps at most %(size)s of pictures and recordings.", size=file_size(files.room()))
        raise NoPicture(said + " " + _("Tell the administrator, who can make room."))


def put(content: bytes) -> str:
    """Keep a file of a module; its SHA-256. Noted first, so that no sweep takes it away at the same moment."""
    note_kept(hashlib.sha256(content).hexdigest(), len(content))
    return files.put("media", content).rpartition("/")[2]


def keep_picture(content: bytes) -> None:
    """A picture that was drawn anew, with its sizes. Raises ``NoPicture``."""
    refuse_beyond_store(len(content))
    made_small(put(content), content)


def keep_file(content: bytes) -> None:
    """A package keeps its own bytes, which leave with it again; pages show what is made of them."""
    make_sizes(put(content), content)


def make_sizes(sha256: str, content: bytes) -> bool:
    """Whether there was anything to make. A picture that cannot be drawn is nothing that stops a whole package."""
    if not _is_of_points(content) or has_copies(sha256):
        return False
    try:
        make_copies(sha256, content)
    except Undrawable:
        log.warning("A picture cannot be drawn: %s", sha256)
        return False
    return True


def _is_of_points(content: bytes) -> bool:
    try:
        return look_at(content).type in OF_POINTS
    except NoPicture:
        return False
