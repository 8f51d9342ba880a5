"""Table B: persons trained by region and sex, each once, with those who are new and all since the start."""

from collections.abc import Collection, Mapping

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN, TOTAL, Cell
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.dimensions import SEXES, Line
from lms.reporting.dominance import lines_of_one_body
from lms.reporting.reports.base import (
    Audience,
    Table,
    Value,
    behind_share,
    common_definitions,
    confirmed_title,
    counting_rules,
    share_or_sign,
)
from lms.reporting.reports.counted_a import CONFIRMED, count_a
from lms.reporting.reports.counted_b import CUMULATIVE, NEW, YOUTH_USED, count_b
from lms.reporting.reports.published import hidden_cells
from lms.sheets import Column, Kind

COUNTED = (*SEXES, TOTAL, "youth-female", "youth-male", NEW, CUMULATIVE)


def table_b(choice: Choice, audience: Audience) -> Table:
    """For the public hidden together with Table A."""
    lines, sheet = count_b(choice)
    hidden: frozenset[Cell] = frozenset()
    bodies: Mapping[str, frozenset[str]] = {}
    if audience is Audience.PUBLIC:
        bodies = lines_of_one_body(choice)
        hidden = hidden_cells(count_a(choice)[1], sheet, bodies)["b"]
    filled = [
        {"row": line.label, "_code": line.code, **_row(line.code, sheet.values, hidden, audience)}
        for line in [*lines, Line(TOTAL, _("Total"), frozenset())]
    ]
    return Table(
        slug="b",
        title=_("Table B. Persons trained by region and sex"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        of_one_body=bodies.get("b", frozenset()),
        notes=[
            *counting_rules(choice),
            _("New: the first completion ever lies in the period. Cumulative: since the start."),
        ],
        definitions=common_definitions(),
        has_hidden=any(SIGN in row.values() for row in filled),
    )


def _row(code: str, values: Mapping[Cell, int], hidden: Collection[Cell], audience: Audience) -> dict[str, Value]:
    row: dict[str, Value] = {column: SIGN if (code, column) in hidden else values[code, column] for column in COUNTED}
    row[CONFIRMED] = share_or_sign(
        values[code, CONFIRMED],
        values[code, TOTAL],
        audience,
        is_hidden=(code, CONFIRMED) in hidden or row[TOTAL] == SIGN,
    )
    if audience is Audience.TEAM:
        row[behind_share(CONFIRMED)] = values[code, CONFIRMED]
    return row


def _columns() -> list[Column]:
    ages = YOUTH_USED.replace("-", "–")
    counted = [
        *((code, dimensions.sex_label(code)) for code in SEXES),
        (TOTAL, _("Total")),
        ("youth-female", _("of which young women (%(ages)s)", ages=ages)),
        ("youth-male", _("of which young men (%(ages)s)", ages=ages)),
        ("new", _("New in the period")),
        ("cumulative", _("Cumulative")),
    ]
    return [
        Column("row", _("Region")),
        *(Column(code, title, Kind.INTEGER) for code, title in counted),
        Column(CONFIRMED, confirmed_title(), Kind.PERCENT),
    ]
