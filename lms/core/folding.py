"""Searching and sorting names the Kyrgyz way, the same on every database.

Kyrgyz letters are often typed as their Russian neighbours (ң as н, ө as о, ү as у), and neither SQLite's nor a
C-locale PostgreSQL's ``lower`` knows Cyrillic. So tables keep a folded text to search and a key to sort by.
"""

import re
import unicodedata

ALPHABET = "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"
_PLACE = {letter: chr(0x100 + number) for number, letter in enumerate(ALPHABET)}
_FOLDS = str.maketrans("ёңөүй", "еноуи")
_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "j", "з": "z", "и": "i", "к": "k", "л": "l",
        "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts",
        "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    }
)  # fmt: skip
#: Different ways to write one sound in Latin letters, the longest first.
_SOUNDS = (
    ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("ng", "n"), ("ye", "e"), ("ie", "e"), ("y", "i"), ("w", "v"),
)  # fmt: skip
_TWICE = re.compile(r"([a-z])\1+")
_HIDDEN = re.compile("[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def clean(text: str) -> str:
    """One spelling of the same text: NFC, no control or direction marks, single spaces."""
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())


def clean_lines(text: str) -> str:
    """The same line by line, for texts in which line breaks mean something."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).strip("\n")


def fold(text: str) -> str:
    """For searching: case, ё/е, ң/н, ө/о, ү/у and й/и make no difference."""
    return clean(text).casefold().translate(_FOLDS)


def heard(text: str) -> str:
    """As a name sounds, in plain Latin letters: Айгүл, Айгуль, Aigul and Aygül are one, Жаныш, Zhanysh and Janysh too.

    More than folding: which spelling a person has on record is not what others type.
    """
    letters = unicodedata.normalize("NFD", fold(text).replace("дж", "ж").translate(_LATIN))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    return _TWICE.sub(r"\1", plain)


def sort_key(text: str) -> str:
    """For ORDER BY (with the C collation on PostgreSQL): the 36-letter Kyrgyz alphabet, equal to ICU's ``ky``."""
    plain = " ".join(clean(text).replace("-", " ").casefold().split())
    return "".join(_PLACE.get(letter, letter) for letter in plain) + "\x01" + plain
