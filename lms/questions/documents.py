"""A question as it is written: one typed document, the same for a knowledge check and for the bank."""

import hashlib
from typing import Literal

import msgspec

#: A text in the three languages.
Words = dict[str, str]


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    key: str
    text: Words
    feedback: Words
    sources: tuple[str, ...]
    correct: bool = False


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    key: str
    kind: Literal["single-choice", "multiple-choice"]
    objective: str
    lesson: str
    stem: Words
    options: tuple[Option, ...]
    difficulty: int = 2
    form: Literal["A", "B"] | None = None
    pair: str | None = None
    shuffle: bool = True
    case: Words | None = None

    def option(self, key: str) -> Option | None:
        return next((option for option in self.options if option.key == key), None)


def canonical(document: msgspec.Struct) -> bytes:
    """The one spelling of a document as JSON: sorted keys, no spaces, UTF-8."""
    return msgspec.json.encode(document, order="sorted")


def hash_of(document: msgspec.Struct) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()
