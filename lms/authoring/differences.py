"""In which places two documents differ, as a person would name them: ``lessons › words-matter › texts › ru › body``."""

from collections.abc import Iterator
from typing import Any

import msgspec

from lms.authoring.packs.problems import Place
from lms.authoring.packs.shapes import step
from lms.catalogue.documents import ModuleDocument


def differences(before: ModuleDocument, after: ModuleDocument) -> list[str]:
    """Named places, in the order of the document."""
    return [" › ".join(map(str, place)) for place in places_that_differ(before, after)]


def places_that_differ(before: ModuleDocument, after: ModuleDocument) -> list[Place]:
    """The innermost places whose content is not the same."""
    return list(_walk(msgspec.to_builtins(before), msgspec.to_builtins(after), ()))


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
