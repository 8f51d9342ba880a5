"""Who completes a module, for those who write it: by sex, region and type of institution, never a few people.

A quarter is told when it has ended, and decided by itself; the year, once it has ended too, is decided with the
quarters as known, so that no subtraction of what is shown leads to fewer than ten people. Only completions are split:
enrolments are of nearly the same people. A consent that is withdrawn later changes nothing in a quarter that was told:
what would change is the one person.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from lms.disclosure.protecting import protect
from lms.disclosure.systems import Line, System
from lms.reporting import dimensions
from lms.reporting.choices import Choice, Measure
from lms.reporting.cohort_counts import begun_and_kept
from lms.reporting.cohorts import closed_in
from lms.reporting.counting import counts
from lms.reporting.dimensions import by_line
from lms.reporting.quarters import closed_quarters
from lms.reporting.reports.base import K_PUBLIC
from lms.reporting.standing import Span
from lms.reporting.trees import YEAR, Quarter

#: Title of a split to the column of the facts; ``outcome`` divides cohorts, not completions.
SPLITS = {"sex": "sex", "region": "region", "group": "institution_type"}
BEGUN, KEPT, LEFT = "begun", "kept", "left"
QUARTERS = (1, 2, 3, 4)


class Cell(NamedTuple):
    """A number: of a quarter (0: the year), of a table, of a line of it; the total of a table has no line."""

    quarter: Quarter
    table: str
    line: str


@dataclass(frozen=True)
class TakingPart:
    """Numbers of a module in a year's quarters that have ended, and which of them must not be told."""

    values: Mapping[Cell, int]
    hidden: frozenset[Cell]

    def told(self, cell: Cell) -> int | None:
        """None where it is hidden."""
        return None if cell in self.hidden else self.values.get(cell, 0)

    def lines(self, split: str) -> list[str]:
        """The lines of a split in which anybody is at any time of the year."""
        return sorted({cell.line for cell, value in self.values.items() if cell.table == split and value and cell.line})


def last_span(today: date) -> Span:
    """The newest quarter that has ended."""
    closed = closed_quarters(today.year, today)
    return Span(today.year, closed[-1]) if closed else Span(today.year - 1, QUARTERS[-1])


def is_over(span: Span, today: date) -> bool:
    return span.with_results(today) == span


def taking_part(module_id: UUID, year: int, today: date) -> TakingPart:
    """All that may be told of a module in this year."""
    quarters = closed_quarters(year, today)
    values: Counter[Cell] = Counter()
    for quarter in quarters:
        period = Span(year, quarter).period
        choice = Choice(period, consents_at=period.bounds()[1]).of_module(module_id)
        for found in (_completions(choice, quarter), _cohort(choice, quarter, today), _enrolled(choice, quarter)):
            values.update(found)
    if len(quarters) == len(QUARTERS):
        for cell, value in list(values.items()):
            values[cell._replace(quarter=YEAR)] += value
    return TakingPart(values, _hidden(tuple(sorted(values.items())), tuple(quarters)))


def _completions(choice: Choice, quarter: Quarter) -> Counter[Cell]:
    found: Counter[Cell] = Counter()
    line_of = {"region": by_line(dimensions.regions()), "group": by_line(dimensions.groups())}
    for sex, region, kind, count in counts(Measure.COMPLETIONS, choice, *SPLITS.values()):
        for split, line in (("sex", sex), ("region", line_of["region"][region]), ("group", line_of["group"][kind])):
            found[Cell(quarter, split, line)] += count
        found[Cell(quarter, "", "")] += count
    return found


def _cohort(choice: Choice, quarter: Quarter, today: date) -> Counter[Cell]:
    """Of the cohort that closed in the quarter: how many began, and how many completed in time or did not."""
    begun, kept = begun_and_kept(choice, closed_in(choice.period, today))
    numbers = {"": begun, KEPT: kept, LEFT: begun - kept}
    return Counter({Cell(quarter, BEGUN, line): number for line, number in numbers.items()})


def _enrolled(choice: Choice, quarter: Quarter) -> Counter[Cell]:
    total = sum(row[-1] for row in counts(Measure.ENROLMENTS, choice))
    return Counter({Cell(quarter, "enrolled", ""): total})


@lru_cache(maxsize=64)
def _hidden(numbers: tuple[tuple[Cell, int], ...], quarters: tuple[Quarter, ...]) -> frozenset[Cell]:
    """The decision is a function of the numbers alone, so it is kept as long as they are the same."""
    values = dict(numbers)
    hidden: set[Cell] = set()
    for quarter in quarters:
        own = {cell: value for cell, value in values.items() if cell.quarter == quarter}
        hidden |= protect(System(own, _splits(own), least=lambda cell: K_PUBLIC))
    if len(quarters) < len(QUARTERS):
        return frozenset(hidden)
    shown = {cell for cell in values if cell.quarter != YEAR and cell not in hidden}
    lines = [*_splits(values), *_sums(values)]
    whole = System(values, lines, least=lambda cell: K_PUBLIC, known=lambda cell: cell in shown)
    return protect(whole, hidden=hidden)


def _splits(values: Mapping[Cell, int]) -> list[Line[Cell]]:
    """Each total with the lines it is divided into, in each table."""
    parts: dict[tuple[Quarter, str], list[Cell]] = {}
    for cell in values:
        if cell.line:
            parts.setdefault((cell.quarter, cell.table), []).append(cell)
    return [
        Line(Cell(quarter, table if table == BEGUN else "", ""), tuple(cells))
        for (quarter, table), cells in parts.items()
    ]


def _sums(values: Mapping[Cell, int]) -> list[Line[Cell]]:
    """The year as the sum of its quarters, for each number."""
    return [
        Line(cell, tuple(part for n in QUARTERS if (part := cell._replace(quarter=n)) in values))
        for cell in values
        if cell.quarter == YEAR
    ]


def labels_of(split: str) -> Sequence[dimensions.Line]:
    return {"sex": dimensions.sexes, "region": dimensions.regions, "group": dimensions.groups}[split]()
