"""Passwords: argon2id (RFC 9106; 19 MiB, 2 passes, 1 lane), long, not common, not one's own name.

Hashing takes 19 MiB for some 20 ms, so only a few run at once: sixty people signing in together wait their turn
instead of taking the memory of the machine.
"""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from lms.accounts.common_passwords import is_common
from lms.accounts.errors import WeakPassword

LONGEST = 128
SHORTEST = 12
SHORTEST_WITH_ROLE = 15
#: What must remain of a password when the person's own words are taken out of it.
OWN_LETTERS = 8
SHORTEST_WORD = 4
_STAND_INS = str.maketrans({"@": "a", "$": "s", "0": "o", "1": "i", "3": "e", "5": "s", "!": "i", "4": "a"})

_hasher = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))
_turns = BoundedSemaphore(4)


def normal(password: str) -> str:
    """One spelling of the same characters (NFC); nothing is cut."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    with _turns:
        return _hasher.hash(normal(password))


def verify_password(password: str, kept: str | None) -> tuple[bool, str | None]:
    """Whether it matches, and a fresher hash if the kept one is of an older kind.

    Takes the same time for an account that does not exist (``kept`` None).
    """
    if len(password) > LONGEST:
        return False, None
    with _turns:
        matches, fresher = _hasher.verify_and_update(normal(password), kept or _nobody())
    return (matches and kept is not None), fresher


_nobodys: list[str] = []


def _nobody() -> str:
    if not _nobodys:
        _nobodys.append(_hasher.hash(secrets.token_urlsafe()))
    return _nobodys[0]


class Weakness(StrEnum):
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    OWN_WORDS = "own_words"


def shortest(*, is_long: bool) -> int:
    """Twelve characters; fifteen (``is_long``) for people with a role whom no second step protects."""
    return SHORTEST_WITH_ROLE if is_long else SHORTEST


def refuse_weak(password: str, *, is_long: bool, own_words: Iterable[str] = ()) -> None:
    """No rules about kinds of characters; long, not common, not made of the person's own name or contact.

    Raises ``WeakPassword``.
    """
    text = normal(password)
    if len(text) < shortest(is_long=is_long):
        raise WeakPassword(Weakness.TOO_SHORT)
    if len(text) > LONGEST:
        raise WeakPassword(Weakness.TOO_LONG)
    bare = _bare(text)
    if is_common(bare):
        raise WeakPassword(Weakness.COMMON)
    left = bare
    for word in sorted(_words(own_words), key=len, reverse=True):
        left = left.replace(word, "")
    if left != bare and len(left) < OWN_LETTERS:
        raise WeakPassword(Weakness.OWN_WORDS)


def _words(texts: Iterable[str]) -> set[str]:
    """The parts of names, addresses and numbers that are long enough to be recognised."""
    parts = {_bare(part) for text in texts for part in re.split(r"[\s@.,+_-]+", text)}
    return {part for part in parts if len(part) >= SHORTEST_WORD}


def _bare(text: str) -> str:
    """Letters and digits in lower case, with the usual stand-ins undone: ``P@ssw0rd`` is ``password``."""
    return re.sub(r"[\W_]", "", text.casefold().translate(_STAND_INS))
