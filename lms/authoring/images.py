"""Pictures from a trainer's device are drawn anew: nothing but what is seen travels on (no place, no camera, no
second file hidden behind the first).
"""

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from lms.authoring.packs.pictures import NoPicture
from lms.core.i18n import _

MOST_PIXELS = 25_000_000
#: Wider than any page shows, also on a dense screen.
WIDEST = 2000
FORMATS = {"PNG": ("image/png", ".png"), "JPEG": ("image/jpeg", ".jpg"), "WEBP": ("image/webp", ".webp")}
QUALITY = 82
#: What the library says of files that are damaged or made to harm.
UNREADABLE = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    struct.error,
)


def drawn_anew(content: bytes) -> tuple[bytes, str, str, int, int]:
    """Bytes, type, ending, width and height of the same picture, smaller if it was very wide. Raises ``NoPicture``."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NoPicture(_("The picture has too many points. Choose a smaller one."))
            kind = str(image.format)
            upright = ImageOps.exif_transpose(image)
            if upright.width > WIDEST:
                upright = upright.resize((WIDEST, round(upright.height * WIDEST / upright.width)))
            return _written(upright, kind)
    except UNREADABLE as error:
        raise NoPicture(_("This is not a picture in PNG, JPEG or WebP that can be read.")) from error


def _written(image: Image.Image, kind: str) -> tuple[bytes, str, str, int, int]:
    bare = image.convert("RGB") if kind == "JPEG" else image
    bare.info = {name: value for name, value in bare.info.items() if name == "transparency"}
    target = io.BytesIO()
    bare.save(target, kind, quality=QUALITY, optimize=True)
    media_type, ending = FORMATS[kind]
    return target.getvalue(), media_type, ending, bare.width, bare.height
