"""Table A: persons trained by institution type, sex and age."""

from collections import Counter
from collections.abc import Sequence

from lms.core.i18n import _
from lms.disclosure.parts import hidden_rows
from lms.disclosure.suppression import SIGN, TOTAL, Cell, grid_of, suppress
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts
from lms.reporting.dimensions import BANDS, SEXES, YOUTH, Line
from lms.reporting.reports.base import (
    K_PUBLIC,
    LEAST_FOR_A_SHARE,
    Audience,
    Table,
    Value,
    common_definitions,
    confirmed_title,
    counting_rules,
    share_or_sign,
)
from lms.sheets import Column, Kind

CONFIRMED = "confirmed"


def table_a(choice: Choice, audience: Audience) -> Table:
    """Sex and age are two linked tables with one total; both are hidden together for the public."""
    groups = dimensions.groups()
    sexes, ages, atoms = _count(choice, groups)  # the atoms hold the confirmed as well
    lines = [line for line in groups if _is_shown(line, ages)]
    rows = [line.code for line in lines]
    grids = [grid_of(rows, SEXES, sexes), grid_of(rows, list(BANDS), ages)]
    values = {**grids[0].values, **grids[1].values}
    hidden: frozenset[Cell] = frozenset()
    if audience is Audience.PUBLIC:
        hidden = suppress(grids, k=K_PUBLIC)
        hidden |= _hidden_confirmed(values, atoms, rows, hidden)
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
        notes=counting_rules(choice),
        definitions=common_definitions(),
        has_hidden=any(SIGN in row.values() for row in filled),  # a share may be hidden where no number is
    )


def _hidden_confirmed(
    values: dict[Cell, int], atoms: Counter[Cell], rows: list[str], hidden: frozenset[Cell]
) -> frozenset[Cell]:
    """A share of a known number of people gives the number away, so it is protected as a number."""
    lines = (*rows, TOTAL)
    found = hidden_rows(
        {row: atoms[row, CONFIRMED] for row in lines},
        {row: values[row, TOTAL] for row in lines},
        rows,
        k=K_PUBLIC,
        already={row for row in lines if (row, TOTAL) in hidden},
        least=LEAST_FOR_A_SHARE,
    )
    return frozenset((row, CONFIRMED) for row in found)


def _is_shown(line: Line, ages: Counter[Cell]) -> bool:
    """The 22 groups always; people without an institution or without consent only if there are any."""
    is_extra = line.code in {dimensions.NOT_STATED, WITHHELD}
    return not is_extra or any(ages[line.code, band] for band in BANDS)


def _count(choice: Choice, groups: Sequence[Line]) -> tuple[Counter[Cell], Counter[Cell], Counter[Cell]]:
    """People by group and sex, by group and shown band, and those who are young or whose workplace is confirmed."""
    group_of = dimensions.by_line(groups)
    sexes: Counter[Cell] = Counter()
    ages: Counter[Cell] = Counter()
    youth: Counter[Cell] = Counter()
    facts = ("institution_type", "sex", "age_band", "workplace_confirmed")
    for kind, sex, band, is_confirmed, count in counts(Measure.PEOPLE, choice, *facts):
        group = group_of[kind]
        sexes[group, sex] += count
        ages[group, dimensions.shown_band(band)] += count
        for row in (group, TOTAL):
            youth[row, CONFIRMED] += count * is_confirmed
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
        row[f"youth-{definition}"] = share_or_sign(
            youth[code, definition], known, audience, is_hidden=is_hidden or _splits_a_band(code, values, definition)
        )
    is_secret = (code, CONFIRMED) in hidden
    row[CONFIRMED] = SIGN if is_secret else dimensions.share(youth[code, CONFIRMED], values[code, TOTAL])
    return row


def _splits_a_band(code: str, values: dict[Cell, int], definition: str) -> bool:
    """Whether people of a shown band are divided by the definition, so that the share would count some of them."""
    young = YOUTH[definition]
    return any(
        values[code, band] and not young.isdisjoint(atoms) and not young >= set(atoms) for band, atoms in BANDS.items()
    )


def _columns() -> list[Column]:
    counted = [(code, dimensions.sex_label(code)) for code in SEXES]
    counted += [(TOTAL, _("Total")), *((code, dimensions.band_label(code)) for code in BANDS)]
    shares = [("women", _("%(sign)s women", sign="%")), *((f"youth-{code}", youth_title(code)) for code in YOUTH)]
    return [
        Column("row", _("Institution type")),
        *(Column(code, title, Kind.INTEGER) for code, title in counted),
        *(Column(code, title, Kind.PERCENT) for code, title in shares),
        Column(CONFIRMED, confirmed_title(), Kind.PERCENT),
    ]


def youth_title(code: str) -> str:
    """The definition is printed: two tables with different ones must not be compared."""
    return _("%(sign)s youth (%(ages)s)", sign="%", ages=code.replace("-", "–"))
