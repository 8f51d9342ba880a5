"""Pictures from a trainer's device are drawn anew: nothing but what is seen travels on (``lms.core.pictures``)."""

from lms.authoring.packs.pictures import NoPicture
from lms.core.i18n import _
from lms.core.pictures import WIDEST, Undrawable, draw, make_copies


def drawn_anew(content: bytes) -> tuple[bytes, str, str, int, int]:
    """Bytes, type, ending, width and height of the same picture, smaller if it was very wide. Raises ``NoPicture``."""
    try:
        (made,) = draw(content, [(None, WIDEST, None)])
    except Undrawable as refusal:
        raise NoPicture(_why(refusal)) from refusal
    return made.content, made.type, made.ending, made.width, made.height


def made_small(sha256: str, content: bytes) -> None:
    """Put the sizes of a picture, which pages show, beside it. Raises ``NoPicture``."""
    try:
        make_copies(sha256, content)
    except Undrawable as refusal:
        raise NoPicture(_why(refusal)) from refusal


def _why(refusal: Undrawable) -> str:
    if refusal.too_many_points:
        return _("The picture has too many points. Choose a smaller one.")
    if refusal.too_late:
        return _("The platform has too much to do just now to draw the picture. Nothing was saved; try again later.")
    return _("This is not a picture in PNG, JPEG or WebP that can be read.")
