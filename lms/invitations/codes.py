"""Codes of invitations: sixteen signs in groups of four, typed from paper or carried in a link.

Eighty random bits. 128 would make 26 signs to type on a phone; eighty are enough, because wrong codes slow down the
address they come from, and because nobody can try 2^80 hashes against a stolen table.
"""

import hashlib

from lms.core.codes import is_code, new_code, read_code

LENGTH = 16


def make_code() -> str:
    return new_code(LENGTH)


def code_from(typed: str) -> str | None:
    """The code as it is kept, from what was typed; None if it cannot be one."""
    code = read_code(typed)
    return code if is_code(code, LENGTH) else None


def hash_of_code(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
