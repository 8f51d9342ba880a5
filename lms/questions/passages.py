"""Texts with places in them: ``The court {a} the appeal``. Every language has the same places."""

import re
from collections.abc import Mapping
from typing import NamedTuple

PLACE = re.compile(r"\{([a-z0-9][a-z0-9-]{0,39})\}")


class Stretch(NamedTuple):
    """Text up to a place, and the key of the place; None at the end."""

    text: str
    place: str | None


def stretches(text: str) -> list[Stretch]:
    """The passage cut at its places."""
    found, at = [], 0
    for match in PLACE.finditer(text):
        found.append(Stretch(text[at : match.start()], match[1]))
        at = match.end()
    return [*found, Stretch(text[at:], None)] if text[at:] else found


def places_in(text: str) -> list[str]:
    """Keys of the places, in their order."""
    return PLACE.findall(text)


def are_all_there(passage: Mapping[str, str] | None, keys: list[str]) -> bool:
    """Whether every language that has text names each key exactly once."""
    texts = [text for text in (passage or {}).values() if text.strip()]
    return bool(texts) and all(sorted(places_in(text)) == sorted(keys) for text in texts)
