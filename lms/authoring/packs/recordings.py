"""Sound and film: what they are by their first bytes, and how large they may be."""

import re
from collections.abc import Mapping
from typing import Any

from lms.authoring.packs.pictures import TYPES as PICTURES
from lms.authoring.packs.pictures import NoPicture
from lms.catalogue.documents import MediaFile, running_time
from lms.core.i18n import LANGUAGES, _
from lms.core.markdown.parsing import RECORDINGS

MEGABYTE = 1024 * 1024
LARGEST_SOUND, LARGEST_FILM = 5 * MEGABYTE, 20 * MEGABYTE
TYPES = {
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/aac": ".aac",
    "audio/ogg": ".ogg",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}
#: Beside ``talk.mp3`` a package has ``talk.mp3.yaml``, which says what the file itself does not.
ABOUT = ".yaml"
#: Says in it that the file is shown for analysis only and could itself be unlawful.
ANALYSIS = "analysis"
LENGTH = re.compile(r"([0-9]{1,3}):([0-5][0-9])")
_FILM, _SOUND = re.compile(rb"hdlr.{8}vide", re.DOTALL), re.compile(rb"hdlr.{8}soun", re.DOTALL)
#: Where a telephone writes the place at which it filmed.
_PLACE = re.compile(rb"(?=(.{4})(?:\xa9xyz|loci))", re.DOTALL)
LONGEST_PLACE = 512


class NoRecording(NoPicture):
    """The bytes are no recording that we play; the sentence says why."""


def listen_to(content: bytes) -> str:
    """The type of these bytes. Raises ``NoRecording``."""
    kind = _kind(content)
    if kind is None:
        raise NoRecording(_("This is no sound in MP3, M4A, AAC or Ogg Opus, and no film in MP4 or WebM."))
    most = LARGEST_FILM if kind.startswith("video/") else LARGEST_SOUND
    if len(content) > most:
        raise NoRecording(_("The file is larger than %(size)s MB. Choose a smaller one.", size=most // MEGABYTE))
    return kind


def _kind(content: bytes) -> str | None:
    if content[:4] == b"OggS":
        return "audio/ogg" if content[28:36] == b"OpusHead" else None
    if content[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in content[:64] else None
    if content[4:8] == b"ftyp":
        return _kind_of_boxes(content)
    return _kind_of_frames(content)


def _kind_of_boxes(content: bytes) -> str | None:
    """MP4 is sound or film by its tracks, not by its name; QuickTime's own files play in few browsers."""
    box = _index(content)
    if box is None or content[8:12] == b"qt  ":
        return None
    index = content[slice(*box)]
    if _FILM.search(index):
        return "video/mp4"
    return "audio/mp4" if _SOUND.search(index) else None


def _index(content: bytes) -> tuple[int, int] | None:
    """Where the box stands that lists the tracks."""
    at = 0
    while at + 8 <= len(content):
        size, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16])
        if name == b"moov":
            return at, at + size
        if size < 8:  # noqa: PLR2004  (a box is no smaller than its own head)
            return None
        at += size
    return None


def _kind_of_frames(content: bytes) -> str | None:
    """MP3 or AAC by the head of the first frame, after the tags that players write."""
    at = 0
    if content[:3] == b"ID3":
        a, b, c, d = (*content[6:10], 0, 0, 0, 0)[:4]
        at = 10 + (a << 21 | b << 14 | c << 7 | d)
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF:  # noqa: PLR2004
        return None
    if head[1] & 0xF6 == 0xF0:  # noqa: PLR2004
        return "audio/aac"
    is_mp3 = head[1] & 0xE6 == 0xE2 and head[2] >> 4 not in (0, 15) and head[2] & 0x0C != 0x0C  # noqa: PLR2004
    return "audio/mpeg" if is_mp3 else None


def without_place(content: bytes) -> bytes:
    """The same recording without the place at which a telephone made it; no byte moves."""
    box = _index(content) if content[4:8] == b"ftyp" else None
    if box is None:
        return content
    made = bytearray(content)
    for found in _PLACE.finditer(content, *box):
        start, size = found.start(), int.from_bytes(found[1])
        if 8 < size <= LONGEST_PLACE:  # noqa: PLR2004
            made[start + 4 : start + size] = b"free" + bytes(size - 8)
    return bytes(made)


def has_ending_of(name: str, kind: str) -> bool:
    """Whether the name ends as files of this type do."""
    return name.endswith(TYPES[kind])


def is_about(path: str) -> bool:
    """Whether a file of a package describes a recording."""
    return path.endswith(tuple(ending + ABOUT for ending in RECORDINGS))


def seconds_of(length: object) -> int | None:
    """``4:05`` as seconds. YAML itself reads 4:05 without quotation marks as that number."""
    if isinstance(length, int) and not isinstance(length, bool):
        return length if length > 0 else None
    found = LENGTH.fullmatch(str(length or ""))
    return (int(found[1]) * 60 + int(found[2]) or None) if found else None


def is_about_picture(path: str) -> bool:
    """Whether a file of a package describes a picture: that it is material for analysis."""
    return path.endswith(tuple(ending + ABOUT for ending in (*PICTURES.values(), ".jpeg")))


def said_of(file: MediaFile) -> dict[str, Any]:
    """What stands in the file beside it; the reverse of ``facts_from``."""
    said: dict[str, Any] = {"length": running_time(file.seconds)} if file.seconds else {}
    said |= {"languages": list(file.languages)} if file.languages else {}
    said |= {"captions": {one.language: one.content for one in file.captions}} if file.captions else {}
    return said | ({"text": dict(file.text)} if file.text else {})


def _place_of(language: object) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)


def facts_from(said: Mapping[str, Any]) -> dict[str, Any]:
    """Length, languages and text as the document names them. What is missing, the checks miss."""
    facts = {name: said[name] for name in ("languages", "text") if said.get(name)}
    facts |= {ANALYSIS: True} if said.get(ANALYSIS) is True else {}
    if isinstance(captions := said.get("captions"), Mapping):
        facts["captions"] = [{"language": code, "content": captions[code]} for code in sorted(captions, key=_place_of)]
    seconds = seconds_of(said.get("length"))
    return facts | ({"seconds": seconds} if seconds else {})
