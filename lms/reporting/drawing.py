"""Tables as pages show them: everything formatted in the language of the page."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lms.reporting.reports import Table
from lms.sheets import Column, Kind
from lms.ui.filters import number, percent, table_date


def drawn(table: Table) -> dict[str, Any]:
    """Arguments of the component for tables: everything formatted in the language of the page."""
    columns = [
        {"key": column.key, "title": column.title, "kind": "text" if column.kind is Kind.TEXT else "number"}
        for column in table.columns
    ]
    return {
        "caption": table.title,
        "columns": columns,
        "rows": [formatted(row, table.columns) for row in table.rows],
        "total": formatted(table.total, table.columns) if table.total else None,
        "notes": table.footnotes,
        "suppressed": table.has_hidden,
    }


def formatted(row: Mapping[str, object], columns: Any) -> dict[str, object]:
    return {column.key: shown(row.get(column.key), column) for column in columns} | {
        key: value for key, value in row.items() if key.startswith("_")
    }


def shown(value: object, column: Column) -> object:
    """Numbers as people write them; words, signs and nothing stay as they are."""
    if column.kind is Kind.PERCENT and isinstance(value, Decimal):
        # What the heading says is not said again in each cell: narrow columns.
        return number(value * 100, 1) if "%" in column.title else percent(value, 1)  # type: ignore[arg-type]
    if isinstance(value, int | Decimal):
        return number(value, 0 if column.kind is Kind.INTEGER else _places(value))  # type: ignore[arg-type]
    if column.kind is Kind.DATE:
        return table_date(value)  # type: ignore[arg-type]
    return value


def _places(value: int | Decimal) -> int:
    """None of a whole number; of another one, unless it has two of its own."""
    if isinstance(value, int):
        return 0
    return 2 if value.as_tuple().exponent == -2 else 1  # noqa: PLR2004
