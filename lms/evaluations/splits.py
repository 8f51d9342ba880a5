"""What replies of a module add up to by the sex that they say, where every part of it may be told.

A split is told whole or not at all: in every step each part of it is nobody or ten. Of all modules it is told only
where that of each is: beside the others it would tell of those whose own is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol, TypeVar
from uuid import UUID

from lms.disclosure.groups import LEAST
from lms.evaluations.occasions import Month, Months
from lms.evaluations.steps import steps_of

#: Module, month and what the reply says of the sex of its author.
Key = tuple[UUID, Month, str | None]


class Counted(Protocol):
    """What some replies add up to."""

    @property
    def replies(self) -> int: ...

    def __add__(self, other: Any, /) -> Any: ...


C = TypeVar("C", bound=Counted)


def by_module(counted: Mapping[Key, C]) -> dict[UUID, dict[Key, C]]:
    found: dict[UUID, dict[Key, C]] = defaultdict(dict)
    for key, replies in counted.items():
        found[key[0]][key] = replies
    return found


def steps_in(own: Mapping[Key, Counted], today: date) -> dict[Month, Month]:
    """Those of one module."""
    sizes: dict[Month, int] = defaultdict(int)
    for (_module, month, _sex), counted in own.items():
        sizes[month] += counted.replies
    return steps_of(sizes, today)


def told_in(own: Mapping[Key, C], months: Months, today: date) -> dict[Key, C]:
    """What the figures of these months are of, of one module."""
    steps = steps_in(own, today)
    return {key: counted for key, counted in own.items() if steps.get(key[1], "") in months}


def split_of(own: Mapping[Key, C], months: Months, today: date) -> dict[str | None, C]:
    """Of one module; nothing unless in every step each part of it is nobody or ten."""
    steps, parts = steps_in(own, today), defaultdict[tuple[Month, str | None], int](int)
    found: dict[str | None, C] = {}
    for (_module, month, sex), counted in own.items():
        step = steps.get(month, "")
        if step in months and counted.replies:
            parts[step, sex] += counted.replies
            found[sex] = found[sex] + counted if sex in found else counted
    if len(found) < 2 or any(size < LEAST for size in parts.values()):  # noqa: PLR2004
        return {}
    return found


def split_of_all(splits: Mapping[UUID, Mapping[str | None, C]], told: Iterable[Key]) -> dict[str | None, C]:
    """Of all modules together, if each of those that are ``told`` has its own."""
    found: dict[str | None, C] = {}
    if all(splits[module_id] for module_id, _month, _sex in told):
        for split in splits.values():
            for sex, counted in split.items():
                found[sex] = found[sex] + counted if sex in found else counted
    return found
