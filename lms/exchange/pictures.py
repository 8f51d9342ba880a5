"""Pictures that come with questions. Their names are for people; the bytes decide what they are.

They are kept in memory and handed on as they came. Whoever stores them draws them anew.
"""

import re
from itertools import chain, count
from pathlib import PurePosixPath

from lms.exchange.shared import slug_of

MOST_BYTES = 2 * 1024 * 1024
MOST_TOGETHER = 15 * 1024 * 1024
_SIGNS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
#: By the ending of the name, for what we write.
MEDIA_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp"}
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")


class Pictures:
    """The pictures of one file: name to bytes in ``media``."""

    def __init__(self, media: dict[str, bytes]) -> None:
        self.media = media

    def take(self, name: str, content: bytes) -> str | None:
        """The name under which it is kept; None if it is no picture that can be kept, or too large."""
        ending = ending_of(content)
        together = sum(map(len, self.media.values()))
        if ending is None or len(content) > MOST_BYTES or together + len(content) > MOST_TOGETHER:
            return None
        known = next((kept for kept, other in self.media.items() if other == content), None)
        if known is not None:
            return known
        free = self._free(name, ending)
        self.media[free] = content
        return free

    def _free(self, name: str, ending: str) -> str:
        last = PurePosixPath(name.replace("\\", "/")).name.lower()
        fits = _NAME.fullmatch(last) and MEDIA_TYPES.get(PurePosixPath(last).suffix) == MEDIA_TYPES[ending]
        if fits and last not in self.media:
            return last
        stem = slug_of(PurePosixPath(last).stem) or "picture"
        numbers = (f"-{number}" for number in count(2))
        return next(name for end in chain([""], numbers) if (name := f"{stem}{end}{ending}") not in self.media)


def ending_of(content: bytes) -> str | None:
    """The ending that fits the bytes: PNG, JPEG or WebP; None for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return ".webp"
    return next((ending for sign, ending in _SIGNS if content.startswith(sign)), None)
