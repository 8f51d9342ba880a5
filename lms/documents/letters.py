"""Which letters can be printed: asked of the fonts themselves."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONT_FOLDER = Path(__file__).resolve().parents[2] / "build" / "fonts" / "documents"
"""Filled at set-up (tools/build_assets.py); nothing else is ever used, so a document looks the same everywhere."""

FAMILY_NAME = 1
TYPOGRAPHIC_FAMILY_NAME = 16

# Line feeds break lines, a soft hyphen and the two joiners are instructions: none of them is drawn.
NOT_DRAWN = frozenset("\n\u00ad\u200c\u200d")
#: How signs are written that our own words use and the fonts lack; a joiner joins without being seen.
OTHERWISE = {"\u2265": ">=", "\u2264": "<=", "\u2192": "->", "\u2060": "", "\t": " "}
UNKNOWN = "?"
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def unprintable_letters(text: str, font: str | None = "Noto Serif") -> list[str]:
    """The letters of the text that the font lacks, each once, in their order; an empty list if all can be printed.

    A family counts as having a letter if every weight of it has. With `font=None` a letter is enough in any family.
    Letters are compared in their composed form (NFC), which is also how the typesetter draws them. Marks of
    direction and other invisible characters count as unprintable: in a name they are a mistake or a trick.
    Raises LookupError if the font is not among the fonts of documents.
    """
    has = _letters_of_any() if font is None else _letters_of(font)
    letters = dict.fromkeys(unicodedata.normalize("NFC", text))
    return [letter for letter in letters if letter not in NOT_DRAWN and not _is_printable(letter, has)]


def written_otherwise(facts: Any) -> Any:
    """The same with every text as the fonts can print it: signs that they lack in two letters, else a question mark.

    For what must not be refused for one letter of a name: a table, a report that is frozen.
    """
    if isinstance(facts, dict):
        return {key: written_otherwise(value) for key, value in facts.items()}
    if isinstance(facts, list | tuple):
        return [written_otherwise(value) for value in facts]
    if not isinstance(facts, str):
        return facts
    instead = {ord(letter): OTHERWISE.get(letter, UNKNOWN) for letter in unprintable_letters(facts, font=None)}
    return unicodedata.normalize("NFC", facts).translate(instead) if instead else facts


def all_strings(facts: object) -> Iterable[str]:
    """Every text in nested facts, keys left out."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, dict):
        for value in facts.values():
            yield from all_strings(value)
    elif isinstance(facts, list | tuple):
        for value in facts:
            yield from all_strings(value)


def _is_printable(letter: str, has: frozenset[int]) -> bool:
    return ord(letter) in has and unicodedata.category(letter) not in INVISIBLE


@cache
def _families() -> dict[str, frozenset[int]]:
    """The letters that all files of a family share, by the family's name."""
    families: dict[str, frozenset[int]] = {}
    for path in sorted(FONT_FOLDER.glob("*.[ot]tf")):
        with TTFont(path, lazy=True) as font:
            # The older name carries the weight ("Noto Serif SemiBold"), the typographic one does not.
            name = font["name"].getDebugName(TYPOGRAPHIC_FAMILY_NAME) or font["name"].getDebugName(FAMILY_NAME)
            letters = frozenset(font.getBestCmap())
        families[name] = families.get(name, letters) & letters
    if not families:
        raise LookupError(f"No fonts for documents in {FONT_FOLDER}; run the set-up (make run)")
    return families


def _letters_of(family: str) -> frozenset[int]:
    if family not in _families():
        raise LookupError(f"{family} is not among the fonts of documents: {', '.join(_families())}")
    return _families()[family]


@cache
def _letters_of_any() -> frozenset[int]:
    return frozenset().union(*_families().values())
