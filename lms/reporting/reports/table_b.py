"""Table B: persons trained by region and sex, each once, with those who are new and all since the start."""

from collections import Counter
from collections.abc import Mapping, Sequence

from lms.core.i18n import _
from lms.disclosure.parts import hidden_rows
from lms.disclosure.suppression import SIGN, TOTAL, Cell, grid_of, suppress
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts_of
from lms.reporting.dimensions import SEXES, YOUTH, Line
from lms.reporting.facts import people_ever
from lms.reporting.reports.base import (
    K_PUBLIC,
    LEAST_FOR_A_SHARE,
    Audience,
    Table,
    Value,
    common_definitions,
    confirmed_title,
    counting_rules,
)
from lms.sheets import Column, Kind

YOUTH_USED = "18-28"
CONFIRMED = "confirmed"
PARTS = {"youth-female": "female", "youth-male": "male", "new": TOTAL, CONFIRMED: TOTAL}
"""Columns that are a part of another: the part and what remains of the whole are both people."""
CUMULATIVE = ("cumulative", "new", "cumulative")
"""The column to hide, and the part and the whole that it would tell apart."""


def table_b(choice: Choice, audience: Audience) -> Table:
    regions = dimensions.regions()
    inner, parts = _count(choice, regions)
    lines = [line for line in regions if line.code != WITHHELD or _has(inner, parts, line.code)]
    grid = grid_of([line.code for line in lines], SEXES, inner)
    hidden = suppress([grid], k=K_PUBLIC) if audience is Audience.PUBLIC else frozenset()
    if audience is Audience.PUBLIC:
        hidden |= _hidden_parts(grid.values, parts, [line.code for line in lines], hidden)
    values = {**parts, **grid.values}
    filled = [
        {"row": line.label, **_row(line.code, values, hidden)}
        for line in [*lines, Line(TOTAL, _("Total"), frozenset())]
    ]
    return Table(
        slug="b",
        title=_("Table B. Persons trained by region and sex"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        notes=[
            *counting_rules(choice),
            _("New: the first completion ever lies in the period. Cumulative: since the start."),
        ],
        definitions=common_definitions(),
        has_hidden=bool(hidden),
    )


def _row(code: str, values: Mapping[Cell, int], hidden: frozenset[Cell]) -> dict[str, Value]:
    row: dict[str, Value] = {
        column: SIGN if (code, column) in hidden else values.get((code, column), 0)
        for column in (*SEXES, TOTAL, *PARTS, "cumulative")
    }
    if row[CONFIRMED] is not SIGN:
        row[CONFIRMED] = dimensions.share(values.get((code, CONFIRMED), 0), values[code, TOTAL])
    return row


def _has(inner: Counter[Cell], parts: Counter[Cell], code: str) -> bool:
    return parts[code, "cumulative"] > 0 or any(inner[code, sex] for sex in SEXES)


def _count(choice: Choice, regions: Sequence[Line]) -> tuple[Counter[Cell], Counter[Cell]]:
    """People by region and sex; and the columns that are no sex, with their totals."""
    inner: Counter[Cell] = Counter()
    parts: Counter[Cell] = Counter()
    facts = ("region", "sex", "age_band", "is_new", "in_period", "workplace_confirmed")
    for region, sex, band, is_new, in_period, is_confirmed, count in counts_of(people_ever, choice, *facts):
        inner[region, sex] += count * in_period
        for row in (region, TOTAL):
            parts[row, "cumulative"] += count * is_new
            parts[row, "new"] += count * is_new * in_period
            parts[row, CONFIRMED] += count * in_period * is_confirmed
            if in_period and band in YOUTH[YOUTH_USED] and sex in {"female", "male"}:
                parts[row, f"youth-{sex}"] += count
    return inner, parts


def _hidden_parts(
    values: Mapping[Cell, int], parts: Counter[Cell], rows: list[str], hidden: frozenset[Cell]
) -> frozenset[Cell]:
    """Hide a part where it, the rest of its whole, or the whole itself must not be seen; then protect its column.

    Those who are new are a part of the cumulative number as well: what remains are the people of earlier periods.
    """
    known = {**parts, **values}
    lines = (*rows, TOTAL)
    found = set(hidden)
    for column, part, whole in (*((part, part, whole) for part, whole in PARTS.items()), CUMULATIVE):
        found |= {
            (row, column)
            for row in hidden_rows(
                {row: known.get((row, part), 0) for row in lines},
                {row: known.get((row, whole), 0) for row in lines},
                rows,
                k=K_PUBLIC,
                already={row for row in lines if {(row, part), (row, whole)} & found},
                least=LEAST_FOR_A_SHARE if column == CONFIRMED else 0,
            )
        }
    return frozenset(found)


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
