"""Whether two names may be the same person's, in whatever letters and order they are written.

Names are compared as they sound in plain Latin letters (Айгүл, Айгуль, Aigul, Aygül are one).
"""

import re

from rapidfuzz import fuzz

from lms.core.folding import heard

#: Of 100. Below it, brothers with one patronymic would be taken for one person.
ALIKE = 94

_WORD = re.compile(r"[a-z]+")
#: "Son of" and "daughter of", as words and as endings: Бакыт кызы and Бакытовна say the same.
_CHILD_OF = frozenset({"uulu", "ulu", "kizi", "kiz"})
_PATRONYMIC = re.compile(r"(?<=[a-z]{3})(?:ovich|evich|ovna|evna)$")


def plain(name: str) -> tuple[str, ...]:
    """The words of a name as they sound, sorted."""
    return tuple(sorted(_WORD.findall(heard(name))))


def stems(name: str) -> tuple[str, ...]:
    """The same with the father's name bare of how its child is named after him."""
    words = (_PATRONYMIC.sub("", word) for word in plain(name) if word not in _CHILD_OF)
    return tuple(sorted(words))


def are_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Of names in plain letters. A patronymic that one of them lacks makes no difference."""
    if min(len(one), len(other)) < 2:  # noqa: PLR2004  (one word alone says too little)
        return one == other
    return fuzz.token_set_ratio(" ".join(one), " ".join(other)) >= ALIKE
