"""How secrets that grant access are kept: never themselves, only what is made of them."""

import hashlib


def hash_of_secret(secret: str) -> str:
    """SHA-256 in hexadecimal. The secret is long and random, so no salt or stretching is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()
