"""The keys that sign: made once, kept in the data folder, readable by the server alone. The newest signs.

A key is a file named by the day it was made. To change it, run ``flask --app wsgi certificates new-key``: what was
signed before stays valid, because the public part of every key is served as long as its file is there.
"""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

import base58
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

#: Multicodec of an Ed25519 public key (0xed as a varint), before the key itself.
ED25519_PUBLIC = b"\xed\x01"
SUFFIX = ".pem"


@dataclass(frozen=True)
class Key:
    """``id`` is a part of the address under which the public half is served."""

    id: str
    private: Ed25519PrivateKey

    @cached_property
    def public(self) -> Ed25519PublicKey:
        return self.private.public_key()

    @cached_property
    def multibase(self) -> str:
        """The public half as verifiers read it (Multikey: ``z`` for base58, then multicodec and key)."""
        raw = self.public.public_bytes(Encoding.Raw, PublicFormat.Raw)
        return "z" + base58.b58encode(ED25519_PUBLIC + raw).decode()


def signing_key(folder: Path, *, at: datetime) -> Key:
    """The newest key of the folder; the first is made here and now."""
    names = sorted(path.name for path in folder.glob(f"*{SUFFIX}"))
    return _read(folder / names[-1]) if names else new_key(folder, at=at)


def key_by_id(folder: Path, key_id: str) -> Key | None:
    """Any key that ever signed and is still there."""
    present = {path.name.removesuffix(SUFFIX): path for path in folder.glob(f"*{SUFFIX}")}
    return _read(present[key_id]) if key_id in present else None


def all_keys(folder: Path) -> list[Key]:
    """Oldest first."""
    return [_read(path) for path in sorted(folder.glob(f"*{SUFFIX}"))]


def new_key(folder: Path, *, at: datetime) -> Key:
    """Make a key; it signs from now on. If two processes make the first at once, both use the one that came first."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    target = folder / f"{at:%Y-%m-%d}{SUFFIX}"
    handle, name = tempfile.mkstemp(dir=folder)  # readable by its owner only
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    with suppress(FileExistsError):
        target.hardlink_to(name)
    Path(name).unlink()
    return _read(target)


def _read(path: Path) -> Key:
    private = load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey)  # noqa: S101  (we wrote it)
    return Key(path.name.removesuffix(SUFFIX), private)
