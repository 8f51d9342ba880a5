"""Frozen tables and texts as pages show them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lms.core.i18n import NATIVE_NAMES, language
from lms.releases import narrative
from lms.releases.differences import Change
from lms.releases.frozen import FrozenTable
from lms.reporting.drawing import shown
from lms.sheets import Kind


def drawn(table: FrozenTable) -> dict[str, Any]:
    """Arguments of the component for tables, whose notes say what the sign means; and the chart beneath it."""
    lines = [
        {column.key: shown(cell, column) for column, cell in zip(table.columns, cells, strict=True)}
        for _code, cells in table.lines()
    ]
    return {
        "caption": table.title,
        "columns": [
            {"key": column.key, "title": column.title, "kind": "text" if column.kind is Kind.TEXT else "number"}
            for column in table.columns
        ],
        "rows": lines[:-1] if table.total is not None else lines,
        "total": lines[-1] if table.total is not None else None,
        "notes": table.notes,
        "chart": table.chart,
    }


def drawn_change(change: Change) -> dict[str, Any]:
    """A line of the table of differences."""
    column = next(column for column in change.table.columns if column.key == change.key)
    more = change.difference
    signed = f"+{shown(more, column)}" if isinstance(more, int | Decimal) and more > 0 else shown(more, column)
    return {
        "row": change.row,
        "column": change.column,
        "before": shown(change.before, column),
        "now": shown(change.now, column),
        "difference": signed,
        "reasons": "; ".join(change.reasons),
    }


def paragraphs(text: narrative.Narrative) -> list[dict[str, Any]]:
    """Title, paragraphs and language of each field that has a text; the own language first."""
    return texts_shown(narrative.texts_of(text), narrative.labels())


def texts_shown(texts: Mapping[str, Mapping[str, str]], labels: Mapping[str, str]) -> list[dict[str, Any]]:
    found = []
    for name in narrative.FIELDS:
        code = narrative.language_of(texts, name, language())
        if code:
            lines = [line for line in texts[code][name].split("\n") if line.strip()]
            other = None if code == language() else NATIVE_NAMES[code]
            found.append({"title": labels[name], "lines": lines, "lang": code, "other": other})
    return found
