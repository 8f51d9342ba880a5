"""Tables as files: XLSX with a sheet of definitions, CSV, JSON, PDF. Each says what it is and how it was counted."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from pathlib import Path

from flask import current_app

from lms.core import site
from lms.core.i18n import _, in_language
from lms.core.installation import is_demonstration
from lms.disclosure.suppression import SIGN
from lms.reporting.choices import Choice
from lms.reporting.printing import print_table
from lms.reporting.reports import Audience, Table
from lms.reporting.reports.base import common_definitions, hidden_note, period_words
from lms.reporting.satisfaction import NOT_ASKED
from lms.sheets import CSV_TYPE, MOST_ROWS, XLSX_TYPE, Column, Kind, Sheet, SheetRefused, csv_lines, write_xlsx
from lms.ui.filters import table_datetime


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


MEDIA_TYPES = {
    Format.XLSX: XLSX_TYPE,
    Format.CSV: CSV_TYPE,
    Format.JSON: "application/json",
    Format.PDF: "application/pdf",
}
#: Tables with a row for every fact or enrolment are read by programs and never printed.
NEVER_PRINTED = frozenset({"long", "persons"})
DEMONSTRATION = "demonstration"
NOTE = "note"


@dataclass(frozen=True)
class About:
    """What stands around a table, whoever reads it and wherever."""

    choice: Choice
    audience: Audience
    at: datetime
    #: The filters in words.
    scope: Sequence[str] = ()

    @property
    def is_demonstration(self) -> bool:
        return is_demonstration(current_app)

    def lines(self, table: Table) -> list[str]:
        """The head of a table, in the language of the page."""
        lines = [table.title, period_words(self.choice)]
        return [_("Demonstration data"), *lines] if self.is_demonstration else lines

    def facts(self, table: Table) -> list[tuple[str, str]]:
        """(term, meaning) of everything that the reporting method asks to be said, then the definitions."""
        project = site.site().project
        audience = _("Everybody: small numbers are hidden") if self.audience is Audience.PUBLIC else _("Project team")
        facts = [
            (_("Table"), table.title),
            (_("Project"), in_language(project.title)),
            (_("Period"), period_words(self.choice)),
            (_("Data as of"), table_datetime(self.at)),
            (_("Scope"), "; ".join(self.scope) or _("All enrolments")),
            (_("Unit"), _("People, if nothing else is said")),
            (_("Made for"), audience),
            (_("Prepared by"), _("Coordinator")),
            *((_("Note"), note) for note in table.footnotes),
            *table.definitions,
        ]
        return [(_("Demonstration data"), _("None of these people exist.")), *facts] if self.is_demonstration else facts


def file_name(table: Table, about: About, ending: Format) -> str:
    """In Latin letters, so that every system keeps it."""
    period = about.choice.period
    parts = ["sabak", f"table-{table.slug}" if len(table.slug) == 1 else table.slug, f"{period.start}_{period.end}"]
    if about.audience is Audience.PUBLIC:
        parts.append("public")
    if about.is_demonstration:
        parts.append(DEMONSTRATION)
    return f"{'-'.join(parts)}.{ending.value}"


def write(table: Table, about: About, ending: Format, target: Path, *, delimiter: str = ",") -> None:
    """Write the table to a file. Raises ``SheetRefused`` for what no file can hold."""
    if ending is Format.XLSX:
        if table.length and not fits_a_sheet(table.length):
            raise SheetRefused(f"A sheet holds {MOST_ROWS - 1:,} rows, these are {table.length:,}; write CSV instead")
        write_xlsx(target, [_sheet(table, about), _definitions(table, about)])
        return
    if ending is Format.PDF:
        target.write_bytes(_printed(table, about))
        return
    if ending is Format.CSV and table.lines is not None:
        heading = csv_lines([], _columns(table, about), delimiter=delimiter)
        mark = _("Demonstration data") if about.is_demonstration else None
        with target.open("wb") as stream:
            stream.writelines(chain((text.encode() for text in heading), table.lines(delimiter, mark)))
        return
    lines = csv_text(table, about, delimiter=delimiter) if ending is Format.CSV else json_text(table, about)
    with target.open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def fits_a_sheet(rows: int) -> bool:
    """Beside the heading: known before anybody waits for so many."""
    return rows < MOST_ROWS


def _printed(table: Table, about: About) -> bytes:
    """Raises DocumentRefused for what one document cannot hold, and ValueError for what is never printed."""
    if table.is_data:
        message = f"The table {table.slug} is read by programs and never printed."
        raise ValueError(message)
    said = {_("Table"), _("Note"), _("Demonstration data")}  # each has a place of its own on the paper
    facts = [(term, meaning) for term, meaning in about.facts(table) if term not in said]
    as_of = _("Data as of %(moment)s", moment=table_datetime(about.at))
    return print_table(
        table,
        lines=[period_words(about.choice), as_of, *about.scope],
        about=facts,
        notes=_notes(table),
        is_demonstration=about.is_demonstration,
        at=about.at,
    )


def content(write: Callable[[Path], None]) -> bytes:
    """Written whole before anybody reads it: an error half-way must not look like a file."""
    with tempfile.TemporaryDirectory(dir=current_app.config["DATA"]) as folder:
        path = Path(folder) / "file"
        write(path)
        return path.read_bytes()


def write_record(name: str, tables: Sequence[Table], about: About, target: Path) -> None:
    """The record of an institution: a sheet for each of its tables, then what they say together."""
    whole = Table("record", name, columns=[], rows=[], definitions=common_definitions())
    headed = [replace(table, title=f"{name}. {table.title}") for table in tables]
    write_xlsx(target, [*(_sheet(table, about) for table in headed), _definitions(whole, about)])


def csv_text(table: Table, about: About, *, delimiter: str = ",") -> Iterator[str]:
    """UTF-8 with a byte order mark, as Excel wants it; ``;`` for a Russian Excel. Percentages are 50.7, not 0.507."""
    columns = _columns(table, about)
    shares = [column.key for column in columns if column.kind is Kind.PERCENT]
    plain = [replace(column, kind=Kind.DECIMAL) if column.kind is Kind.PERCENT else column for column in columns]
    return csv_lines((_for_programs(row, shares) for row in _all_rows(table, about)), plain, delimiter=delimiter)


def _for_programs(row: Mapping[str, object], shares: Sequence[str]) -> Mapping[str, object]:
    """Percentages as they are read, and nothing where there is no figure: a dash would make the column one of texts."""
    found = {key: share * 100 for key in shares if isinstance(share := row.get(key), Decimal)}
    absent = {key: None for key, value in row.items() if value == NOT_ASKED} if NOT_ASKED in row.values() else {}
    return {**row, **found, **absent} if found or absent else row


def json_text(table: Table, about: About) -> Iterator[str]:
    """One object: what the table is, its columns, its rows. Percentages are numbers with one decimal."""
    period = about.choice.period
    head = {
        "table": table.slug,
        "title": table.title,
        "demonstration": about.is_demonstration,
        "period": {"from": period.start.isoformat(), "to": period.end.isoformat()},
        "as_of": about.at.isoformat(timespec="seconds"),
        "audience": about.audience.value,
        "scope": list(about.scope),
        "columns": [{"key": column.key, "title": column.title, "kind": column.kind.value} for column in table.columns],
        "notes": _notes(table),
        "definitions": {term: meaning for term, meaning in about.facts(table) if term != _("Note")},
        "total": _plain(table.total, table.columns) if table.total else None,
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)
    yield text.removesuffix("\n}") + ',\n "rows": [\n'
    for number, row in enumerate(table.rows):
        yield (",\n  " if number else "  ") + json.dumps(_plain(row, table.columns), ensure_ascii=False)
    yield "\n ]\n}\n"


def _plain(row: Mapping[str, object], columns: Sequence[Column]) -> dict[str, object]:
    return {column.key: json_value(row.get(column.key), column.kind) for column in columns}


def json_value(value: object, kind: Kind) -> object:
    """Percentages as 50.7; days as text."""
    if isinstance(value, Decimal):
        return float(value * 100 if kind is Kind.PERCENT else value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _all_rows(table: Table, about: About) -> Iterable[Mapping[str, object]]:
    """Rows, then the total; a row of a table for people says what its sign means, and in a demonstration what it is."""
    mark = {DEMONSTRATION: _("Demonstration data")} if about.is_demonstration else {}
    for row in chain(table.rows, [] if table.total is None else [table.total]):
        hidden = {NOTE: hidden_note() if SIGN in row.values() else None} if _says_hidden(table) else {}
        yield {**row, **hidden, **mark}


def _columns(table: Table, about: About) -> list[Column]:
    columns = [*table.columns, *([Column(NOTE, _("Note"))] if _says_hidden(table) else [])]
    if not about.is_demonstration or table.slug == "long":  # the long table says it in "reason"
        return columns
    return [*columns, Column(DEMONSTRATION, "data" if table.is_data else _("Data"))]


def _says_hidden(table: Table) -> bool:
    """A file of lines has no room beneath the table."""
    return table.has_hidden and not table.is_data


def _notes(table: Table) -> list[str]:
    return [*table.footnotes, *([hidden_note()] if table.has_hidden else [])]


def _sheet(table: Table, about: About) -> Sheet:
    """A table for people has its words around it; one for programs begins with its columns."""
    if table.is_data:
        return Sheet(table.slug, _columns(table, about), _all_rows(table, about))
    rows = [*table.rows, *([table.total] if table.total else [])]
    return Sheet(_sheet_name(table), table.columns, rows, about.lines(table), _notes(table))


def _sheet_name(table: Table) -> str:
    """Short: a tab has room for 31 letters."""
    if len(table.slug) == 1:
        return _("Table %(name)s", name=table.slug.upper())
    return {
        "activity": _("Modules"),
        "trend-counts": _("Counts compared"),
        "trend-shares": _("Shares compared"),
        "workplaces": _("Workplaces"),
        "sexes": _("Sex and age"),
        "results": _("Quiz results"),
        "institutions": _("Institutions"),
        "gain": _("Gain"),
        "funnel": _("Completion funnel"),
        "untrained": _("Nobody trained"),
    }.get(table.slug, _("Participation"))


def _definitions(table: Table, about: About) -> Sheet:
    columns = [Column("term", _("Term"), width=28), Column("meaning", _("Meaning"), width=60)]
    rows = [{"term": term, "meaning": meaning} for term, meaning in about.facts(table)]
    return Sheet(_("Definitions"), columns, rows)
