"""What must be hidden in the published Tables A and B: they count the same people, so they are protected together."""

from collections.abc import Collection, Mapping

from lms.disclosure.suppression import TOTAL, Cell, Sheet, suppress
from lms.disclosure.systems import Line as Sum
from lms.reporting.consents import WITHHELD
from lms.reporting.dimensions import BANDS, SEXES, WOMEN_AND_MEN, YOUTH
from lms.reporting.reports.base import K_NATIONAL, K_PUBLIC, LEAST_FOR_A_SHARE
from lms.reporting.reports.counted_a import CONFIRMED, KNOWN_AGE, young
from lms.reporting.reports.counted_b import CUMULATIVE, EARLIER

NATIONAL = frozenset({(TOTAL, column) for column in (TOTAL, *SEXES, *BANDS)})
"""Everybody by sex or by age."""
PEOPLE = (TOTAL, *SEXES, CONFIRMED)
"""Columns that both tables have."""
YOUNG = {f"youth-{sex}": sex for sex in WOMEN_AND_MEN}
"""Columns of Table B to those that they are a part of."""
WITHOUT_PERIOD = frozenset({CUMULATIVE, EARLIER})
"""Columns of Table B about more people than those of the period."""


def hidden_cells(a: Sheet, b: Sheet, of_one_body: Mapping[str, Collection[str]]) -> dict[str, frozenset[Cell]]:
    """The cells of each table that must not be seen by who sees the other as well.

    ``of_one_body``: letter of a table to its rows that are nearly all one institution.
    """
    sheets = {"a": a.prefixed("a "), "b": b.prefixed("b ")}
    bodies = {f"{slug} {row}" for slug, rows in of_one_body.items() for row in rows}
    unseen = a.unseen | b.unseen
    values = {cell: value for sheet in sheets.values() for cell, value in sheet.values.items()}

    def tells_by_zero(cell: Cell) -> bool:
        """That none of a few women, or men, is young is known of each of them."""
        row, column = cell
        return column in YOUNG and 0 < values[row, YOUNG[column]] < K_PUBLIC

    found = suppress(
        [*sheets.values(), _same_people(sheets)],
        k=lambda cell: K_NATIONAL if cell in NATIONAL else K_PUBLIC,
        hidden=[
            cell for sheet in sheets.values() for cell in (*_of_too_few(sheet.values), *_of_whole_rows(sheet, bodies))
        ],
        tells_by_zero=tells_by_zero,
        identifying=lambda cell: cell[0] in bodies and cell[1] not in WITHOUT_PERIOD | unseen,
    )
    return {
        slug: frozenset(
            (row if row == TOTAL else row.removeprefix(f"{slug} "), column)
            for row, column in found & sheet.values.keys()
        )
        for slug, sheet in sheets.items()
    }


def _same_people(sheets: Mapping[str, Sheet]) -> Sheet:
    """Those who withdrew their consent are one row in both tables."""
    rows = [f"{slug} {WITHHELD}" for slug in sheets]
    if any((row, TOTAL) not in sheet.values for row, sheet in zip(rows, sheets.values(), strict=True)):
        return Sheet([], {}, [])
    return Sheet([], {}, [], further=[Sum((rows[0], column), ((rows[1], column),)) for column in PEOPLE])


def _of_whole_rows(sheet: Sheet, bodies: Collection[str]) -> list[Cell]:
    """Everything about the people of a row that is small as a whole or of one body, also who is not among them."""
    gone = {row for row in sheet.rows if row in bodies or 0 < sheet.values[row, TOTAL] < K_PUBLIC}
    return [(row, column) for row, column in sheet.values if row in gone and column not in WITHOUT_PERIOD]


def _of_too_few(values: Mapping[Cell, int]) -> list[Cell]:
    """Shares that too few people stand beneath."""
    beneath = {CONFIRMED: TOTAL} | {young(code): KNOWN_AGE for code in YOUTH}
    return [
        (row, column)
        for row, column in values
        if column in beneath and 0 < values[row, beneath[column]] < LEAST_FOR_A_SHARE
    ]
