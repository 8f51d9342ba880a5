"""Pictures and recordings in the store: what comes with a package, and the sizes of pictures that pages show."""

import logging

from lms.authoring.packs.pictures import NoPicture, look_at
from lms.core import files
from lms.core.pictures import OF_POINTS, Undrawable, has_copies, make_copies

log = logging.getLogger(__name__)


def keep_file(content: bytes) -> None:
    """A package keeps its own bytes, which leave with it again; pages show what is made of them."""
    sha256 = files.put("media", content).rpartition("/")[2]
    make_sizes(sha256, content)


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
