"""A device that keeps a passkey, made of a key and some bytes: what a browser would send, where there is none."""

import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url as text

USER_IS_PRESENT, HAS_NEW_KEY = 0x01, 0x40


class Authenticator:
    """One passkey. ``origin`` is the page that asks; a device signs for whichever page the browser names."""

    def __init__(self, origin="http://localhost", host="localhost"):
        self.origin, self.host = origin, host
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.uses = 0

    def make(self, question):
        """The answer to a question for a new passkey, as the page's script sends it."""
        about = self._about(USER_IS_PRESENT | HAS_NEW_KEY) + bytes(16) + struct.pack(">H", len(self.id)) + self.id
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about + self._public_key()})
        return self._answer(
            {"clientDataJSON": text(self._client("create", question)), "attestationObject": text(attested)}
        )

    def sign(self, question):
        """The answer to a question for this passkey."""
        self.uses += 1
        about, client = self._about(USER_IS_PRESENT), self._client("get", question)
        signature = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            {"clientDataJSON": text(client), "authenticatorData": text(about), "signature": text(signature)}
        )

    def _about(self, flags):
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + struct.pack(">I", self.uses)

    def _client(self, act, question):
        said = {"type": f"webauthn.{act}", "challenge": question["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _public_key(self):
        numbers = self.key.public_key().public_numbers()
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})

    def _answer(self, response):
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response})
