"""Drawings of numbers: one SVG for the page and for paper.

Bars carry their labels and numbers beside them, in the colour of the text: nothing depends on colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

WIDTH = 320
#: What a bar may take; the rest is for the number after it.
LONGEST_BAR = 260
LINE, BAR, GAP = 16, 12, 10
#: What fits in letters of any system: a page shows the drawing in its own, wider ones too.
LETTERS_OF_A_LINE = 38


@dataclass(frozen=True)
class Bar:
    """``value`` is None where the number is hidden: then ``words`` is its sign, and there is no bar."""

    label: str
    value: int | None
    words: str


def bars_svg(bars: Sequence[Bar], alt: str) -> Markup:
    """Horizontal bars beneath their labels; the longest is the greatest value."""
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    parts: list[Markup] = []
    top = 0
    for bar in bars:
        for words in wrap(bar.label, LETTERS_OF_A_LINE) or [""]:
            parts.append(_text(0, top + LINE - 4, words))
            top += LINE
        parts.append(_bar(bar, most, top))
        top += BAR + GAP
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{top}" viewBox="0 0 {width} {top}" role="img"'
        ' aria-label="{alt}" font-family="Noto Sans, sans-serif" font-size="12" fill="currentColor">'
    )
    return head.format(width=WIDTH, top=top, alt=alt) + Markup("").join(parts) + Markup("</svg>")


def _bar(bar: Bar, most: int, top: int) -> Markup:
    length = round((bar.value or 0) / most * LONGEST_BAR, 1)
    drawn = Markup('<rect x="0" y="{}" width="{}" height="{}" fill-opacity="0.6"/>').format(top, length, BAR)
    words = _text(length + 6 if length else 0, top + BAR - 2, bar.words)
    return drawn + words if length else words


def _text(x: float, y: float, words: str) -> Markup:
    return Markup('<text x="{}" y="{}">{}</text>').format(x, y, words)
