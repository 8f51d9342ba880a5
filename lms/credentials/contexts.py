"""The vocabularies our statements are written in, brought at set-up: checking one asks no host.

A document that names any other vocabulary cannot be signed or checked here.
"""

import json
from functools import cache
from typing import Any

from config import ROOT

FOLDER = ROOT / "build" / "contexts"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
#: Address to the file that set-up has made.
FILES = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}


class UnknownVocabulary(LookupError):
    """A document names a vocabulary that is not at hand."""


@cache
def vocabulary(address: str) -> dict[str, Any]:
    """Raises ``UnknownVocabulary``."""
    if address not in FILES:
        raise UnknownVocabulary(address)
    return dict(json.loads((FOLDER / FILES[address]).read_text(encoding="utf-8")))


def load(address: str, options: object) -> dict[str, Any]:
    """What the JSON-LD library calls for an address; it never reaches the network."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": vocabulary(address),
    }
