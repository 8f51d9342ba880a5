"""The process in which pictures are drawn anew: bytes of a picture in, another picture out, then the end.

Started by file name and isolated (`python -I`): it sees no environment, imports nothing of ours, and is bound
before it begins (`lms.core.bound`).

Argument: one JSON object {"pixels", "shapes": [{"kind", "widest", "most"}, …]}; a shape without a kind keeps
that of the picture, "most" is how many bytes it may have. Out: a line of JSON, for each shape {"type", "ending",
"width", "height", "size"}, and the bytes one after the other. Exit code 3: this is no picture of a kind that we draw;
4: it has too many points.
"""

import io
import json
import struct
import sys
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

UNREADABLE, TOO_LARGE = 3, 4
FORMATS = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
#: How true to the original, from the best to the least that is shown.
QUALITIES = (82, 60, 38)
NARROWEST = 120
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


class TooLarge(Exception):
    """It has more points than we draw."""


def drawn(content: bytes, *, pixels: int, shapes: list[dict[str, Any]]) -> list[tuple[dict[str, Any], bytes]]:
    """For each shape facts and bytes of the picture, with nothing but what is seen. Raises COMPLAINTS and TooLarge."""
    with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as image:
        if image.width * image.height > pixels:
            raise TooLarge
        kind = str(image.format)
        upright = ImageOps.exif_transpose(image)
        return [_within(upright, shape["kind"] or kind, shape["widest"], shape["most"]) for shape in shapes]


def _within(image: Image.Image, kind: str, widest: int, most: int | None) -> tuple[dict[str, Any], bytes]:
    """Rather less true to the original than larger than it may be, and then rather smaller."""
    best, *others = QUALITIES
    shown = _narrowed(image, widest)
    made = _written(shown, kind, best)
    if most is None:
        return made
    for quality in others:
        if len(made[1]) <= most:
            return made
        made = _written(shown, kind, quality)
    while shown.width > NARROWEST and len(made[1]) > most:
        # What a picture weighs follows its area.
        shown = _narrowed(shown, max(NARROWEST, int(0.95 * shown.width * (most / len(made[1])) ** 0.5)))
        made = _written(shown, kind, others[-1])
    return made


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    # Colours from a palette cannot be mixed.
    mixed = image.convert("RGBA" if "transparency" in image.info else "RGB") if image.mode == "P" else image
    return mixed.resize((width, max(1, round(image.height * width / image.width))))


def _written(image: Image.Image, kind: str, quality: int) -> tuple[dict[str, Any], bytes]:
    bare = _on_white(image) if kind == "JPEG" else image.copy()
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    target = io.BytesIO()
    bare.save(target, kind, quality=quality, optimize=True)
    media_type, ending = FORMATS[kind]
    content = target.getvalue()
    facts = {"type": media_type, "ending": ending, "width": bare.width, "height": bare.height, "size": len(content)}
    return facts, content


def _on_white(image: Image.Image) -> Image.Image:
    """JPEG has no transparency."""
    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image.convert("RGB")
    through = image.convert("RGBA")
    ground = Image.new("RGBA", through.size, "#FFFFFF")
    return Image.alpha_composite(ground, through).convert("RGB")


def main() -> int:
    """Read the order and the picture, write the answer."""
    order = json.loads(sys.argv[1])
    try:
        made = drawn(sys.stdin.buffer.read(), pixels=order["pixels"], shapes=order["shapes"])
    except TooLarge:
        return TOO_LARGE
    except COMPLAINTS:
        return UNREADABLE
    sys.stdout.buffer.write(json.dumps([facts for facts, _content in made]).encode() + b"\n")
    for _facts, content in made:
        sys.stdout.buffer.write(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
