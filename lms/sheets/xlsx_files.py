"""Rows as a workbook: typed cells, a frozen heading row, columns that fit, no formulas.

Two libraries can write it. XlsxWriter writes everything; rustpy-xlsxwriter writes long plain tables with a fifth
of the work (measured: a million rows of fifteen columns in 13 s of CPU against 70 s). The tests run both over the
same sheets and compare. The limits are Excel's: 1,048,576 rows, 32,767 characters in a cell, 31 in a sheet's name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from enum import StrEnum
from itertools import chain, islice
from math import ceil
from pathlib import Path
from textwrap import wrap
from typing import Any, BinaryIO

import rustpy_xlsxwriter
import xlsxwriter

from lms.core.clock import BISHKEK
from lms.sheets.columns import Cell, Column, Kind, Row, SheetRefused, cells_of, writable

MOST_ROWS = 1_048_576
"""With the heading: a limit of the format."""
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
LONG_TABLE = 20_000
"""Rows; a longer table is written by the fast library where it can be."""

ROWS_MEASURED = 200
ROWS_OFFERED = 5_000
NARROWEST, WIDEST = 8, 60
BOLD = 1.15
"""How much wider a bold letter is; Kyrgyz and Russian titles have long words."""
FIRST_DAY = date(1900, 3, 1)
"""Before it, spreadsheets disagree about the calendar: earlier days are written as text."""

FORMATS = {
    Kind.INTEGER: "0",
    Kind.DECIMAL: "0.00",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "dd.mm.yyyy",
    Kind.DATETIME: "dd.mm.yyyy hh:mm",
}
NUMBERS = {Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT}
ALIGNED = {False: "left", True: "right"}
LINE_HEIGHT = 15
"""Points, at the type size that spreadsheets begin with."""

TYPICAL_WIDTH = {Kind.DATE: 11, Kind.DATETIME: 17, Kind.PERCENT: 8}
FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


class Engine(StrEnum):
    """The library that writes a workbook."""

    XLSXWRITER = "xlsxwriter"
    RUST = "rust"


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name on the tab, its columns, its rows, and the sentences around the table."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    heading: Sequence[str] = ()
    """Lines above the table: what it shows, the period, the filters, when it was made."""
    notes: Sequence[str] = ()
    """Lines beneath it: what a sign means, what was left out."""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """By the key of a column: what its cells may be, offered as a list to choose from."""

    @property
    def is_plain(self) -> bool:
        """Nothing around the table or in its cells, and no title twice: the fast library can write it."""
        titles = {str(column.title) for column in self.columns}
        return not self.heading and not self.notes and not self.choices and len(titles) == len(self.columns)


def write_xlsx(
    target: Path | BinaryIO, sheets: Sequence[Sheet], *, engine: Engine | None = None, zone: tzinfo = BISHKEK
) -> None:
    """Write the sheets in their order; rows are read once, one after another.

    Without `engine`, the fast library takes workbooks of plain sheets of which one is long, XlsxWriter all others.
    Raises SheetRefused: a value of the wrong kind, too many rows, too long a text, no sheet or no column at all.
    A file begun at a path is then incomplete; write to a temporary name and move it.
    """
    if not sheets or not all(sheet.columns for sheet in sheets):
        raise SheetRefused("A workbook needs a sheet, and a sheet needs a column")
    prepared = [_Prepared.of(sheet, name, zone) for sheet, name in zip(sheets, _names(sheets), strict=True)]
    WRITERS[engine or _engine_for(prepared)](target, prepared)


@dataclass
class _Prepared:
    """A sheet whose first rows have been read, so that widths and length are known."""

    sheet: Sheet
    name: str
    widths: list[int]
    cells: Iterator[list[Cell]]
    is_long: bool
    is_empty: bool

    @classmethod
    def of(cls, sheet: Sheet, name: str, zone: tzinfo) -> "_Prepared":
        cells = _checked(sheet.rows, cells_of(sheet.columns, zone=zone, then=[_fitting] * len(sheet.columns)))
        first = list(islice(cells, LONG_TABLE + 1))
        widths = [
            column.width or _width(column, [row[index] for row in first[:ROWS_MEASURED]])
            for index, column in enumerate(sheet.columns)
        ]
        return cls(sheet, name, widths, chain(first, cells), len(first) > LONG_TABLE, not first)


def _engine_for(prepared: Sequence[_Prepared]) -> Engine:
    can_be_fast = all(each.sheet.is_plain and not each.is_empty for each in prepared)
    return Engine.RUST if can_be_fast and any(each.is_long for each in prepared) else Engine.XLSXWRITER


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """Names that a spreadsheet accepts: no forbidden signs, short enough, each one once."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, start=1):
        base = FORBIDDEN_IN_NAMES.sub(" ", writable(sheet.name))
        name = " ".join(base.split())[:LONGEST_NAME].strip("' ") or str(number)
        if name.casefold() in {taken.casefold() for taken in names}:
            name = f"{name[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        names.append(name)
    return names


