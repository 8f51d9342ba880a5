"""Statements that anybody can check without asking us: signed JSON after the data model of Verifiable Credentials 2.0.

No word of the domain: whoever calls says what is stated. A proof is ``eddsa-rdfc-2022`` (W3C, Data Integrity EdDSA
Cryptosuites 1.0); what is taken back is a bit in a status list (W3C, Bitstring Status List 1.0).
"""

from lms.credentials.baking import baked
from lms.credentials.keys import Key, all_keys, key_by_id, new_key, signing_key
from lms.credentials.proofs import BadProof, is_proven, proven
from lms.credentials.status import LIST_LENGTH, encoded_bits

__all__ = [
    "LIST_LENGTH",
    "BadProof",
    "Key",
    "all_keys",
    "baked",
    "encoded_bits",
    "is_proven",
    "key_by_id",
    "new_key",
    "proven",
    "signing_key",
]
