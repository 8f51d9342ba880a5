"""Pictures: what they are by their first bytes, how large, and that a drawing holds nothing that runs."""

import re
import struct
from dataclasses import dataclass
from typing import Any

from lms.core.i18n import _
from lms.exchange.readings import Refused
from lms.exchange.xml_door import local, parsed

LARGEST = 5 * 1024 * 1024
TYPES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/svg+xml": ".svg"}
#: Styles that fetch something.
LEADS_OUT = re.compile(r"@import|url\(\s*['\"]?(?!#)", re.IGNORECASE)
_PNG = b"\x89PNG\r\n\x1a\n"
_MARKER = 0xFF
_START_OF_FRAME = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_RUNS = {"script", "foreignObject", "iframe", "object", "embed", "handler", "set", "animate", "image", "audio", "video"}


class NoPicture(Exception):
    """The bytes are no picture that we show; the sentence says why."""


@dataclass(frozen=True)
class Picture:
    """``type`` as sent to browsers; size in pixels."""

    type: str
    width: int | None
    height: int | None


def look_at(content: bytes) -> Picture:
    """What these bytes are. Raises ``NoPicture``."""
    if len(content) > LARGEST:
        raise NoPicture(_("The file is larger than %(size)s MB. Choose a smaller one.", size=LARGEST // 1024 // 1024))
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
            return Picture("image/png", width, height)
        if content.startswith(b"\xff\xd8\xff"):
            return Picture("image/jpeg", *_size_of_jpeg(content))
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return Picture("image/webp", *_size_of_webp(content))
    except (struct.error, IndexError) as error:
        raise NoPicture(_("The picture is damaged.")) from error
    if b"<svg" in content[:2000]:
        return _drawing(content)
    raise NoPicture(_("This is not a picture in PNG, JPEG, WebP or SVG."))


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if content[at] != _MARKER:
            raise NoPicture(_("The picture is damaged."))
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in _START_OF_FRAME:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length


def _size_of_webp(content: bytes) -> tuple[int, int]:
    kind = content[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", content[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _drawing(content: bytes) -> Picture:
    try:
        root = parsed(content)
    except Refused as refusal:
        raise NoPicture(_("The drawing cannot be read: %(error)s.", error=str(refusal).rstrip("."))) from refusal
    if b"<?" in content.removeprefix(b"\xef\xbb\xbf").lstrip().removeprefix(b"<?xml "):
        raise NoPicture(_("A drawing may hold no instructions for programs."))
    if local(root) != "svg":
        raise NoPicture(_("This is not a picture in PNG, JPEG, WebP or SVG."))
    for element in root.iter():
        _refuse_what_runs(element)
    return Picture("image/svg+xml", *_size_of_drawing(root))


def _refuse_what_runs(element: Any) -> None:
    name = str(element.tag).rsplit("}", 1)[-1]
    if name in _RUNS:
        raise NoPicture(_("A drawing may not hold <%(name)s>.", name=name))
    if name == "style" and LEADS_OUT.search(element.text or ""):
        raise NoPicture(_("A drawing may not hold <%(name)s>.", name="style"))
    for attribute, value in element.attrib.items():
        plain = attribute.rsplit("}", 1)[-1].lower()
        leads_out = plain == "href" and not value.startswith("#")
        if plain.startswith("on") or leads_out or re.search(r"url\(\s*['\"]?(?!#)", value):
            raise NoPicture(_("A drawing may not hold the attribute %(name)s.", name=plain))


def _size_of_drawing(root: Any) -> tuple[int | None, int | None]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sizes = [root.get("width", ""), root.get("height", "")]
    if not all(re.fullmatch(r"[\d.]+(px)?", size) for size in sizes):
        sizes = box[2:4]
    try:
        width, height = (round(float(size.removesuffix("px"))) for size in sizes)
    except ValueError:
        return None, None
    return width, height
