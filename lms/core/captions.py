"""Captions of a film in WebVTT: read strictly, and written by ourselves, so that a file holds times and words only.

What an author sends may come from any tool. Remarks, styles, regions, places on the screen and marks inside the words
are left out; anything that is no caption at all is refused with its line.
"""

import html
import re
from collections.abc import Iterator, Sequence

from lms.core.i18n import _
from lms.core.markdown.parsing import UNSEEN

TYPE = "text/vtt"
ENDING = ".vtt"
#: Bytes; a film of 20 minutes in which people speak without a pause needs a quarter of it.
LARGEST = 128 * 1024
HEAD = "WEBVTT"
ARROW = "-->"
_LEFT_OUT = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t].*)?")
_TIME = r"(?:([0-9]{2,3}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})"
_TIMES = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_MARK = re.compile(r"</?[a-z][^<>]*>|</?[0-9:.]+>|</>", re.IGNORECASE)


class NoCaptions(ValueError):
    """The file holds no captions; the sentence says why, and where."""


def rewritten(content: bytes) -> str:
    """The captions as we keep them. Raises ``NoCaptions``. What it gave once, it gives again unchanged."""
    _refuse_large(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoCaptions(_("The file is not UTF-8. Save it again as UTF-8.")) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise NoCaptions(_("The file does not begin with WEBVTT, as captions do."))
    cues = list(_cues(lines))
    if not cues:
        raise NoCaptions(_("There is no caption in the file."))
    written = f"{HEAD}\n\n" + "\n".join(cues)
    _refuse_large(written.encode())  # hours are written out, and a sign may become a name of five letters
    return written


def _refuse_large(content: bytes) -> None:
    if len(content) > LARGEST:
        raise NoCaptions(_("The file is larger than %(size)s KB. Choose a smaller one.", size=LARGEST // 1024))


def is_as_kept(content: str) -> bool:
    """Whether these are captions exactly as we write them."""
    try:
        return rewritten(content.encode()) == content
    except (NoCaptions, UnicodeEncodeError):
        return False


def _cues(lines: Sequence[str]) -> Iterator[str]:
    last = 0
    for first, block in _blocks(lines):
        if _LEFT_OUT.fullmatch(block[0]):
            continue
        at = 0 if ARROW in block[0] else 1  # the line before the times is a name
        found = _TIMES.fullmatch(block[at].strip()) if at < len(block) else None
        if found is None:
            raise NoCaptions(_("Line %(number)s: a caption begins with its times.", number=first + at))
        start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        if start < last or end <= start:
            raise NoCaptions(_("Line %(number)s: the times do not follow each other.", number=first + at))
        last = start
        words = [_words(line, first + at + number) for number, line in enumerate(block[at + 1 :], start=1)]
        said = "".join(f"{line}\n" for line in words if line)
        if said:
            yield f"{_written(start)} {ARROW} {_written(end)}\n{said}"


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """What stands between empty lines, with the number of its first line; the head is none of it."""
    block: list[str] = []
    is_head = True
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            if not is_head:
                yield number - len(block), block
            block, is_head = [], False


def _words(line: str, number: int) -> str:
    if ARROW in line:
        raise NoCaptions(_("Line %(number)s: an arrow stands among the words.", number=number))
    said = " ".join(UNSEEN.sub("", html.unescape(_MARK.sub("", line))).split())
    return said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _written(time: int) -> str:
    seconds, rest = divmod(time, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
