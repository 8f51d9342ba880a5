"""The web font of headings: three files of Literata SemiBold merged into one with the letters we need.

The package keeps the Kyrgyz letters ң ө ү in a file of their own, so a Kyrgyz heading would cost three
downloads. The typeface is under the SIL Open Font License and reserves no name; the licence lies beside the result.
"""

import io
import tempfile
from collections.abc import Iterable
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ASCII = "".join(map(chr, range(0x20, 0x7F)))
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
KYRGYZ = "ҢңӨөҮү"
NEIGHBOURS = "ҚқҒғҺһӘәІіҰұЎў"
SIGNS = "«»„“”’–—…№§·\u00a0"
LETTERS = ASCII + RUSSIAN + KYRGYZ + NEIGHBOURS + SIGNS
FEATURES = ["kern", "lnum", "locl", "ccmp", "mark"]
LIMIT = 19 * 1024
SOM = "⃀"


def heading_font(files: Path) -> bytes:
    """The merged font as WOFF2, at most 19 KB, with every letter present."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for alphabet in ("cyrillic", "cyrillic-ext", "latin"):
            font = TTFont(files / f"literata-{alphabet}-600-normal.woff2", recalcTimestamp=False)
            font.flavor = None
            part = Path(folder) / f"{alphabet}.ttf"
            font.save(part)
            parts.append(str(part))
        merged = Merger().merge(parts)
        drawn_at = TTFont(parts[0])["head"].modified
    subsetter = Subsetter(options())
    subsetter.populate(text=LETTERS)
    subsetter.subset(merged)
    missing = letters_missing(merged, LETTERS)
    if missing:
        raise SystemExit(f"The web font lacks: {' '.join(missing)}")
    draw_alike(merged, "-", "\N{NON-BREAKING HYPHEN}")  # the typeface has none; Kyrgyz days are written with it
    merged.recalcTimestamp = False  # the same font, byte for byte, on every machine
    merged["head"].created = merged["head"].modified = drawn_at
    merged.flavor = "woff2"
    stream = io.BytesIO()
    merged.save(stream)
    if stream.tell() > LIMIT:
        raise SystemExit(f"The web font is {stream.tell()} bytes; the limit is {LIMIT}.")
    return stream.getvalue()


def draw_alike(font: TTFont, letter: str, another: str) -> None:
    """The other letter looks like the first."""
    for table in font["cmap"].tables:
        if ord(letter) in table.cmap:
            table.cmap[ord(another)] = table.cmap[ord(letter)]


def options() -> Options:
    chosen = Options()
    chosen.layout_features = FEATURES
    chosen.hinting = False
    chosen.desubroutinize = True
    chosen.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    chosen.drop_tables += ["DSIG", "STAT", "meta", "vhea", "vmtx"]
    return chosen


def check_letters(paths: Iterable[Path]) -> None:
    """Documents are never set in a face that lacks a letter of a language or the sign of the som."""
    for path in paths:
        missing = letters_missing(TTFont(path, lazy=True), LETTERS + SOM)
        if missing:
            raise SystemExit(f"{path.name} lacks: {' '.join(missing)}")


def letters_missing(font: TTFont, letters: str) -> list[str]:
    known = font.getBestCmap()
    return [letter for letter in dict.fromkeys(letters) if ord(letter) not in known]
