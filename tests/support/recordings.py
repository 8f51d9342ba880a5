"""Sound and film of a few hundred bytes, made here: what the formats say of themselves, and silence."""

import struct

#: One frame of silence: MPEG 1 layer III, 32 kbit/s, 44.1 kHz, one channel. 38 of them last a second.
FRAME = b"\xff\xfb\x10\xc0" + bytes(100)


def mp3(frames=4, *, tagged=False):
    """Silence that every player plays; ``tagged`` with the name that an editor writes before it."""
    tag = b"ID3\x03\x00\x00" + bytes((0, 0, 0, 20)) + b"TIT2" + bytes(16) if tagged else b""
    return tag + FRAME * frames


def aac():
    return b"\xff\xf1\x50\x80\x01\x7f\xfc" + bytes(4)


def ogg(codec=b"OpusHead"):
    """The first page of a file."""
    packet = codec + b"\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
    return b"OggS\x00\x02" + bytes(8) + struct.pack("<III", 1, 0, 0) + bytes((1, len(packet))) + packet


def webm(kind=b"webm"):
    return b"\x1a\x45\xdf\xa3\x8b\x42\x82" + bytes((0x80 | len(kind),)) + kind + b"\x18\x53\x80\x67\x80"


def box(name, content=b""):
    return struct.pack(">I", 8 + len(content)) + name + content


def mp4(*tracks, brand=b"isom", about=b""):
    """A film or a sound by its tracks (``vide``, ``soun``); ``about`` is a box that says more."""
    handlers = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + track + bytes(13)))) for track in tracks]
    index = box(b"moov", b"".join(handlers) + (box(b"udta", about) if about else b""))
    return box(b"ftyp", brand + bytes(4) + brand) + index + box(b"mdat", bytes(40))


PLACE = box(b"\xa9xyz", b"\x00\x12\x15\xc7+42.87+074.59/")
