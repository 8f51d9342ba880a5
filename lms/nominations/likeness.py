"""Whether two names may be the same person's, in whatever letters and order they are written.

Names are compared as they sound in plain Latin letters (Айгүл, Айгуль, Aigul, Aygül are one). Only names that begin
alike in two of their words are compared letter by letter, so that thousands of names are compared in a second.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

from lms.people.likeness import are_alike, plain

BEGINNING = 3


class Names:
    """Names to look for, each with what it stands for."""

    def __init__(self, names: Iterable[tuple[str, object]] = ()) -> None:
        self._by_beginnings: dict[tuple[str, ...], list[tuple[tuple[str, ...], object]]] = defaultdict(list)
        for name, meaning in names:
            self.add(name, meaning)

    def add(self, name: str, meaning: object) -> None:
        words = plain(name)
        for key in _beginnings(words):
            self._by_beginnings[key].append((words, meaning))

    def like(self, name: str) -> object | None:
        """What the first similar name stands for."""
        words = plain(name)
        for key in _beginnings(words):
            for other, meaning in self._by_beginnings.get(key, ()):
                if are_alike(words, other):
                    return meaning
        return None


def _beginnings(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    starts = sorted(word[:BEGINNING] for word in words)
    return list(dict.fromkeys(combinations(starts, 2))) if len(starts) > 1 else [tuple(starts)]
