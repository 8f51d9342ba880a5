"""The name on a certificate: which lines a person may choose, which letters may stand in it, what the public sees."""

import hashlib
import unicodedata
from collections.abc import Iterable

from lms.certificates.errors import NameRefused
from lms.core.folding import fold
from lms.documents import unprintable_letters

LONGEST = 100
SHORTEST = 2
#: Parts of Kyrgyz and Turkic patronymics; they stand beside a father's name and are no name of their own.
PARTICLES = frozenset({"уулу", "кызы", "оглу", "оглы", "кизи", "угли", "uulu", "kyzy", "oglu", "ogly", "qizi"})
MOST_INITIALS = 3
_ALLOWED_MARKS = frozenset(" -‐'’ʼ`.()")
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "’": "'", "ʼ": "'", "`": "'"})


def normal(name: str) -> str:
    """Composed letters (NFC) and single spaces. Nothing is taken away: what must not stand there is refused."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def lines_of(full_name: str) -> list[str]:
    """The ways in which a name may be printed, as it is written first: the other order, without the patronymic.

    A name of two words or more is taken to begin with the family name, as names are written in the register; every
    line is shown in full to the person, who knows. Patronymics of two words (``Бакыт кызы``) stay together.
    """
    parts = _parts(normal(full_name))
    family, *others = parts
    lines = [" ".join(parts)]
    if others:
        lines.append(" ".join([*others, family]))
    if len(others) > 1:
        lines += [f"{family} {others[0]}", f"{others[0]} {family}"]
    return list(dict.fromkeys(lines))


def _parts(name: str) -> list[str]:
    parts: list[str] = []
    for word in name.split(" "):
        if word.casefold() in PARTICLES and parts:
            parts[-1] = f"{parts[-1]} {word}"
        else:
            parts.append(word)
    return parts


def initials(name: str) -> str:
    """``А. А. Б.``: all that a stranger sees unless the holder chose otherwise."""
    words = [word for word in normal(name).replace("(", "").split(" ") if word.casefold() not in PARTICLES]
    letters = [_first_letter(part) for part in words[:MOST_INITIALS]]
    return " ".join(f"{letter}." for letter in letters if letter)


def _first_letter(word: str) -> str:
    return next((letter.upper() for letter in word if letter.isalpha()), "")


def check(name: str) -> str:
    """The name in its normal form. Raises ``NameRefused`` with what is wrong and the letters concerned."""
    if hidden := [letter for letter in name if _is_hidden(letter)]:
        raise NameRefused("hidden", hidden)
    name = normal(name)
    if sum(letter.isalpha() for letter in name) < SHORTEST:
        raise NameRefused("empty")
    if len(name) > LONGEST:
        raise NameRefused("long")
    if foreign := _unique(letter for letter in name if not _belongs_in_name(letter)):
        raise NameRefused("foreign", foreign)
    if lacking := unprintable_letters(name):
        raise NameRefused("unprintable", lacking)
    return name


def matches(typed: str, printed: str) -> bool:
    """Whether somebody reads the same name from the paper; case, hyphens and ң/н, ө/о, ү/у, ё/е are forgiven."""
    return _bare(typed) == _bare(printed)


def fingerprint(code: str, name: str) -> str:
    """SHA-256 of a name as it is compared; without the code, names could be tried out one after the other."""
    return hashlib.sha256(f"{code}\n{_bare(name)}".encode()).hexdigest()


def _bare(name: str) -> str:
    return fold(" ".join(name.translate(_DASHES).replace("-", " ").replace(".", " ").split()))


def _is_hidden(letter: str) -> bool:
    """Zero-width and direction marks, controls, private and unassigned characters."""
    return unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and letter not in "\t\n\r"


def _belongs_in_name(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LM" or letter in _ALLOWED_MARKS


def _unique(letters: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(letters))
