"""Statements that anybody can check: signed after the data model, refused once anything in them was changed."""

import base64
import gzip
import hashlib
import json
from datetime import UTC, datetime

import base58
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from lms.credentials import LIST_LENGTH, BadProof, encoded_bits, is_proven, key_by_id, proven, signing_key
from lms.credentials.contexts import CREDENTIALS, FOLDER, OPEN_BADGES
from lms.credentials.keys import all_keys, new_key

AT = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)
METHOD = "https://sabak.example/api/v1/issuer/keys/2026-11-16"
STATEMENT = {
    "@context": [CREDENTIALS, OPEN_BADGES],
    "id": "https://sabak.example/verify/1",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://sabak.example/api/v1/issuer", "type": ["Profile"], "name": "Сабак"},
    "validFrom": "2026-11-16T04:00:00Z",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "achievement": {
            "id": "https://sabak.example/a",
            "type": ["Achievement"],
            "name": "Негиздер",
            "description": "Үч тилде",
            "criteria": {"narrative": "Өтүү баллы 75 %"},
        },
    },
}


@pytest.fixture
def key(tmp_path):
    return signing_key(tmp_path, at=AT)


def test_a_statement_is_proven_by_the_key_that_signed_it(key):
    signed = proven(STATEMENT, key, method=METHOD, at=AT)

    assert is_proven(signed, key.multibase)


def test_another_key_proves_nothing(key, tmp_path):
    other = new_key(tmp_path / "other", at=AT)

    assert not is_proven(proven(STATEMENT, key, method=METHOD, at=AT), other.multibase)


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(validFrom="2020-01-01T00:00:00Z"),
        lambda said: said["credentialSubject"]["achievement"].update(name="Негиздер 2"),
        lambda said: said["issuer"].update(id="https://evil.example/"),
        lambda said: said["proof"].update(created="2020-01-01T00:00:00Z"),
        lambda said: said["proof"].update(verificationMethod="https://evil.example/key"),
    ],
    ids=["date", "title", "issuer", "moment of the proof", "key that is named"],
)
def test_whatever_is_changed_afterwards_ends_the_proof(key, change):
    signed = json.loads(json.dumps(proven(STATEMENT, key, method=METHOD, at=AT)))
    change(signed)

    assert not is_proven(signed, key.multibase)


def test_a_word_that_no_vocabulary_knows_cannot_be_slipped_in(key):
    signed = proven(STATEMENT, key, method=METHOD, at=AT)

    with pytest.raises(BadProof):
        is_proven({**signed, "rank": "general"}, key.multibase)


def test_a_vocabulary_of_somebody_else_is_never_fetched(key):
    strange = {**STATEMENT, "@context": [CREDENTIALS, "https://elsewhere.example/context"]}

    with pytest.raises(jsonld.JsonLdError):
        proven(strange, key, method=METHOD, at=AT)


@pytest.mark.parametrize("proof", [{}, {"cryptosuite": "ecdsa-2019", "proofValue": "zabc"}, {"proofValue": "abc"}])
def test_another_kind_of_proof_is_refused(key, proof):
    with pytest.raises(BadProof):
        is_proven({**STATEMENT, "proof": proof}, key.multibase)


def test_a_verifier_of_its_own_comes_to_the_same(key):
    """Worked out once more from the recommendation, with the library for canonical form and nothing of ours."""
    signed = proven(STATEMENT, key, method=METHOD, at=AT)
    files = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}

    def load(address, _options):
        return {
            "contentType": "application/ld+json",
            "contextUrl": None,
            "documentUrl": address,
            "document": json.loads((FOLDER / files[address]).read_text()),
        }

    def digest(document):
        options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
        return hashlib.sha256(jsonld.normalize(document, options).encode()).digest()

    proof = dict(signed["proof"])
    signature = base58.b58decode(proof.pop("proofValue").removeprefix("z"))
    bare = {name: value for name, value in signed.items() if name != "proof"}
    message = digest({"@context": signed["@context"], **proof}) + digest(bare)

    raw = base58.b58decode(key.multibase.removeprefix("z")).removeprefix(b"\xed\x01")
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)  # raises if it is not


def test_the_same_statement_gives_the_same_proof(key):
    assert proven(STATEMENT, key, method=METHOD, at=AT) == proven(STATEMENT, key, method=METHOD, at=AT)


def test_the_key_is_made_once_and_is_nobody_elses_to_read(tmp_path):
    first = signing_key(tmp_path, at=AT)

    assert signing_key(tmp_path, at=AT.replace(day=20)).multibase == first.multibase
    assert [path.stat().st_mode & 0o777 for path in tmp_path.glob("*.pem")] == [0o600]


def test_after_a_change_the_new_key_signs_and_the_old_one_is_still_known(tmp_path):
    old = signing_key(tmp_path, at=AT)
    new = new_key(tmp_path, at=AT.replace(day=20))

    assert signing_key(tmp_path, at=AT.replace(day=21)).id == new.id
    assert key_by_id(tmp_path, old.id).multibase == old.multibase
    assert [key.id for key in all_keys(tmp_path)] == [old.id, new.id]
    assert key_by_id(tmp_path, "../2026-11-16") is None


def bits_of(text):
    raw = gzip.decompress(base64.urlsafe_b64decode(text.removeprefix("u") + "=="))
    return {place * 8 + bit for place, byte in enumerate(raw) for bit in range(8) if byte & (0b1000_0000 >> bit)}, raw


def test_a_list_tells_which_were_taken_back_and_hides_who_asks():
    set_bits, raw = bits_of(encoded_bits([0, 9, LIST_LENGTH - 1]))

    assert set_bits == {0, 9, LIST_LENGTH - 1}
    assert len(raw) * 8 == LIST_LENGTH
