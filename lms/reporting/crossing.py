"""The coordinator's own tables: one or two dimensions in the rows, at most one in the columns, any measure.

Outputs are no dimension here, because a module may serve several; they are a filter, as on every page.

They are for the project team alone. Whoever chooses rows, columns and filters freely makes tables of the same people as
Tables A and B without end: hidden by themselves they show what those hide, and no hiding holds against all of them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from lms.core.i18n import _
from lms.disclosure.suppression import TOTAL, Cell
from lms.reporting import behind, dimensions, participation
from lms.reporting.choices import Choice, Measure
from lms.reporting.completeness import completeness_note, of_measure
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts
from lms.reporting.dimensions import Line
from lms.reporting.reports.base import Table, Value, common_definitions
from lms.sheets import Column, Kind

DIMENSIONS = ("region", "group", "sex", "age", "profession", "module", "period")
BETWEEN = "|"


@dataclass(frozen=True)
class Crossing:
    """What is crossed with what. No dimension stands twice."""

    measure: Measure
    rows: tuple[str, ...]
    column: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*self.rows, self.column) if self.column else self.rows

    def query(self) -> dict[str, str]:
        asked = dict(zip(("rows", "rows2"), self.rows, strict=False))
        return {**asked, "columns": self.column, "measure": self.measure.value}


def read_crossing(asked: Mapping[str, str]) -> Crossing:
    """What an address asks for; what does not exist or stands there already is left out."""
    found: list[str] = []
    for name in ("rows", "rows2"):
        if asked.get(name) in DIMENSIONS and asked[name] not in found:
            found.append(asked[name])
    rows = tuple(found) or ("region",)
    column = asked.get("columns", "" if found else "sex")
    measure = asked.get("measure", "")
    return Crossing(
        Measure(measure) if measure in set(Measure) else Measure.PEOPLE,
        rows,
        column if column in DIMENSIONS and column not in rows else "",
    )


def measure_labels() -> dict[str, str]:
    return {
        Measure.PEOPLE.value: _("People"),
        Measure.NEW_PEOPLE.value: _("New people"),
        Measure.CUMULATIVE.value: _("People since the start"),
        Measure.ENROLMENTS.value: _("Enrolments"),
        Measure.COMPLETIONS.value: _("Completions"),
        Measure.CERTIFICATES.value: _("Certificates issued"),
    }


def dimension_labels() -> dict[str, str]:
    labels = participation.row_labels()
    return {name: labels[name] for name in DIMENSIONS}


def cross(choice: Choice, crossing: Crossing) -> Table:
    """The finished table, for the project team."""
    inner, seen = _count(choice, crossing)
    lines = _lines(crossing, seen)
    rows = [BETWEEN.join(line.code for line in found) for found in product(*(lines[name] for name in crossing.rows))]
    rows = [row for row in rows if len(crossing.rows) == 1 or inner[row, TOTAL]]
    columns = [line.code for line in lines[crossing.column]] if crossing.column else []
    keys = (*columns, TOTAL)
    for row, column in product(rows, keys):
        inner[TOTAL, column] += inner[row, column]
    labels = {(name, line.code): line.label for name in crossing.dimensions for line in lines[name]}
    filled: list[dict[str, Value]] = [
        {
            "row": _label(crossing, row, labels),
            "_code": row,
            **{column: inner[row, column] for column in keys},
        }
        for row in (*rows, TOTAL)
    ]
    return Table(
        slug="cross",
        title=title_of(crossing),
        columns=_columns(crossing, columns, labels),
        rows=filled[:-1],
        total=filled[-1],
        notes=[
            *behind.rules_of(behind.Cell(crossing.measure), choice),
            *completeness_note(of_measure(crossing.measure, choice)),
        ],
        definitions=common_definitions(),
    )


def title_of(crossing: Crossing) -> str:
    names = dimension_labels()
    dimensions_named = " × ".join(names[name] for name in crossing.dimensions)
    return f"{measure_labels()[crossing.measure]}: {dimensions_named}"


def cell_of(crossing: Crossing, row: str, column: str) -> behind.Cell:
    """The people behind a number of it."""
    beside = [] if row == TOTAL else list(zip(crossing.rows, row.split(BETWEEN), strict=True))
    above = [] if column == TOTAL else [(crossing.column, column)]
    return behind.Cell(crossing.measure, (*beside, *above))


def _count(choice: Choice, crossing: Crossing) -> tuple[Counter[Cell], dict[str, set[str]]]:
    """(row, column) to how many; and the codes that occur of each dimension."""
    names = crossing.dimensions
    code_of = [participation.codes(name) for name in names]
    inner: Counter[Cell] = Counter()
    seen: dict[str, set[str]] = {name: set() for name in names}
    for *values, count in counts(crossing.measure, choice, *(participation.ROWS[name] for name in names)):
        codes = [told(value) for told, value in zip(code_of, values, strict=True)]
        for name, code in zip(names, codes, strict=True):
            seen[name].add(code)
        row = BETWEEN.join(codes[: len(crossing.rows)])
        inner[row, TOTAL] += count
        if crossing.column:
            inner[row, codes[-1]] += count
    return inner, seen


def _lines(crossing: Crossing, seen: Mapping[str, set[str]]) -> dict[str, Sequence[Line]]:
    """All lines of a dimension; those not stated and the withheld only where there are any."""
    found: dict[str, Sequence[Line]] = {}
    for name in crossing.dimensions:
        if name == "period":
            found[name] = [Line(code, participation.quarter_label(code), frozenset()) for code in sorted(seen[name])]
            continue
        lines = behind.lines_of(name, "")
        rare = {WITHHELD, dimensions.NOT_STATED}
        found[name] = [line for line in lines if line.code not in rare or line.code in seen[name]]
    return found


def _label(crossing: Crossing, row: str, labels: Mapping[tuple[str, str], str]) -> str:
    if row == TOTAL:
        return _("Total")
    return " · ".join(labels[pair] for pair in zip(crossing.rows, row.split(BETWEEN), strict=True))


def _columns(crossing: Crossing, columns: Sequence[str], labels: Mapping[tuple[str, str], str]) -> list[Column]:
    names = dimension_labels()
    return [
        Column("row", " · ".join(names[name] for name in crossing.rows)),
        *(Column(code, labels[crossing.column, code], Kind.INTEGER) for code in columns),
        Column(TOTAL, _("Total") if columns else measure_labels()[crossing.measure], Kind.INTEGER),
    ]
