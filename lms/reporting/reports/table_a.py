"""Table A: persons trained by institution type, sex and age."""

from collections import Counter
from collections.abc import Sequence

from lms.core.i18n import _
from lms.reporting import dimensions
from lms.reporting.dimensions import BANDS, SEXES, YOUTH, Line
from lms.reporting.facts import WITHHELD, Choice, Measure, counts
from lms.reporting.reports.base import (
    K_PUBLIC,
    Audience,
    Table,
    Value,
    common_definitions,
    counting_rule,
    share_or_sign,
)
from lms.reporting.suppression import SIGN, TOTAL, Cell, grid_of, suppress
from lms.sheets import Column, Kind


def table_a(choice: Choice, audience: Audience) -> Table:
    """Sex and age are two linked tables with one total; both are hidden together for the public."""
    groups = dimensions.groups()
    sexes, ages, atoms = _count(choice, groups)
    lines = [line for line in groups if _is_shown(line, ages)]
    rows = [line.code for line in lines]
    grids = [grid_of(rows, SEXES, sexes), grid_of(rows, list(BANDS), ages)]
    hidden = suppress(grids, k=K_PUBLIC) if audience is Audience.PUBLIC else frozenset()
    values = {**grids[0].values, **grids[1].values}
    filled = [
        {"row": line.label, **_row(line.code, values, hidden, audience, atoms)}
        for line in [*lines, Line(TOTAL, _("Total"), frozenset())]
    ]
    return Table(
        slug="a",
        title=_("Table A. Persons trained by institution type, sex and age"),
        columns=_columns(),
        rows=filled[:-1],
        total=filled[-1],
        notes=[counting_rule()],
        definitions=common_definitions(),
        has_hidden=bool(hidden),
    )


def _is_shown(line: Line, ages: Counter[Cell]) -> bool:
    """The 22 groups always; people without an institution or without consent only if there are any."""
    is_extra = line.code in {dimensions.NOT_STATED, WITHHELD}
    return not is_extra or any(ages[line.code, band] for band in BANDS)


def _count(choice: Choice, groups: Sequence[Line]) -> tuple[Counter[Cell], Counter[Cell], Counter[Cell]]:
    """People by group and sex, by group and shown band, and by group and definition of youth."""
    group_of = dimensions.by_line(groups)
    sexes: Counter[Cell] = Counter()
    ages: Counter[Cell] = Counter()
    youth: Counter[Cell] = Counter()
    for kind, sex, band, count in counts(Measure.PEOPLE, choice, "institution_type", "sex", "age_band"):
        group = group_of[kind]
        sexes[group, sex] += count
        ages[group, dimensions.shown_band(band)] += count
        for code, atoms in YOUTH.items():
            if band in atoms:
                youth[group, code] += count
                youth[TOTAL, code] += count
    return sexes, ages, youth


def _row(
    code: str, values: dict[Cell, int], hidden: frozenset[Cell], audience: Audience, youth: Counter[Cell]
) -> dict[str, Value]:
    row: dict[str, Value] = {
        column: SIGN if (code, column) in hidden else values[code, column] for column in (*SEXES, TOTAL, *BANDS)
    }
    women, men = values[code, "female"], values[code, "male"]
    row["women"] = share_or_sign(
        women, women + men, audience, is_hidden=bool(hidden & {(code, "female"), (code, "male")})
    )
    known = values[code, TOTAL] - values[code, dimensions.NOT_STATED]
    is_hidden = bool(hidden & {(code, band) for band in BANDS})
    for definition in YOUTH:
        row[f"youth-{definition}"] = share_or_sign(youth[code, definition], known, audience, is_hidden=is_hidden)
    return row


def _columns() -> list[Column]:
    counted = [(code, dimensions.sex_label(code)) for code in SEXES]
    counted += [(TOTAL, _("Total")), *((code, dimensions.band_label(code)) for code in BANDS)]
    shares = [("women", _("%(sign)s women", sign="%")), *((f"youth-{code}", youth_title(code)) for code in YOUTH)]
    return [
        Column("row", _("Institution type")),
        *(Column(code, title, Kind.INTEGER) for code, title in counted),
        *(Column(code, title, Kind.PERCENT) for code, title in shares),
    ]


def youth_title(code: str) -> str:
    """The definition is printed: two tables with different ones must not be compared."""
    return _("%(sign)s youth (%(ages)s)", sign="%", ages=code.replace("-", "–"))
