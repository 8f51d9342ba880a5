"""Comma-separated text: which encoding, which delimiter, which lines."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from lms.core.folding import clean
from lms.sheets.csv_files import FORMULA_STARTS
from lms.sheets.uploads.limits import Limits, Line
from lms.sheets.uploads.refusals import Cause, TableRefused

#: In this order where they split a line alike: a tab is never typed into a name, a comma often.
DELIMITERS = ("\t", ";", ",")
LINES_TRIED = 30
NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # a line that Excel reads, and writes for itself
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def decoded(content: bytes) -> str:
    """The text. Raises TableRefused: ENCODING with the first line that is not UTF-8, TYPE if it is no text at all."""
    encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8-sig":
            raise TableRefused(Cause.TYPE) from error
        raise TableRefused(Cause.ENCODING, line=_line_at(content, error.start)) from error
    if CONTROLS.search(text) or text.lstrip().startswith("<"):
        raise TableRefused(Cause.TYPE)
    return text


def _encoding(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in content:  # UTF-16 without a mark: every line break and digit has a byte of zero, on one side
        return "utf-16-be" if content[0::2].count(0) > content[1::2].count(0) else "utf-16-le"
    return "utf-8-sig"


def _line_at(content: bytes, place: int) -> int:
    # The mark at the start is not counted in the place; no line ends inside it.
    before = content[:place].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def lines_of(text: str, limits: Limits) -> Iterator[Line]:
    """Lines that are not empty. Raises TableRefused: DAMAGED, ROWS, COLUMNS, CELL."""
    named = NAMED_DELIMITER.match(text)
    delimiter = named.group(1) if named else _delimiter(text)
    first = 2 if named else 1
    rows = csv.reader(io.StringIO(text[named.end() :] if named else text, newline=""), delimiter=delimiter)
    start, seen = first, 0
    for row in _guarded(rows):
        cells = tuple(_plain(cell) for cell in row)
        if any(cells):
            seen += 1
            if seen > limits.rows:
                raise TableRefused(Cause.ROWS, most=limits.rows)
            yield _measured(Line(start, cells), limits)
        start = first + rows.line_num


def _guarded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise TableRefused(Cause.DAMAGED) from error


def _delimiter(text: str) -> str:
    """The one that splits the most of the first lines, and those into the most cells."""
    sample = text[:10_000]

    def splits(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths = [len(row) for row in islice(_guarded(rows), LINES_TRIED) if len(row) > 1]
        return len(widths), max(widths, default=0)

    return max(DELIMITERS, key=splits)


def _plain(cell: str) -> str:
    """Without the apostrophe that our own files put before what looks like a formula."""
    disarmed = cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return clean(cell[1:] if disarmed else cell)


def _measured(line: Line, limits: Limits) -> Line:
    if len(line.cells) > limits.columns and any(line.cells[limits.columns :]):
        raise TableRefused(Cause.COLUMNS, line=line.number, most=limits.columns)
    if any(len(cell) > limits.cell for cell in line.cells):
        raise TableRefused(Cause.CELL, line=line.number, most=limits.cell)
    return line
