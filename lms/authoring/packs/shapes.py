"""From raw data to a typed document, naming everything that does not fit, not only the first thing."""

from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from lms.authoring.packs.problems import Problem
from lms.catalogue.texts import Place, step
from lms.core.i18n import _

T = TypeVar("T")


def convert(raw: Any, kind: type[T]) -> tuple[T | None, list[Problem]]:
    """The typed document, or None and all the places that do not fit."""
    try:
        return msgspec.convert(raw, kind), []
    except msgspec.ValidationError as error:
        found = list(misfits(raw, kind, ()))
        return None, found or [Problem((), _sentence(error))]


def misfits(raw: Any, kind: Any, place: Place) -> list[Problem]:
    """Where and why the data are not of this kind."""
    try:
        msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        inner = _inner(raw, _without_none(kind), place)
        return inner or [Problem(place, _sentence(error))]
    return []


def _inner(raw: Any, kind: Any, place: Place) -> list[Problem]:
    if isinstance(raw, dict) and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _of_struct(raw, kind, place)
    if isinstance(raw, list) and get_origin(kind) is tuple:
        (item_kind, *_rest) = get_args(kind)
        return [p for i, item in enumerate(raw) for p in misfits(item, item_kind, (*place, step(item, i)))]
    if isinstance(raw, dict) and get_origin(kind) is dict:
        _key_kind, value_kind = get_args(kind)
        return [p for key, value in raw.items() for p in misfits(value, value_kind, (*place, str(key)))]
    return []


def _of_struct(raw: dict[str, Any], kind: type[msgspec.Struct], place: Place) -> list[Problem]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    known = ", ".join(fields)
    found = [
        Problem((*place, str(name)), _("“%(name)s” is not known here; known are %(known)s.", name=name, known=known))
        for name in raw
        if name not in fields
    ]
    for name, field in fields.items():
        if name in raw:
            found += misfits(raw[name], field.type, (*place, name))
        elif field.required:
            found.append(Problem(place, _("“%(name)s” is missing.", name=name)))
    return found


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        left = [part for part in get_args(kind) if part is not NoneType]
        return left[0] if len(left) == 1 else kind
    return kind


def _sentence(error: msgspec.ValidationError) -> str:
    return str(error).split(" - at `", 1)[0] + "."
