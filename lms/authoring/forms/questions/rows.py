"""Rows of fields in a form: options, pairs, steps, gaps, criteria with their levels.

A form has as many rows as its hidden counts say, so that a button without any script can ask for more of them; the
fields of the second option are named ``option2_key``, ``option2_text`` …, those of a row inside it ``option2_…1_text``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import LazyString
from werkzeug.exceptions import RequestEntityTooLarge

from lms.authoring.forms.fields import SourcesField, words_or_none
from lms.core.i18n import _l
from lms.ui.forms import Form, HiddenField, ThreeLanguageField

#: How many are added at once, and how far beyond what is useful a sent count may go.
MORE, BEYOND = 2, 3
#: A form with more fields than this is no form any more.
MOST_FIELDS = 1500
KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
Makers = Mapping[str, Callable[[], Any]]
#: Name of the rows, with the row around them in front, to how many there are: ``{"node": 2, "node1_choice": 3}``.
Counts = dict[str, int]
#: A row as data: name of a field to what is in it, name of inner rows to a list of rows.
Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """Rows of one sort. ``front`` is always seen, ``back`` stands in a disclosure, as do the rows inside."""

    name: str
    #: Takes ``number`` and ``key``.
    title: LazyString
    more: LazyString
    front: Makers
    back: Makers = field(default_factory=dict)
    inner: tuple["Rows", ...] = ()
    start: int = 3
    most: int = 5
    #: What the disclosure is called.
    behind: LazyString = field(default_factory=lambda: _l("Why, and by which source"))
    #: Keys of new rows: letters, or this and a number.
    prefix: str = ""
    #: Fields that are kept with the row and not shown.
    hidden: tuple[str, ...] = ()
    #: Fields that make a row count as filled, beside every text in three languages.
    telling: tuple[str, ...] = ()
    #: Neither more nor fewer than there are.
    is_fixed: bool = False

    @property
    def fields(self) -> Makers:
        return {**self.front, **self.back}


def counts_of(specs: Sequence[Rows], rows: Mapping[str, Sequence[Row]], before: str = "") -> Counts:
    """How many rows are shown of what is stored: all of it, and at least as many as an author begins with."""
    counts: Counts = {}
    for spec in specs:
        stored = rows.get(spec.name, ())
        number = counts[f"{before}{spec.name}"] = max(spec.start, len(stored))
        for index in range(number):
            row = stored[index] if index < len(stored) else {}
            counts |= counts_of(spec.inner, row, f"{before}{spec.name}{index + 1}_")
    return counts


def counts_sent(specs: Sequence[Rows], sent: Mapping[str, str], before: str = "") -> Counts:
    """How many rows a form that comes back had."""
    counts: Counts = {}
    for spec in specs:
        typed = sent.get(f"{before}{spec.name}_rows", "")
        number = min(int(typed), spec.most * BEYOND) if re.fullmatch(r"[0-9]{1,4}", typed) else spec.start
        counts[f"{before}{spec.name}"] = spec.start if spec.is_fixed else number
        for index in range(1, counts[f"{before}{spec.name}"] + 1):
            counts |= counts_sent(spec.inner, sent, f"{before}{spec.name}{index}_")
    return counts


def grown(specs: Sequence[Rows], counts: Counts, name: str) -> Counts:
    """With some more rows of one sort; unchanged if there is no such sort."""
    spec = spec_of(specs, name)
    if spec is None or name not in counts or spec.is_fixed:
        return counts
    number = max(counts[name], min(counts[name] + MORE, spec.most))
    more = dict(counts)
    for index in range(counts[name] + 1, number + 1):
        more |= counts_of(spec.inner, {}, f"{name}{index}_")
    return {**more, name: number}


def spec_of(specs: Sequence[Rows], name: str) -> Rows | None:
    """What ``node2_choice`` are rows of."""
    plain = re.sub(r"^.*\d_", "", name)
    return next(
        (found for spec in specs for found in (spec, spec_of(spec.inner, plain)) if found and found.name == plain), None
    )


def with_rows(form_class: type[Form], specs: Sequence[Rows], counts: Counts) -> type[Form]:
    """The form with the fields of its rows. Refused if it would be far too large."""
    fields: dict[str, Any] = {}

    def put(spec: Rows, before: str) -> None:
        name = f"{before}{spec.name}"
        fields[f"{name}_rows"] = HiddenField()
        for number in range(1, counts.get(name, 0) + 1):
            row = f"{name}{number}_"
            fields.update({f"{row}{hidden}": HiddenField() for hidden in ("key", *spec.hidden)})
            fields.update({f"{row}{field_name}": make() for field_name, make in spec.fields.items()})
            for inner in spec.inner:
                put(inner, row)
            if len(fields) > MOST_FIELDS:
                raise RequestEntityTooLarge

    for spec in specs:
        put(spec, "")
    return type(form_class.__name__, (form_class,), fields)


def values_of(specs: Sequence[Rows], rows: Mapping[str, Sequence[Row]], before: str = "") -> dict[str, Any]:
    """What the fields of the rows hold."""
    values: dict[str, Any] = {}
    for spec in specs:
        for number, row in enumerate(rows.get(spec.name, ()), start=1):
            start = f"{before}{spec.name}{number}_"
            values |= {f"{start}{name}": row.get(name) for name in ("key", *spec.hidden, *spec.fields)}
            values |= values_of(spec.inner, row, start)
    return values


def read_rows(form: Form, spec: Rows, before: str = "") -> list[Row]:
    """Rows in which something was written. Every one has a key, and no two have the same."""
    found = []
    for number in range(1, _count(form, f"{before}{spec.name}") + 1):
        start = f"{before}{spec.name}{number}_"
        row: Row = {name: _data(form[f"{start}{name}"]) for name in ("key", *spec.hidden, *spec.fields)}
        for inner in spec.inner:
            row[inner.name] = read_rows(form, inner, start)
        if spec.is_fixed or any(row[inner.name] for inner in spec.inner) or _tells(form, start, spec):
            found.append(row)
    return with_keys(found, spec.prefix)


def with_keys(rows: list[Row], prefix: str, taken: Sequence[str] = (), name: str = "key") -> list[Row]:
    """Rows whose key cannot be one, or stands there already, get the next that is free."""
    used: set[str] = set(taken)
    wanted = {str(row[name]) for row in rows if row[name]}
    for row in rows:
        if not KEY.fullmatch(row[name] or "") or row[name] in used:
            row[name] = next_key({*used, *wanted}, prefix)
        used.add(row[name])
    return rows


def next_key(taken: set[str], prefix: str) -> str:
    """``a``, ``b`` … ``z``, ``a2`` …; with a prefix ``n1``, ``n2`` …"""
    number = 0
    while True:
        if prefix:
            key = f"{prefix}{number + 1}"
        else:
            turn, place = divmod(number, 26)
            key = chr(ord("a") + place) + (str(turn + 1) if turn else "")
        if key not in taken:
            return key
        number += 1


def settle(form: Form, specs: Sequence[Rows], counts: Counts, before: str = "") -> None:
    """Write the counts into the form, and give each row a key, so that texts and lists can name it."""
    for spec in specs:
        name = f"{before}{spec.name}"
        _put(form[f"{name}_rows"], str(counts.get(name, 0)))
        numbers = range(1, counts.get(name, 0) + 1)
        keys = with_keys([{"key": form[f"{name}{number}_key"].data or ""} for number in numbers], spec.prefix)
        for number, row in zip(numbers, keys, strict=True):
            _put(form[f"{name}{number}_key"], row["key"])
            settle(form, spec.inner, counts, f"{name}{number}_")


def _put(field_: Any, value: str) -> None:
    field_.raw_data, field_.data = None, value


def _count(form: Form, name: str) -> int:
    return int(form[f"{name}_rows"].data or 0)


def _data(field_: Any) -> Any:
    return field_.citations if isinstance(field_, SourcesField) else field_.data


def _tells(form: Form, start: str, spec: Rows) -> bool:
    fields = [(name, form[f"{start}{name}"]) for name in spec.fields]
    return any(
        words_or_none(one.data) is not None
        if isinstance(one, ThreeLanguageField)
        else name in spec.telling and one.data not in (None, "")
        for name, one in fields
    )
