"""Codes that people read from paper and type: letters and digits that cannot be taken for one another.

Douglas Crockford's thirty-two signs: no I, L, O and U. Whoever types may use small letters, spaces and hyphens, and
the Cyrillic letters that look like the Latin ones.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_SIGN = 5
GROUP = 4

#: I and L are read as 1, O as 0 (Crockford); Cyrillic letters as the Latin ones they look like.
_ALIKE = str.maketrans("ILOАВЕЁЗІЈКМНҺОӨРЅСТУҮХ", "110ABEE31JKMHH00PSCTYYX")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.·]+")


def new_code(length: int, *, bits: int | None = None) -> str:
    """A random code of so many signs; ``bits`` where fewer random ones than five for each sign are wanted."""
    value = secrets.randbits(bits or length * BITS_PER_SIGN)
    return "".join(ALPHABET[value >> (BITS_PER_SIGN * place) & 31] for place in reversed(range(length)))


def read_code(typed: str) -> str:
    """What was typed, in the spelling in which codes are kept. Whether it is a code at all is another question."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return _BETWEEN.sub("", plain).translate(_ALIKE)


def is_code(code: str, length: int) -> bool:
    return len(code) == length and set(code) <= set(ALPHABET)


def grouped(code: str) -> str:
    """In groups of four, as printed."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
