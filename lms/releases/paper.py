"""A frozen report as a tagged PDF: cover with version and digest, contents, text, tables, method."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from lms.core.i18n import speaking
from lms.documents import render_pdf, written_otherwise
from lms.releases.files import cover_lines, definitions, passages
from lms.releases.frozen import Document, FrozenTable, grouped, tables_of
from lms.reporting.charts import Chart
from lms.reporting.drawing import shown
from lms.sheets import Kind
from lms.ui.filters import breakable

TEMPLATE = Path(__file__).with_name("documents") / "report.typ"
NOTHING = "–"


def report_pdf(document: Document, code: str, digest: str) -> bytes:
    """The same bytes whenever it is made. Raises DocumentRefused.

    What is typed into a draft is refused there if it cannot be printed; the name of an event may hold anything.
    """
    facts = written_otherwise(_with_soft_hyphens(facts_of(document, code, digest)))
    title = f"{facts['title']}: {document['labels'][code]['name']}"
    at = datetime.fromisoformat(document["as_of"])
    return render_pdf(TEMPLATE, language=code, title=title, facts=facts, at=at)


def facts_of(document: Document, code: str, digest: str) -> dict[str, Any]:
    """What both kinds of paper say, in one language."""
    labels, tables = document["labels"][code], tables_of(document, code)
    with speaking(code):
        return {
            "project": labels["project"],
            "title": labels["title"],
            "mark": labels["demonstration"],
            "lines": [line for line in cover_lines(document, code) if line != labels["demonstration"]],
            "reason": document["reason"],
            "digest": {"label": labels["digest"], "value": grouped(digest)},
            "contents": labels["contents"],
            "narrative": {"title": labels["narrative"], "passages": _passages(document, code)},
            "tables": {"title": labels["tables"], "list": [_table(table) for table in tables]},
            "method": {
                "title": labels["method"],
                "term": labels["term"],
                "meaning": labels["meaning"],
                "rows": [list(pair) for pair in definitions(tables)],
            },
            "foot": " · ".join(word for word in (labels["demonstration"], labels["name"], labels["as_of"]) if word),
        }


def _with_soft_hyphens(facts: dict[str, Any]) -> dict[str, Any]:
    """In the headings of columns."""
    for table in facts["tables"]["list"]:
        table["columns"] = [column | {"title": breakable(column["title"])} for column in table["columns"]]
    return facts


def _passages(document: Document, code: str) -> list[dict[str, Any]]:
    written_in = document["labels"][code]["written_in"]
    return [
        {
            "title": title,
            "lang": other or code,
            "note": written_in[other] if other else None,
            "paragraphs": [line for line in text.split("\n") if line.strip()],
        }
        for title, text, other in passages(document, code)
    ]


def _table(table: FrozenTable) -> dict[str, Any]:
    return {
        "title": table.title,
        "lines": [line for line in table.heading if line != table.title],
        "columns": [{"title": column.title, "number": column.kind is not Kind.TEXT} for column in table.columns],
        "rows": [_cells(table, row) for row in table.rows],
        "total": None if table.total is None else _cells(table, table.total),
        "notes": list(table.notes),
        "chart": None if table.chart is None else _chart(table.chart),
    }


def _chart(chart: Chart) -> dict[str, str]:
    """The drawing that the page shows."""
    return {"title": chart.title, "alt": chart.alt, "svg": str(chart.svg)}


def _cells(table: FrozenTable, row: Sequence[object]) -> list[str]:
    cells = (shown(cell, column) for cell, column in zip(row, table.columns, strict=True))
    return [NOTHING if cell is None else str(cell) for cell in cells]
