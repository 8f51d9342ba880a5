"""Which records may be one person's: found through what they share, never by comparing everybody with everybody.

Two records are looked at together only if two words of their names sound alike from the beginning, or their phones
end alike, or their addresses begin alike. A name so common that its block grows past ``LARGEST`` is parted by year.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from uuid import UUID

from lms.people.likeness import are_alike
from lms.people.models import Sex

CODE = 4
LARGEST = 200
ENOUGH = 70
PHONE_END, SHORTEST_ADDRESS = 7, 5
FULL_NAME = 3
_VOWELS = str.maketrans("", "", "aeiou")


class Reason(StrEnum):
    NAME = "name"
    PATRONYMIC = "patronymic"
    SPELLING = "spelling"
    YEAR = "year"
    YEAR_MISSING = "year-missing"
    YEAR_NEAR = "year-near"
    PHONE = "phone"
    EMAIL = "email"
    AGENCY = "agency"


#: What each reason adds. Alike names alone are not enough, nor is anything without them but a contact and a year.
WEIGHTS = {
    Reason.NAME: 60,
    Reason.PATRONYMIC: 10,
    Reason.SPELLING: 0,
    Reason.YEAR: 20,
    Reason.YEAR_MISSING: 10,
    Reason.YEAR_NEAR: 5,
    Reason.PHONE: 20,
    Reason.EMAIL: 20,
    Reason.AGENCY: 10,
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is compared of a record. ``counts_as`` is whom it was merged into, or itself."""

    id: UUID
    counts_as: UUID
    spellings: tuple[tuple[str, ...], ...]
    sex: Sex
    birth_year: int | None
    institution_id: UUID | None
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Match:
    one: UUID
    other: UUID
    score: int
    reasons: tuple[Reason, ...]


def matches(people: Sequence[Known]) -> list[Match]:
    """Pairs that may be one person, each once, the smaller id first; of merged records those that are most alike."""
    best: dict[tuple[UUID, UUID], Match] = {}
    for one, other in _together(people):
        found = _match(one, other)
        if found is None:
            continue
        pair = found.one, found.other
        if pair not in best or best[pair].score < found.score:
            best[pair] = found
    return [best[pair] for pair in sorted(best)]


def _together(people: Sequence[Known]) -> Iterator[tuple[Known, Known]]:
    """Those that share a block, each pair once."""
    seen: set[tuple[int, int]] = set()
    for block in _blocks(people):
        for first, second in combinations(block, 2):
            if (first, second) not in seen:
                seen.add((first, second))
                yield people[first], people[second]


def _blocks(people: Sequence[Known]) -> Iterator[Sequence[int]]:
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in _keys(person):
            blocks[key].append(place)
    for block in blocks.values():
        if len(block) <= LARGEST:
            yield block
            continue
        by_year: dict[int | None, list[int]] = defaultdict(list)
        for place in block:
            by_year[people[place].birth_year].append(place)
        yield from (part for part in by_year.values() if len(part) <= LARGEST)


def _keys(person: Known) -> Iterable[object]:
    keys: set[object] = set()
    for words in person.spellings:
        codes = sorted({_code(word) for word in words})
        keys.update(combinations(codes, 2) if len(codes) > 1 else [tuple(codes)])
    if len(person.phone) >= PHONE_END:
        keys.add(("phone", person.phone[-PHONE_END:]))
    if len(_address(person.email)) >= SHORTEST_ADDRESS:
        keys.add(("email", _address(person.email)))
    return keys


def _code(word: str) -> str:
    """The first letter and the consonants after it: where spellings of one name agree."""
    return (word[:1] + word[1:].translate(_VOWELS))[:CODE]


def _address(email: str) -> str:
    return email.partition("@")[0]


def _match(one: Known, other: Known) -> Match | None:
    if one.counts_as == other.counts_as or {one.sex, other.sex} == {Sex.FEMALE, Sex.MALE}:
        return None
    contacts = [*_if(Reason.PHONE, _same_phone(one, other)), *_if(Reason.EMAIL, _same_address(one, other))]
    years = _years(one.birth_year, other.birth_year)
    if years is None and not contacts:
        return None
    names = _names(one, other)
    if not names:
        return None
    place = one.institution_id is not None and one.institution_id == other.institution_id
    reasons = (*names, *([years] if years else []), *contacts, *_if(Reason.AGENCY, place))
    score = sum(WEIGHTS[reason] for reason in reasons)
    if score < ENOUGH:
        return None
    first, second = sorted((one.counts_as, other.counts_as))
    return Match(first, second, score, reasons)


def _if(reason: Reason, is_so: bool) -> list[Reason]:  # noqa: FBT001
    return [reason] if is_so else []


def _same_phone(one: Known, other: Known) -> bool:
    return len(one.phone) >= PHONE_END and one.phone[-PHONE_END:] == other.phone[-PHONE_END:]


def _same_address(one: Known, other: Known) -> bool:
    address = _address(one.email)
    return len(address) >= SHORTEST_ADDRESS and address == _address(other.email)


def _years(one: int | None, other: int | None) -> Reason | None:
    """None if they contradict each other."""
    if one is None or other is None:
        return Reason.YEAR_MISSING
    if one == other:
        return Reason.YEAR
    return Reason.YEAR_NEAR if abs(one - other) == 1 else None


def _names(one: Known, other: Known) -> list[Reason]:
    """Alike in any two spellings; with the father's name if both have it."""
    found = [(a, b) for a in one.spellings for b in other.spellings if are_alike(a, b)]
    if not found:
        return []
    is_full = any(min(len(a), len(b)) >= FULL_NAME for a, b in found)
    return [Reason.NAME, *_if(Reason.PATRONYMIC, is_full), *_if(Reason.SPELLING, all(a != b for a, b in found))]
