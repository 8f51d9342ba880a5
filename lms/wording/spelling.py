"""Russian words that no dictionary has: names and new terms, or slips of the pen."""

from collections.abc import Iterable
from functools import cache

from pymorphy3 import MorphAnalyzer


def unknown_to_russian(words: Iterable[str]) -> set[str]:
    """Those of these words (small letters) that OpenCorpora's dictionary has in no form; ``е`` may stand for ``ё``.

    A word with hyphens is known as a whole or in all its parts.
    """
    return {word for word in words if not _is_known(word)}


def _is_known(word: str) -> bool:
    known = _dictionary().word_is_known
    return known(word) or all(known(part) for part in word.split("-"))


@cache
def _dictionary() -> MorphAnalyzer:
    """Read when the first word is looked up: the pages of the platform never need it."""
    return MorphAnalyzer()
