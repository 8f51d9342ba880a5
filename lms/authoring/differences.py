"""In which places two documents differ, as a person would name them: ``lessons › words-matter › texts › ru › body``."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import step

#: What stands at a place that there is not.
ABSENT = object()


def differences(before: ModuleDocument, after: ModuleDocument) -> list[str]:
    """Named places, in the order of the document."""
    return [" › ".join(map(str, place)) for place in places_that_differ(before, after)]


def places_that_differ(before: msgspec.Struct, after: msgspec.Struct) -> list[Place]:
    """The innermost places whose content is not the same."""
    return list(_walk(msgspec.to_builtins(before), msgspec.to_builtins(after), ()))


@dataclass(frozen=True)
class Change:
    """A place that differs, and what it says; empty where it says no text."""

    place: Place
    before: str
    after: str


def changes(before: msgspec.Struct, after: msgspec.Struct) -> list[Change]:
    """The places with the words that stood there and stand there now."""
    one, other = msgspec.to_builtins(before), msgspec.to_builtins(after)
    return [Change(place, _said(one, place), _said(other, place)) for place in _walk(one, other, ())]


def leaves_that_differ(before: msgspec.Struct, after: msgspec.Struct) -> Iterator[Place]:
    """The same down to single values where something is there on one side only."""
    yield from leaves_between(msgspec.to_builtins(before), msgspec.to_builtins(after))


def leaves_between(one: Any, other: Any) -> Iterator[Place]:
    """The same of plain data."""
    for place in _walk(one, other, ()):
        sides = [at_place(data, place) for data in (one, other)]
        if ABSENT not in sides:
            yield place
            continue
        for side in sides:
            if side is not ABSENT:
                yield from _leaves(side, place)


def at_place(data: Any, place: Place) -> Any:
    """What stands there; ``ABSENT`` where nothing does."""
    for name in place:
        named = _named(data)
        if named is None or name not in named:
            return ABSENT
        data = named[name]
    return data


def _leaves(data: Any, place: Place) -> Iterator[Place]:
    named = _named(data)
    if not named:
        yield place
        return
    for name, value in named.items():
        yield from _leaves(value, (*place, name))


def _said(data: Any, place: Place) -> str:
    for name in place:
        named = _named(data)
        if named is None or name not in named:
            return ""
        data = named[name]
    return "" if isinstance(data, dict | list | tuple | bool) or data is None else str(data)


def _walk(before: Any, after: Any, place: Place) -> Iterator[Place]:
    if before == after:
        return
    one, other = _named(before), _named(after)
    if one is None or other is None:
        yield place
        return
    if list(one) != list(other) and set(one) == set(other):
        yield place  # the same things in another order
    for name in dict.fromkeys((*one, *other)):
        if name not in one or name not in other:
            yield (*place, name)
        else:
            yield from _walk(one[name], other[name], (*place, name))


def _named(data: Any) -> dict[str | int, Any] | None:
    if isinstance(data, dict):
        return data
    if isinstance(data, list | tuple):
        return {step(item, index): item for index, item in enumerate(data)}
    return None
