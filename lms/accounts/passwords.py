"""Passwords: argon2id (RFC 9106; 19 MiB, 2 passes, 1 lane), long, not common, not one's own name.

Hashing takes 19 MiB for some 20 ms, so only a few run at once: sixty people signing in together wait their turn
instead of taking the memory of the machine.
"""

import secrets
import unicodedata
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

LONGEST = 128
SHORTEST = 12
SHORTEST_FOR_STAFF = 15

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