def _checked(rows: Iterable[Row], read: Callable[[Row], list[Cell]]) -> Iterator[list[Cell]]:
    """Their cells, counted and measured; neither library says aloud when it drops something."""
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise SheetRefused(f"A sheet holds {MOST_ROWS} rows with its heading; write CSV instead")
        try:
            yield read(row)
        except _TooLong as found:
            raise SheetRefused(f"A cell in row {number} holds more than {LONGEST_TEXT} characters") from found


class _TooLong(Exception):
    """A text that no cell holds."""


def _fitting(cell: Cell) -> Cell:
    if isinstance(cell, str):
        if len(cell) > LONGEST_TEXT:
            raise _TooLong
        return cell
    return _as_excel_time(cell) if isinstance(cell, date) else cell


def _as_excel_time(moment: date) -> Cell:
    """A spreadsheet knows no time zones: the local time stands in the cell without one."""
    naive = moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment
    day = naive.date() if isinstance(naive, datetime) else naive
    return naive if day >= FIRST_DAY else naive.isoformat()


def _width(column: Column, cells: Sequence[Cell]) -> int:
    """Characters: the longest value among the first rows, and no word of the title broken, which is bold."""
    longest_word = ceil(BOLD * max((len(word) for word in str(column.title).split()), default=0))
    longest_cell = max((_length(column, cell) for cell in cells), default=0)
    return min(max(longest_word, longest_cell, NARROWEST) + 2, WIDEST)


def _lines_of_titles(prepared: _Prepared) -> int:
    """How many lines the longest title takes: not every program measures bold letters before it shows them."""
    titles = zip(prepared.sheet.columns, prepared.widths, strict=True)
    return max(len(wrap(str(column.title), width - 1)) or 1 for column, width in titles)


def _lines_of_row(row: Sequence[Cell], widths: Sequence[int]) -> int:
    """How many lines the longest text of a row takes."""
    texts = [(cell, width) for cell, width in zip(row, widths, strict=True) if isinstance(cell, str)]
    return max((_lines_of(cell, width) for cell, width in texts), default=1)


def _lines_of(text: str, width: int) -> int:
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(len(wrap(line, width)) or 1 for line in text.split("\n"))


def _length(column: Column, cell: Cell) -> int:
    if isinstance(cell, str):
        return max(len(line) for line in cell.split("\n"))
    return TYPICAL_WIDTH.get(column.kind, len(str(cell)) if cell is not None else 0)


# ── XlsxWriter ────────────────────────────────────────────────────────────────────────────────────────────────


