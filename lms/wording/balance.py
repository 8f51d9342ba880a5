"""Whether women and men appear alike in the stories and pictures of a whole: as often, and in every role."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lms.wording.masks import sentences_of
from lms.wording.tokens import key_of, tokens_of

LEAST_SHARE = 0.4
#: From so many stories on there is a share to speak of; so often a role must appear to be always one sex.
ENOUGH, OFTEN = 5, 3
WOMEN, MEN = "women", "men"


@dataclass(frozen=True)
class People:
    """Words that tell of women and of men, roles by their name, and signs of places and offences; all by language."""

    women: Mapping[str, Sequence[str]] = field(default_factory=dict)
    men: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    village: Mapping[str, str] = field(default_factory=dict)
    offence: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_data(cls, data: Any) -> "People":
        """From plain data; what is not there stays empty."""
        given = data if isinstance(data, dict) else {}
        return cls(**{name: given[name] for name in ("women", "men", "roles", "village", "offence") if name in given})

    def signs(self, language: str) -> dict[str, re.Pattern[str]]:
        """Patterns for ``personal``."""
        given = {"village": self.village.get(language), "offence": self.offence.get(language)}
        return {name: re.compile(pattern) for name, pattern in given.items() if pattern}


@dataclass(frozen=True)
class Balance:
    """In how many stories and pictures women and men appear, and the roles that only one of them has."""

    women: int
    men: int
    always_women: tuple[str, ...] = ()
    always_men: tuple[str, ...] = ()

    @property
    def is_even(self) -> bool:
        """Whether women are at least two fifths, or there is too little to judge."""
        both = self.women + self.men
        return both < ENOUGH or self.women >= LEAST_SHARE * both


def balance_of(stories: Iterable[str], language: str, people: People) -> Balance:
    """Counted over stories and texts that stand for pictures, all in one language."""
    keys = {sex: {key_of(word, language) for word in words} for sex, words in _by_sex(people, language).items()}
    roles = {key_of(word, language): role for role, words in people.roles.items() for word in words.get(language, ())}
    seen: Counter[str] = Counter()
    by_role: dict[str, Counter[str]] = defaultdict(Counter)
    for story in stories:
        found: set[str] = set()
        spoken = ""
        for start, end in sentences_of(story):
            words = [token.keys for token in tokens_of(story[start:end], language)]
            sexes = {sex for sex, wanted in keys.items() if any(wanted & set(forms) for forms in words)}
            named = next((roles[form] for forms in words for form in forms if form in roles), "")
            found |= sexes
            role = named or spoken
            if role and len(sexes) == 1:
                by_role[role][next(iter(sexes))] += 1
                spoken = ""
            else:
                spoken = named
        seen.update(found)
    always = {
        sex: tuple(sorted(role for role, counts in by_role.items() if counts[sex] >= OFTEN and len(counts) == 1))
        for sex in (WOMEN, MEN)
    }
    return Balance(seen[WOMEN], seen[MEN], always[WOMEN], always[MEN])


def _by_sex(people: People, language: str) -> dict[str, Sequence[str]]:
    return {WOMEN: people.women.get(language, ()), MEN: people.men.get(language, ())}
