"""``eddsa-rdfc-2022``: sign what a document says, not how it is spelt.

Source: W3C, *Data Integrity EdDSA Cryptosuites 1.0*, 3.2. Both the document and the description of its proof are turned
into canonical statements (RDF Dataset Canonicalization), hashed with SHA-256, and the two hashes are signed together.
The same document, key and moment give the same proof.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import base58
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from lms.credentials import contexts
from lms.credentials.keys import ED25519_PUBLIC, Key

SUITE = "eddsa-rdfc-2022"
BASE58 = "z"


class BadProof(ValueError):
    """The proof is of another kind or is none, or the document says what cannot be signed."""


def proven(document: Mapping[str, Any], key: Key, *, method: str, at: datetime) -> dict[str, Any]:
    """The document with a proof. ``method`` is the address where the public half of the key is served."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    signature = key.private.sign(_hashes(document, proof))
    return {**document, "proof": {**proof, "proofValue": BASE58 + base58.b58encode(signature).decode()}}


def is_proven(document: Mapping[str, Any], multibase: str) -> bool:
    """Whether the proof was made with this public key over just this document. Raises ``BadProof``."""
    bare = {name: value for name, value in document.items() if name != "proof"}
    proof = dict(document.get("proof") or {})
    value = str(proof.pop("proofValue", ""))
    if proof.get("cryptosuite") != SUITE or not value.startswith(BASE58):
        raise BadProof
    try:
        public_key(multibase).verify(base58.b58decode(value[1:]), _hashes(bare, proof))
    except InvalidSignature:
        return False
    return True


def public_key(multibase: str) -> Ed25519PublicKey:
    """The key behind its written form. Raises ``BadProof``."""
    raw = base58.b58decode(multibase[1:]) if multibase.startswith(BASE58) else b""
    if not raw.startswith(ED25519_PUBLIC):
        raise BadProof
    return Ed25519PublicKey.from_public_bytes(raw.removeprefix(ED25519_PUBLIC))


def _hashes(document: Mapping[str, Any], proof: Mapping[str, Any]) -> bytes:
    described = {"@context": document["@context"], **proof}
    return b"".join(hashlib.sha256(_canonical(part)).digest() for part in (described, document))


def _canonical(document: Mapping[str, Any]) -> bytes:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.load}
    reader = jsonld.JsonLdProcessor(on_property_dropped=_refuse)
    return str(reader.normalize(dict(document), options)).encode()


def _refuse(term: object) -> None:
    """A term that no vocabulary knows would be left out of what is signed, and could be added to it afterwards."""
    raise BadProof(term)
