"""Lists of things with keys inside a document: lessons, questions, sources, places of the scenario."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec

from lms.authoring.errors import KeyTaken

S = TypeVar("S", bound=msgspec.Struct)
#: Lists whose order is that of their keys, so that a package written out and read again is the same.
SORTED = frozenset({"handouts", "checks", "questions", "sources", "media"})


def name_of(item: Any) -> str:
    """What an item goes by: its key, or for a picture its name."""
    return str(getattr(item, "key", None) or item.name)


def item_of(holder: msgspec.Struct, field: str, key: str) -> Any | None:
    """The item with this key, or None."""
    return next((item for item in getattr(holder, field) if name_of(item) == key), None)


def add_item(holder: S, field: str, item: Any) -> S:
    """With one more item at the end (or in the place of its key). Raises ``KeyTaken``."""
    if item_of(holder, field, name_of(item)) is not None:
        raise KeyTaken(name_of(item))
    return _with(holder, field, [*getattr(holder, field), item])


def replace_item(holder: S, field: str, key: str, item: Any) -> S:
    """With this item in the place of the one with the key; unchanged if there is none."""
    return _with(holder, field, [item if name_of(old) == key else old for old in getattr(holder, field)])


def remove_item(holder: S, field: str, key: str) -> S:
    """Without the item with this key."""
    return _with(holder, field, [item for item in getattr(holder, field) if name_of(item) != key])


def move_item(holder: S, field: str, key: str, by: int) -> S:
    """With the item one place up (-1) or down (1); at an end it stays."""
    items = list(getattr(holder, field))
    place = next((i for i, item in enumerate(items) if name_of(item) == key), None)
    if place is None or not 0 <= place + by < len(items):
        return holder
    items[place], items[place + by] = items[place + by], items[place]
    return _with(holder, field, items)


def _with(holder: S, field: str, items: Sequence[Any]) -> S:
    ordered = sorted(items, key=name_of) if field in SORTED else items
    return msgspec.structs.replace(holder, **{field: tuple(ordered)})


def free_key(prefix: str, taken: Sequence[str]) -> str:
    """``q07``: the prefix and the first number above all that are there."""
    numbers = [int(found[1]) for key in taken if (found := re.fullmatch(rf"{re.escape(prefix)}(\d+)(?:-.*)?", key))]
    width = 2 if prefix in ("q", "c") else 1
    return f"{prefix}{max(numbers, default=0) + 1:0{width}d}"


def slug_of(text: str, *, otherwise: str, taken: Sequence[str]) -> str:
    """A key made of an English title: ``Words matter: what is`` becomes ``words-matter-what-is``."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    base = key = "-".join(words)[:40].strip("-") or otherwise
    number = 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def fingerprint(part: Any) -> str:
    """What a part of a document says, in 16 letters; the form carries it, so that nobody overwrites unseen."""
    if part is None:
        return ""
    return hashlib.sha256(msgspec.json.encode(part, order="sorted")).hexdigest()[:16]
