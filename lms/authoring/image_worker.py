"""The process in which pictures are drawn anew: bytes of a picture in, another picture out, then the end.

Started by file name and isolated (`python -I`): it sees no environment, imports nothing of ours, and binds itself
before it reads a byte of the picture.

Argument: one JSON object {"seconds", "pixels", "widest"}. Out: a line of JSON {"type", "ending", "width", "height"} and
the bytes. Exit code 3: this is no picture of a kind that we draw; 4: it has too many points.
"""

import io
import json
import resource
import struct
import sys
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

ADDRESS_SPACE = 1024 * 1024 * 1024
"""Bytes. A picture of 25 million points with transparency, turned and made smaller, needs half of it."""

OPEN_FILES = 64
UNREADABLE, TOO_LARGE = 3, 4
FORMATS = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
QUALITY = 82
#: What the library says of files that are damaged or made to harm.
COMPLAINTS = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    MemoryError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
)


def bind_itself(seconds: int) -> None:
    """Set limits that this process cannot lift again: memory, processor time, files, no core dump."""
    limits = {
        resource.RLIMIT_AS: ADDRESS_SPACE,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
    }
    for limit, most in limits.items():
        resource.setrlimit(limit, (most, most))


class TooLarge(Exception):
    """It has more points than we draw."""


def drawn(content: bytes, *, pixels: int, widest: int) -> tuple[dict[str, Any], bytes]:
    """Facts and bytes of the same picture without anything but what is seen. Raises COMPLAINTS and TooLarge."""
    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as image:
        if image.width * image.height > pixels:
            raise TooLarge
        kind = str(image.format)
        upright = ImageOps.exif_transpose(image)
        if upright.width > widest:
            upright = upright.resize((widest, round(upright.height * widest / upright.width)))
        return _written(upright, kind)


def _written(image: Image.Image, kind: str) -> tuple[dict[str, Any], bytes]:
    bare = image.convert("RGB") if kind == "JPEG" else image
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    target = io.BytesIO()
    bare.save(target, kind, quality=QUALITY, optimize=True)
    media_type, ending = FORMATS[kind]
    return {"type": media_type, "ending": ending, "width": bare.width, "height": bare.height}, target.getvalue()


def main() -> int:
    """Read the order and the picture, write the answer."""
    order = json.loads(sys.argv[1])
    bind_itself(int(order["seconds"]))
    try:
        facts, content = drawn(sys.stdin.buffer.read(), pixels=order["pixels"], widest=order["widest"])
    except TooLarge:
        return TOO_LARGE
    except COMPLAINTS:
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
