"""Table A: persons trained by institution type, sex and age."""

from collections.abc import Collection, Mapping

from lms.core.i18n import _
from lms.disclosure.suppression import SIGN, TOTAL, Cell
from lms.reporting import dimensions
from lms.reporting.choices import Choice
from lms.reporting.dimensions import BANDS, SEXES, YOUTH, Line
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
from lms.reporting.reports.counted_a import CONFIRMED, KNOWN_AGE, count_a, young
from lms.reporting.reports.counted_b import count_b
from lms.reporting.reports.published import hidden_cells
from lms.sheets import Column, Kind


def table_a(choice: Choice, audience: Audience) -> Table:
    """Sex and age are two linked tables with one total; both are hidden together for the public, with Table B."""
    lines, sheet = count_a(choice)
    hidden: frozenset[Cell] = frozenset()
    bodies: Mapping[str, frozenset[str]] = {}
    if audience is Audience.PUBLIC:
        bodies = lines_of_one_body(choice)
        hidden = hidden_cells(sheet, count_b(choice)[1], bodies)["a"]
    filled = [
        {"row": line.label, "_code": line.code, **_row(line.code, sheet.values, hidden, audience)}
        for line in [*lines, Line(TOTAL, _("Total"), frozenset())]
    ]
    return Table(
        slug="a",
        title=_("Table A. Persons trained by institution type, sex and age"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        notes=counting_rules(choice),
        of_one_body=bodies.get("a", frozenset()),
        definitions=common_definitions(),
        has_hidden=any(SIGN in row.values() for row in filled),  # a share may be hidden where no number is
    )


def _row(code: str, values: Mapping[Cell, int], hidden: Collection[Cell], audience: Audience) -> dict[str, Value]:
    """Shares are shown where everything they are made of is: numerator, denominator and the rest."""
    row: dict[str, Value] = {
        column: SIGN if (code, column) in hidden else values[code, column] for column in (*SEXES, TOTAL, *BANDS)
    }
    women, men = values[code, "female"], values[code, "male"]
    row["women"] = share_or_sign(women, women + men, audience, is_hidden=SIGN in (row["female"], row["male"]))
    for definition in YOUTH:
        row[young(definition)] = share_or_sign(
            values[code, young(definition)],
            values[code, KNOWN_AGE],
            audience,
            is_hidden=(code, young(definition)) in hidden or SIGN in [row[band] for band in BANDS],
        )
    row[CONFIRMED] = share_or_sign(
        values[code, CONFIRMED],
        values[code, TOTAL],
        audience,
        is_hidden=(code, CONFIRMED) in hidden or row[TOTAL] == SIGN,
    )
    if audience is Audience.TEAM:
        row |= {behind_share(column): values[code, column] for column in (*map(young, YOUTH), CONFIRMED)}
    return row


def _columns() -> list[Column]:
    counted = [(code, dimensions.sex_label(code)) for code in SEXES]
    counted += [(TOTAL, _("Total")), *((code, dimensions.band_label(code)) for code in BANDS)]
    shares = [("women", _("%(sign)s women", sign="%")), *((young(code), youth_title(code)) for code in YOUTH)]
    return [
        Column("row", _("Institution type")),
        *(Column(code, title, Kind.INTEGER) for code, title in counted),
        *(Column(code, title, Kind.PERCENT) for code, title in shares),
        Column(CONFIRMED, confirmed_title(), Kind.PERCENT),
    ]


def youth_title(code: str) -> str:
    """The definition is printed: two tables with different ones must not be compared."""
    return _("%(sign)s youth (%(ages)s)", sign="%", ages=code.replace("-", "–"))
