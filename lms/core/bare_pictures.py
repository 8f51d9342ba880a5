"""Whether the bytes of a picture hold anything but the picture: what a camera, a telephone or a person wrote into it.

Read here and not by a library, because libraries skip what they do not know. What is damaged holds no such thing by
this reading; it is no picture either.
"""

from collections.abc import Iterator

_PNG = b"\x89PNG\r\n\x1a\n"
#: What is needed to draw it as it is.
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"})
_PARTS = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
_MARK, _START, _END, _SCAN = 0xFF, 0xD8, 0xD9, 0xDA
#: JFIF says the size of a point, Adobe how colours are mixed; longer ones hold a second, small picture or anything.
_HEADS = {0xE0: (b"JFIF\0", 16), 0xEE: (b"Adobe", 14)}
#: The others are of people and programs.
_WRITTEN = frozenset({*range(0xE1, 0xEE), 0xEF, 0xFE})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


def is_bare(content: bytes) -> bool:
    """True as well for what is no picture of points."""
    if content.startswith(_PNG):
        return _is_bare_png(content)
    if content.startswith(b"\xff\xd8\xff"):
        return _is_bare_jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _is_bare_webp(content)
    return True


def _is_bare_png(content: bytes) -> bool:
    at = len(_PNG)
    while at + 8 <= len(content):
        name = content[at + 4 : at + 8]
        if name not in _CHUNKS:
            return False
        at += 12 + int.from_bytes(content[at : at + 4])
        if name == b"IEND":
            return at >= len(content)
    return True


def _is_bare_webp(content: bytes) -> bool:
    end, at = 8 + int.from_bytes(content[4:8], "little"), 12
    if end < len(content) - 1:
        return False
    while at + 8 <= len(content):
        if content[at : at + 4] not in _PARTS:
            return False
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return True


def _is_bare_jpeg(content: bytes) -> bool:
    for marker, start, end in _markers(content):
        if marker in _WRITTEN or (marker in _HEADS and not _is_head(content[start:end], *_HEADS[marker])):
            return False
        if marker == _END:
            return end >= len(content)
    return True


def _is_head(part: bytes, name: bytes, size: int) -> bool:
    return part[4:].startswith(name) and len(part) == size + 2


def _markers(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Each marker with the places where it begins and where what belongs to it ends."""
    at = 2
    while at + 2 <= len(content):
        if content[at] != _MARK:
            return
        marker = content[at + 1]
        if marker == _MARK:  # more of the same before a marker means nothing
            at += 1
            continue
        start = at
        if marker == _END or marker in _ALONE:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4])
            at = _after_scan(content, at) if marker == _SCAN else at
        yield marker, start, at
        if marker == _END:
            return


def _after_scan(content: bytes, at: int) -> int:
    """The next marker behind the points of a scan; within it, such a byte is followed by a zero or a restart."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        following = content[at + 1]
        if following not in (0x00, _MARK) and following not in _ALONE:
            return at
        at += 1 if following == _MARK else 2
