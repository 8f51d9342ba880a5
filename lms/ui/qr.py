"""QR codes drawn into a page: one path, so that the page needs neither a picture file nor a style."""

from dataclasses import dataclass

import segno

#: Modules of white around the code (ISO/IEC 18004).
QUIET_ZONE = 4


@dataclass(frozen=True, slots=True)
class QrDrawing:
    """``size`` is the side of the viewBox; ``path`` draws the dark modules, one row of the code after the other."""

    size: int
    path: str


def qr_drawing(text: str) -> QrDrawing:
    """Raises ValueError if the text is too long for a QR code."""
    code = segno.make_qr(text, error="m")
    rows = [list(row) for row in code.matrix_iter(border=QUIET_ZONE)]
    path = "".join(
        f"M{column} {line}h1v1h-1z" for line, row in enumerate(rows) for column, is_dark in enumerate(row) if is_dark
    )
    return QrDrawing(len(rows), path)
