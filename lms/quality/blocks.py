"""Which records are looked at together: those that share a block, never everybody with everybody.

Two records share a block if two words of their names sound alike from the beginning, or their phones end alike, or
their addresses begin alike. In a block of names only records whose years of birth do not contradict each other meet. A
name so common that its block grows past ``LARGEST`` is parted by year, and each part is a block of its own.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import Protocol

CODE = 4
LARGEST = 200
PHONE_END, SHORTEST_ADDRESS = 7, 5
_VOWELS = str.maketrans("", "", "aeiou")

#: Places of records.
Block = list[int]
Progress = Callable[[int, int], None]


class Compared(Protocol):
    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """Each spelling of the name, word by word, as it sounds."""

    @property
    def birth_year(self) -> int | None:
        """None if it is not known."""

    @property
    def phone(self) -> str:
        """Empty if there is none."""

    @property
    def email(self) -> str:
        """Empty if there is none."""


def together(people: Sequence[Compared], progress: Progress) -> Iterator[tuple[int, int]]:
    """Places of those that share a block, by name each pair once; of those who share a contact too."""
    by_contact = [block for block in _blocks(people, contacts_of) if len(block) <= LARGEST]
    by_name = [part for block in _blocks(people, _names_of) for part in _parted(people, block)]
    blocks_of = _blocks_of_each(by_name)
    total = len(by_contact) + len(by_name)
    for number, block in enumerate(by_contact):
        progress(number, total)
        yield from combinations(block, 2)
    for number, block in enumerate(by_name):
        progress(len(by_contact) + number, total)
        for first, second in _of_one_age(people, block):
            if _first_shared(blocks_of[first], blocks_of[second]) == number:
                yield (first, second) if first < second else (second, first)


def _blocks(people: Sequence[Compared], keys_of: Callable[[Compared], Iterable[object]]) -> list[Block]:
    """Those with more than one in them. A hash stands for each key: the keys themselves would fill the memory."""
    sizes = Counter(hash(key) for person in people for key in keys_of(person))
    blocks: dict[int, Block] = defaultdict(list)
    for place, person in enumerate(people):
        for key in keys_of(person):
            if sizes[number := hash(key)] > 1:
                blocks[number].append(place)
    return list(blocks.values())


def _parted(people: Sequence[Compared], block: Block) -> Iterator[Block]:
    """The block itself, or of a large one those that were born in one year; who are too many even so, do not meet."""
    if len(block) <= LARGEST:
        yield block
        return
    by_year = _by_year(people, block)
    yield from (part for part in by_year.values() if 1 < len(part) <= LARGEST)


def _by_year(people: Sequence[Compared], block: Block) -> dict[int | None, Block]:
    found: dict[int | None, Block] = defaultdict(list)
    for place in block:
        found[people[place].birth_year].append(place)
    return found


def _blocks_of_each(blocks: Sequence[Block]) -> dict[int, list[int]]:
    """Place to the numbers of the blocks it is in, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, block in enumerate(blocks):
        for place in block:
            found[place].append(number)
    return found


def _first_shared(one: Sequence[int], other: Sequence[int]) -> int | None:
    return next((number for number in one if number in other), None)


def _of_one_age(people: Sequence[Compared], block: Block) -> Iterator[tuple[int, int]]:
    """Pairs whose years of birth are the same or next to each other, or not known."""
    by_year = _by_year(people, block)
    unknown = by_year.pop(None, [])
    yield from combinations(unknown, 2)
    for year, part in by_year.items():
        yield from combinations(part, 2)
        yield from product(part, by_year.get(year + 1, ()) if year is not None else ())
        yield from product(part, unknown)


def _names_of(person: Compared) -> set[tuple[str, ...]]:
    keys: set[tuple[str, ...]] = set()
    for words in person.spellings:
        codes = sorted({_code(word) for word in words})
        keys.update(combinations(codes, 2) if len(codes) > 1 else [tuple(codes)])
    return keys


def contacts_of(person: Compared) -> Iterator[tuple[str, str]]:
    """What of phone and address is compared."""
    if len(person.phone) >= PHONE_END:
        yield "phone", person.phone[-PHONE_END:]
    address = person.email.partition("@")[0]
    if len(address) >= SHORTEST_ADDRESS:
        yield "email", address


def _code(word: str) -> str:
    """The first letter and the consonants after it: where spellings of one name agree."""
    return (word[:1] + word[1:].translate(_VOWELS))[:CODE]
