"""Which tables a report may hold: those that may be published, and the results framework."""

from collections.abc import Sequence
from dataclasses import replace

from lms.disclosure.suppression import SIGN
from lms.framework.table_e import source_of
from lms.releases.frozen import Cell, FrozenTable
from lms.reporting.reports import PUBLIC_TABLES

FRAMEWORK = "e"
PROGRESS = "progress"
TABLES = tuple(sorted((*PUBLIC_TABLES, FRAMEWORK)))


def with_framework_alike(tables: Sequence[FrozenTable]) -> list[FrozenTable]:
    """Table E tells no number that its own table, as it is handed out here, hides or that is not handed out at all."""
    shown = {table.slug: table.cells() for table in tables}
    framework = next((table for table in tables if table.slug == FRAMEWORK), None)
    secret = {
        code
        for code in (framework.codes if framework else ())
        if (source := source_of(code)) is not None
        and any(shown.get(source.table, {}).get(cell, SIGN) == SIGN for cell in source.cells)
    }
    return [_without_progress(table, secret) if table.slug == FRAMEWORK else table for table in tables]


def _without_progress(table: FrozenTable, secret: set[str]) -> FrozenTable:
    keys = [column.key for column in table.columns]

    def line(code: str, cells: Sequence[Cell]) -> list[Cell]:
        return [
            SIGN if key == PROGRESS and code in secret and cell is not None else cell
            for key, cell in zip(keys, cells, strict=True)
        ]

    return replace(table, rows=[line(code, cells) for code, cells in zip(table.codes, table.rows, strict=True)])
