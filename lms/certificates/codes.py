"""The code on a certificate: 128 random bits as 26 Crockford letters and digits, forgiving towards whoever types it."""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
BITS = 128
#: Printed on samples; no certificate ever has it.
SAMPLE = "0" * LENGTH

#: I and L are read as 1, O as 0 (Crockford); Cyrillic letters as the Latin ones they look like.
_ALIKE = str.maketrans("ILOАВЕЁЗІЈКМНҺОӨРЅСТУҮХ", "110ABEE31JKMHH00PSCTYYX")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015_.·]+")


def new_code() -> str:
    """A code nobody can guess."""
    value = secrets.randbits(BITS) or 1
    return "".join(ALPHABET[value >> (5 * place) & 31] for place in reversed(range(LENGTH)))


def read_code(typed: str) -> str:
    """What was typed, in the spelling in which codes are stored. Whether it is a code at all is another question."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return _BETWEEN.sub("", plain).translate(_ALIKE)


def is_code(code: str) -> bool:
    return len(code) == LENGTH and set(code) <= set(ALPHABET)


def grouped(code: str) -> str:
    """In groups of four, as printed."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
