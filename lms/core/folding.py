"""Searching and sorting names the Kyrgyz way, the same on every database.

Kyrgyz letters are often typed as their Russian neighbours (ң as н, ө as о, ү as у), and neither SQLite's nor a
C-locale PostgreSQL's ``lower`` knows Cyrillic. So tables keep a folded text to search and a key to sort by.
"""

import re
import unicodedata

ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_PLACE = {letter: chr(0x100 + number) for number, letter in enumerate(ALPHABET)}
_FOLDS = str.maketrans("ёңөүй", "еноуи")
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """One spelling of the same text: NFC, no control or direction marks, single spaces."""
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """For searching: case, ё/е, ң/н, ө/о, ү/у and й/и make no difference."""
    return clean(text).casefold().translate(_FOLDS)


def sort_key(text: str) -> str:
    """For ORDER BY (with the C collation on PostgreSQL): the 36-letter Kyrgyz alphabet, equal to ICU's ``ky``."""
    plain = " ".join(clean(text).replace("-", " ").casefold().split())
    return "".join(_PLACE.get(letter, letter) for letter in plain) + "\x01" + plain
