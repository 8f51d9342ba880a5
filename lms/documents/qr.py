"""QR codes as pictures that both a page and the typesetter can show."""

import io

import segno

QUIET_ZONE = 4
"""Modules of white around the code; ISO/IEC 18004 asks for four."""

DARK, LIGHT = "#000000", "#ffffff"


def qr_svg(text: str) -> str:
    """The code as an SVG element with a viewBox and no size of its own.

    Colours are literal, because the typesetter draws CSS variables black. Error correction is at least M (15 %),
    more where it costs no larger picture. Raises ValueError if the text is too long for a QR code.
    """
    code = segno.make_qr(text, error="m")
    picture = io.BytesIO()
    code.save(picture, kind="svg", border=QUIET_ZONE, dark=DARK, light=LIGHT, xmldecl=False, omitsize=True, nl=False)
    return picture.getvalue().decode()
