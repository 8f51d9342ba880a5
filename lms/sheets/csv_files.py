"""Rows as comma-separated text that a spreadsheet opens without running anything.

A cell that begins like a formula gets an apostrophe in front: the defence against CSV injection that OWASP
describes. Numbers, which are typed, do not need it: -5 stays -5.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import TextIO

from lms.sheets.columns import Cell, Column, Kind, Row, cells_of, writable

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads Cyrillic in the machine's old code page, which has no ң, ө, ү."""

# The last four are the full-width forms of = + - @, which Excel takes for the plain ones.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
ROWS_AT_ONCE = 500
SHARE_DIGITS = 4

Field = str | int | float | None


def write_csv(
    rows: Iterable[Row], stream: TextIO, columns: Sequence[Column], *, delimiter: str = ",", bom: bool = True
) -> None:
    """Write a heading line and one line per row; texts are quoted, lines end in CR LF (RFC 4180).

    The stream must be opened with newline="". Shares are written as shares (0.755), days as 2026-11-20, moments
    with their offset from UTC, nothing as an empty field. Raises SheetRefused (see `columns`).

    Where the semicolon stands between the fields, the comma stands in the numbers: such a file is for spreadsheets
    that would read 18.9 as the 18th of September.
    """
    stream.writelines(csv_lines(rows, columns, delimiter=delimiter, bom=bom))


def csv_lines(
    rows: Iterable[Row], columns: Sequence[Column], *, delimiter: str = ",", bom: bool = True
) -> Iterator[str]:
    """The same file in pieces of some hundred lines, for a response that streams."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_NONNUMERIC)
    has_comma = delimiter == ";"
    fields = [_field_of(column, has_comma=has_comma) for column in columns]
    read = cells_of(columns, then=fields)
    buffer.write(BYTE_ORDER_MARK if bom else "")
    writer.writerow([_disarmed(writable(str(column.title))) for column in columns])
    remaining = iter(rows)
    while batch := list(islice(remaining, ROWS_AT_ONCE)):
        writer.writerows(map(read, batch))
        yield _taken(buffer)
    yield _taken(buffer)


def _field_of(column: Column, *, has_comma: bool) -> Callable[[Cell], Field]:
    """What becomes of a cell of this column; with a comma in its numbers where the semicolon divides the fields."""
    is_share = column.kind is Kind.PERCENT

    def field(cell: Cell) -> Field:
        if cell is None:
            return None
        if isinstance(cell, str):
            return _disarmed(cell)
        if isinstance(cell, datetime):
            return cell.isoformat(timespec="seconds")
        if isinstance(cell, date):
            return cell.isoformat()
        number = round(cell, SHARE_DIGITS) if is_share else cell
        return str(number).replace(".", ",") if has_comma and isinstance(number, float) else number

    return field


def stays_as_it_is(text: str) -> bool:
    """Whether the text stands in a file as it was given."""
    return _disarmed(writable(text)) == text


def _disarmed(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _taken(buffer: io.StringIO) -> str:
    """What the buffer holds; afterwards it is empty."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