def _write_with_xlsxwriter(target: Path | BinaryIO, prepared: Sequence[_Prepared]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # A refusal in the middle closes the workbook too, or its temporary files would stay.
    with xlsxwriter.Workbook(target, options) as workbook:
        formats = _Formats.of(workbook)
        for each in prepared:
            _write_sheet(workbook.add_worksheet(each.name), each, formats)


@dataclass(frozen=True)
class _Formats:
    headline: Any
    titles: Mapping[bool, Any]  # whether numbers stand beneath
    kinds: Mapping[Kind, Any]

    @classmethod
    def of(cls, workbook: Any) -> "_Formats":
        # Aligned also where a text stands among numbers: the sign for what is hidden.
        kinds = {
            kind: workbook.add_format({"num_format": form, "valign": "top", "align": ALIGNED[kind in NUMBERS]})
            for kind, form in FORMATS.items()
        }
        kinds[Kind.TEXT] = workbook.add_format({"text_wrap": True, "valign": "top"})
        titles = {
            is_number: workbook.add_format(
                {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "align": ALIGNED[is_number]}
            )
            for is_number in (False, True)
        }
        return cls(workbook.add_format({"bold": True, "font_size": 14}), titles, kinds)


def _write_sheet(sheet: Any, prepared: _Prepared, formats: _Formats) -> None:
    columns = prepared.sheet.columns
    top = len(prepared.sheet.heading) + 1 if prepared.sheet.heading else 0
    sheet.freeze_panes(top + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    for index, width in enumerate(prepared.widths):
        sheet.set_column(index, index, width)
    for line, text in enumerate(prepared.sheet.heading):
        sheet.write_string(line, 0, writable(text), formats.headline if line == 0 else None)
    sheet.set_row(top, LINE_HEIGHT * _lines_of_titles(prepared))
    for index, column in enumerate(columns):
        sheet.write_string(top, index, writable(str(column.title)), formats.titles[column.kind in NUMBERS])
    last = _write_rows(sheet, prepared, formats, top)
    if prepared.sheet.is_plain and last > top:
        sheet.autofilter(top, 0, last, len(columns) - 1)
    _write_notes(sheet, prepared, formats.kinds[Kind.TEXT], last + 2)
    _offer_choices(sheet, prepared, top)


def _write_notes(sheet: Any, prepared: _Prepared, form: Any, first: int) -> None:
    """As wide as the table and no wider, or a printer would make the whole sheet smaller for one long sentence."""
    right, width = len(prepared.widths) - 1, sum(prepared.widths)
    for line, text in enumerate(map(writable, prepared.sheet.notes), start=first):
        sheet.set_row(line, LINE_HEIGHT * _lines_of(text, width))
        if right:
            sheet.merge_range(line, 0, line, right, text, form)
        else:
            sheet.write_string(line, 0, text, form)


def _offer_choices(sheet: Any, prepared: _Prepared, top: int) -> None:
    """Lists to choose from, also for the rows that somebody will fill in."""
    for index, column in enumerate(prepared.sheet.columns):
        if column.key in prepared.sheet.choices:
            offered = {"validate": "list", "source": list(prepared.sheet.choices[column.key])}
            sheet.data_validation(top + 1, index, top + ROWS_OFFERED, index, offered)


def _write_rows(sheet: Any, prepared: _Prepared, formats: _Formats, top: int) -> int:
    """The number of the last row written."""
    columns = prepared.sheet.columns
    shapes = [formats.kinds[column.kind] for column in columns]
    number = top
    for number, row in enumerate(prepared.cells, start=top + 1):
        lines = _lines_of_row(row, prepared.widths)
        if lines > 1:  # not every program makes room by itself
            sheet.set_row(number, LINE_HEIGHT * lines)
        for index, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, index, cell, shapes[index])
            elif isinstance(cell, date):
                sheet.write_datetime(number, index, cell, shapes[index])
            elif cell is not None:
                is_whole = isinstance(cell, int) and columns[index].kind is Kind.DECIMAL
                sheet.write_number(number, index, cell, formats.kinds[Kind.INTEGER] if is_whole else shapes[index])
    return number


# ── rustpy-xlsxwriter ─────────────────────────────────────────────────────────────────────────────────────────


def _write_with_rust(target: Path | BinaryIO, prepared: Sequence[_Prepared]) -> None:
    """Needs plain sheets with at least one row: it takes the titles from the first row's keys."""
    if not all(each.sheet.is_plain and not each.is_empty for each in prepared):
        raise SheetRefused("The fast library writes only plain sheets that have rows")
    title = rustpy_xlsxwriter.Format().set_bold().set_text_wrap().set_border_bottom("thin")
    names = [each.name for each in prepared]
    rustpy_xlsxwriter.write_worksheets(
        [(each.name, _records(each)) for each in prepared],
        str(target) if isinstance(target, Path) else target,
        freeze_panes={"general": {"row": 1, "col": 0}},
        column_widths={each.name: [float(width) for width in each.widths] for each in prepared},
        column_formats={each.name: _rust_formats(each.sheet.columns) for each in prepared},
        header_format=dict.fromkeys(names, title),
        autofilter=dict.fromkeys(names, True),
        page_setup={name: {"landscape": True, "paper_size": 9, "repeat_rows": 0} for name in names},
    )


def _records(prepared: _Prepared) -> Iterator[dict[str, Cell]]:
    titles = [writable(str(column.title)) for column in prepared.sheet.columns]
    return (dict(zip(titles, row, strict=True)) for row in prepared.cells)


def _rust_formats(columns: Sequence[Column]) -> dict[str, Any]:
    return {
        writable(str(column.title)): rustpy_xlsxwriter.Format().set_num_format(FORMATS[column.kind])
        for column in columns
        if column.kind in FORMATS
    }


WRITERS: dict[Engine, Callable[[Path | BinaryIO, Sequence[_Prepared]], None]] = {
    Engine.XLSXWRITER: _write_with_xlsxwriter,
    Engine.RUST: _write_with_rust,
}
