"""The form of a frozen report: canonical JSON, its digest, and tables whose values keep their kind.

Canonical means: keys in order, no spaces, letters as they are. Two documents that say the same are the same bytes.
A table stands in the document once for each language, with every word that its files need, so that a translation or
an institution type that is renamed later changes no file of a report that was handed out.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from lms.disclosure.suppression import TOTAL
from lms.reporting.charts import Chart, chart_of_rows
from lms.sheets import Column, Kind
from lms.ui.charts import Bar

FORMAT = "sabak-report-1"

Cell = str | int | float | Decimal | date | datetime | None
Document = Mapping[str, Any]
#: (code of the row, key of the column).
Place = tuple[str, str]


def canonical(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def grouped(digest: str) -> str:
    """For people who compare it letter by letter: groups of eight."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def plain(value: object) -> Any:
    """A value of a table as JSON that is read back as the same value."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if isinstance(value, float):
        return {"decimal": repr(value)}
    return str(value)


def read(value: Any) -> Cell:
    """The value that ``plain`` was given."""
    if not isinstance(value, Mapping):
        return value
    [(kind, text)] = value.items()
    if kind == "decimal":
        return Decimal(text)
    return datetime.fromisoformat(text) if kind == "moment" else date.fromisoformat(text)


@dataclass(frozen=True)
class FrozenTable:
    """A table as it was, in one language. ``codes`` name its rows whatever they are called."""

    slug: str
    title: str
    #: On the tab of a workbook.
    sheet: str
    #: The lines above the table.
    heading: Sequence[str]
    columns: Sequence[Column]
    codes: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] | None
    notes: Sequence[str]
    #: (term, meaning): what it is about, then the definitions.
    facts: Sequence[tuple[str, str]]
    #: Key of a percentage to how many people it stands for in each line; in the team's document, where it is known.
    behind: Mapping[str, Sequence[int]] = field(default_factory=dict)
    #: Codes of rows that are nearly all one institution; in the team's document.
    of_one_body: Sequence[str] = ()
    #: The drawing of its main column, with the words it was drawn with.
    chart: Chart | None = None

    def lines(self) -> list[tuple[str, Sequence[Cell]]]:
        """(code, cells) of the rows, and of the total under its own name."""
        found = list(zip(self.codes, self.rows, strict=True))
        return [*found, (TOTAL, self.total)] if self.total is not None else found

    def cells(self) -> dict[Place, Cell]:
        keys = [column.key for column in self.columns]
        return {(code, key): cell for code, cells in self.lines() for key, cell in zip(keys, cells, strict=True)}

    def counts(self) -> dict[Place, int]:
        """The whole numbers, those behind percentages, and those behind what is too few to be told."""
        found = {place: cell for place, cell in self.cells().items() if isinstance(cell, int)}
        codes = [code for code, _cells in self.lines()]
        for key, numbers in self.behind.items():
            found |= {(code, key): number for code, number in zip(codes, numbers, strict=True)}
        return found

    def records(self) -> Iterable[dict[str, object]]:
        """The rows and the total by the keys of their columns."""
        keys = [column.key for column in self.columns]
        return (dict(zip(keys, cells, strict=True)) for _code, cells in self.lines())

    def drawn(self) -> "FrozenTable":
        """The same with its chart, made of what it shows, in the language that is spoken."""
        keys = [column.key for column in self.columns]
        rows = [dict(zip(keys, row, strict=True)) for row in self.rows]
        return replace(self, chart=chart_of_rows(self.columns, rows))

    def as_json(self) -> dict[str, Any]:
        return {
            "slug": self.slug,
            "title": self.title,
            "sheet": self.sheet,
            "heading": list(self.heading),
            "columns": [
                {"key": column.key, "title": str(column.title), "kind": column.kind.value, "width": column.width}
                for column in self.columns
            ],
            "codes": list(self.codes),
            "rows": [[plain(cell) for cell in row] for row in self.rows],
            "total": None if self.total is None else [plain(cell) for cell in self.total],
            "notes": list(self.notes),
            "facts": [list(pair) for pair in self.facts],
            "behind": {key: list(numbers) for key, numbers in self.behind.items()},
            "of_one_body": list(self.of_one_body),
            "chart": None if self.chart is None else asdict(self.chart),
        }


def table_of(data: Mapping[str, Any]) -> FrozenTable:
    return FrozenTable(
        slug=data["slug"],
        title=data["title"],
        sheet=data["sheet"],
        heading=data["heading"],
        columns=[Column(each["key"], each["title"], Kind(each["kind"]), each["width"]) for each in data["columns"]],
        codes=data["codes"],
        rows=[[read(cell) for cell in row] for row in data["rows"]],
        total=None if data["total"] is None else [read(cell) for cell in data["total"]],
        notes=data["notes"],
        facts=[(term, meaning) for term, meaning in data["facts"]],
        behind=data["behind"],
        of_one_body=data.get("of_one_body", ()),
        chart=_chart_of(data.get("chart")),  # older reports have none
    )


def _chart_of(data: Mapping[str, Any] | None) -> Chart | None:
    return None if data is None else Chart(data["title"], data["alt"], [Bar(**bar) for bar in data["bars"]])


def tables_of(document: Document, code: str) -> list[FrozenTable]:
    """The tables of a report in one language, in their order."""
    return [table_of(data) for data in document["tables"][code]]
