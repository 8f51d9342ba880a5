"""Letters that were lost or mixed up before the file reached us.

Windows-1251 has no ң, ө and ү: a program that saves in it writes "Г?лнара". And UTF-8 that was opened as Windows-1251
or Windows-1252 turns every Cyrillic letter into two strange ones: "Р“ТЇР»" or "Ð“Ò¯Ð»". A certificate must never
carry either.
"""

import re

REPLACEMENT = "\ufffd"
#: The first bytes of Cyrillic letters in UTF-8 are D0 to D3, the second ones 80 to BF.
FIRST, SECOND = range(0xD0, 0xD4), range(0x80, 0xC0)

_QUESTION_MARK = re.compile(r"[^\W\d_]\?|\?[^\W\d_]")


def _pairs(encoding: str) -> str:
    """Two or more letters of UTF-8 as this code page shows them."""

    def shown(numbers: range) -> str:
        letters = "".join(bytes([number]).decode(encoding, "ignore") for number in numbers)
        return f"[{re.escape(letters)}\x80-\x9f]" if numbers is SECOND else f"[{re.escape(letters)}]"

    return f"(?:{shown(FIRST)}{shown(SECOND)}){{2,}}"


_MIXED_UP = re.compile("|".join(_pairs(encoding) for encoding in ("cp1251", "cp1252")))


def has_broken_letters(text: str) -> bool:
    """Whether letters of this name are lost or mixed up. Not for sentences: a question mark may end those."""
    return REPLACEMENT in text or bool(_QUESTION_MARK.search(text)) or bool(_MIXED_UP.search(text))
