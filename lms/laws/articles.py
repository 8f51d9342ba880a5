"""Which articles a citation names: ``arts. 17–19`` are the articles 17, 18 and 19, ``art. 5(1)`` is the article 5.

What is cited by paragraph, section or page is known by that word and its number: ``para 3``.
"""

import re
from functools import lru_cache

_UNIT = re.compile(r"\b(art|ch|para|sect|practice|principle|pillar|rule|p)(?:s|p)?\b\.?\s*", re.IGNORECASE)
_NUMBER = r"(?:\d+(?:-\d+)*|[IVXLC]+)(?:\.[A-Z0-9]+)*"
#: A number with what stands in brackets behind it, which is part of the same article.
_ONE = re.compile(rf"({_NUMBER})((?:\([^)]*\))*)(?:\s*–\s*({_NUMBER}))?")
_ARTICLE = "art"
#: More than any act has between two numbers that are cited together.
_LONGEST_STRETCH = 200


class _Uncountable(Exception):
    """A stretch of which nobody knows what lies between its ends."""


@lru_cache(maxsize=4096)
def articles_in(place: str) -> frozenset[str]:
    """What the place names, in the spelling by which changes are known. Empty: the act as a whole, also where it names
    a stretch that cannot be counted out (``sects. II–IV``).
    """
    try:
        return frozenset(_named(place))
    except _Uncountable:
        return frozenset()


def _named(place: str) -> set[str]:
    found: set[str] = set()
    marks = [*_UNIT.finditer(place)]
    if not marks:
        return _numbers(place, "") if re.match(r"\s*\d", place) else set()
    for mark, end in zip(marks, [*(mark.start() for mark in marks[1:]), len(place)], strict=True):
        unit = mark[1].lower()
        found |= _numbers(place[mark.end() : end], "" if unit == _ARTICLE else f"{unit} ")
    return found


def _numbers(text: str, unit: str) -> set[str]:
    numbers: set[str] = set()
    for one in _ONE.finditer(text):
        numbers |= {f"{unit}{number}" for number in _stretch(one[1], one[3])}
    return numbers


def _stretch(first: str, last: str | None) -> list[str]:
    if last is None:
        return [first]
    if first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= _LONGEST_STRETCH:
        return [str(number) for number in range(int(first), int(last) + 1)]
    raise _Uncountable


def concerns(changed: frozenset[str], cited: frozenset[str]) -> bool:
    """Whether a change of these articles touches a text that cites those. Nothing stands for the whole act."""
    return not changed or not cited or not changed.isdisjoint(cited)


def in_order(articles: frozenset[str]) -> list[str]:
    """2 before 10, and 10 before 10-1."""
    return sorted(articles, key=_rank)


def _rank(name: str) -> list[tuple[bool, str]]:
    return [(not part.isdecimal(), part.zfill(6)) for part in re.split(r"[- ]", name)]
