"""Secrets that must be read again, kept so that a copy of the database alone does not give them away.

The key is derived from ``SECRET_KEY`` and never stored. With another ``SECRET_KEY`` nothing can be opened any more;
whoever keeps something sealed must be able to say so and to begin anew.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(secret: str, *, purpose: str) -> str:
    """``purpose`` keeps what one part of the house has sealed from being opened by another."""
    return _box(purpose).encrypt(secret.encode()).decode("ascii")


def seal_undated(secret: str, *, purpose: str) -> str:
    """As ``seal``, and what is sealed does not tell when: a token of Fernet begins with its moment, readable by all."""
    return _box(purpose).encrypt_at_time(secret.encode(), 0).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str | None:
    """None if it was sealed with another key or for another purpose, or was changed."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"sealed: {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derive.derive(str(current_app.config["SECRET_KEY"]).encode())))
