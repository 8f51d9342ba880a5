"""What a column is, and what a value becomes in a cell.

A cell is one of: nothing, text, a whole number, a decimal number, a date, a moment. Text may stand in a column of
any kind: the sign for a hidden number is text in a column of whole numbers.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from operator import call, itemgetter
from uuid import UUID

from lms.core.clock import BISHKEK

Cell = str | int | float | date | datetime | None
Row = Mapping[str, object] | Sequence[object]
"""By the columns' keys, or in the columns' order. A mapping may hold keys that no column asks for."""

# What XML 1.0 cannot carry, and halves of characters that no encoding can write. Tab and line feed stay.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

EXACT_IN_A_DOUBLE = 2**53
VALUES_KEPT = 1024
ONE_SPELLING = (str, int, date, UUID, type(None))


class SheetRefused(ValueError):
    """The rows cannot be written as they are; the sentence says which column and why."""


class Kind(StrEnum):
    """What the values of a column are; decides alignment, number format and how a value is checked."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    PERCENT = "percent"  # a share between 0 and 1, shown as 75.0 %
    DATE = "date"
    DATETIME = "datetime"  # aware; written in local time


@dataclass(frozen=True)
class Column:
    """One column: where its value is found in a row, what stands above it, what its values are."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    width: int | None = None
    """In characters; left out, the first rows decide."""

    def __post_init__(self) -> None:
        """Accept a kind given as its word, so that a column may come from data."""
        object.__setattr__(self, "kind", Kind(self.kind))


Reader = Callable[[object], Cell]


def cells_of(
    columns: Sequence[Column], *, zone: tzinfo = BISHKEK, then: Sequence[Callable[[Cell], Cell]] | None = None
) -> Callable[[Row], list[Cell]]:
    """A function that turns one row into its cells, in the order of the columns; ``then`` makes more of each cell.

    Of the newest values of a column it keeps what became of them: a million rows have few different ones.
    Raises SheetRefused for a row of the wrong length, a missing key, or a value that is not of the column's kind.
    """
    keys = [column.key for column in columns]
    if len(set(keys)) < len(keys):
        raise SheetRefused(f"Two columns have the same key: {', '.join(sorted(keys))}")
    by_key, readers = _by_key(keys), [_reader(column, zone) for column in columns]
    readers = [_both(reader, more) for reader, more in zip(readers, then, strict=True)] if then else readers
    known = [
        lru_cache(maxsize=VALUES_KEPT, typed=True)(_of_one_spelling(reader) if column.kind is Kind.TEXT else reader)
        for column, reader in zip(columns, readers, strict=True)
    ]

    def read(row: Row) -> list[Cell]:
        values = by_key(row) if type(row) is dict or isinstance(row, Mapping) else row
        if len(values) != len(readers):
            raise SheetRefused(f"A row has {len(values)} values for {len(readers)} columns")
        try:
            return list(map(call, known, values))  # as many as there are readers, see above
        except TypeError:  # of a value that cannot be kept: a list, for one, or a decimal number among texts
            return [reader(value) for reader, value in zip(readers, values, strict=True)]

    return read


def _both(reader: Reader, more: Callable[[Cell], Cell]) -> Reader:
    return lambda value: more(reader(value))


def _of_one_spelling(reader: Reader) -> Reader:
    """Of values alone whose equals are written alike: 1.0 and 1.00 are one number, and two texts."""

    def read(value: object) -> Cell:
        if isinstance(value, ONE_SPELLING) and not isinstance(value, datetime):
            return reader(value)
        raise TypeError

    return read


def writable(text: str) -> str:
    """The text without the characters that a file of this kind cannot hold."""
    return UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _by_key(keys: Sequence[str]) -> Callable[[Mapping[str, object]], Sequence[object]]:
    if not keys:
        return lambda _row: ()
    values_of = itemgetter(*keys) if len(keys) > 1 else lambda row: (row[keys[0]],)

    def read(row: Mapping[str, object]) -> Sequence[object]:
        try:
            return values_of(row)
        except KeyError as missing:
            raise SheetRefused(f"A row has no value for the column {missing}") from missing

    return read


def _reader(column: Column, zone: tzinfo) -> Reader:
    convert = CONVERSIONS[column.kind]

    # Asked of millions of texts, nearly all of which can be printed as they are: none of the unwritable characters can.
    def read(value: object) -> Cell:
        if value is None:
            return None
        if isinstance(value, str):
            return (value if type(value) is str and value.isprintable() else writable(str(value))) or None
        cell = convert(value, zone)
        if cell is None:
            raise SheetRefused(f"Column {column.key} is {column.kind}, not {type(value).__name__}: {value!r}")
        return cell

    return read


def _as_text(value: object, zone: tzinfo) -> Cell:
    # Nobody has said which words stand for yes and no, so the caller must.
    return None if isinstance(value, bool | bytes | float) else writable(str(value))


def _as_integer(value: object, zone: tzinfo) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    # A spreadsheet keeps numbers as doubles and would round the last digits away.
    return value if abs(value) <= EXACT_IN_A_DOUBLE else str(value)


def _as_decimal(value: object, zone: tzinfo) -> Cell:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | Fraction):
        return None
    if isinstance(value, int):
        return _as_integer(value, zone)  # a count among shares and means stays whole
    number = float(value) + 0.0  # nothing has no sign
    return number if math.isfinite(number) else None


def _as_date(value: object, zone: tzinfo) -> Cell:
    return value if isinstance(value, date) and not isinstance(value, datetime) else None


def _as_moment(value: object, zone: tzinfo) -> Cell:
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return value.astimezone(zone)


CONVERSIONS: dict[Kind, Callable[[object, tzinfo], Cell]] = {
    Kind.TEXT: _as_text,
    Kind.INTEGER: _as_integer,
    Kind.DECIMAL: _as_decimal,
    Kind.PERCENT: _as_decimal,
    Kind.DATE: _as_date,
    Kind.DATETIME: _as_moment,
}
