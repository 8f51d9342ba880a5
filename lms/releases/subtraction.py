"""What a donor's table must hide because of tables that were released before it, where nothing finer is known.

Tables A, B, C and F count by names that ``comparing`` can compare one by one. Of all others only this is known:

Two releases about periods that overlap can be subtracted: Q1 shows 12, the half-year 14, so two people came later.
Wherever the difference of two shown numbers is small, the later row is hidden whole, with a second row for company so
that the column's total does not give it away; where the totals themselves differ by little, the total goes too. Hiding
whole rows hides more than it must, never less.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lms.disclosure.suppression import SIGN, TOTAL
from lms.releases.frozen import Cell, FrozenTable, Place
from lms.releases.naming import COMPARED
from lms.reporting.choices import Period
from lms.reporting.reports.base import K_PUBLIC, NO_PEOPLE
from lms.sheets import Kind

#: Kinds of columns whose cells are hidden with their row: a mean of a few people is about them.
NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL, Kind.PERCENT})

#: What is shown.
Shown = Mapping[Place, Cell]


@dataclass(frozen=True)
class Earlier:
    """A table that was released, and the period it is about."""

    period: Period
    table: FrozenTable


def overlap(one: Period, other: Period) -> bool:
    return one.start <= other.end and other.start <= one.end


def protected(tables: Sequence[FrozenTable], period: Period, earlier: Sequence[Earlier]) -> list[FrozenTable]:
    """The tables with what could be subtracted hidden; a grand total that one hides, all hide."""
    found = [_Comparison(table, period, () if table.slug in COMPARED else earlier) for table in tables]
    for each in found:
        each.hide()
    secret = {each.grand_total for each in found if TOTAL in each.hidden}
    for each in found:
        if each.grand_total in secret and each.grand_total is not None:
            each.hide_total()
    return [each.result() for each in found]


class _Comparison:
    def __init__(self, table: FrozenTable, period: Period, earlier: Sequence[Earlier]) -> None:
        self.table = table
        self.numbers = [
            column.key for column in table.columns if column.kind is Kind.INTEGER and column.key not in NO_PEOPLE
        ]
        self.shown = table.cells()
        self.before = [
            {**self.absent_from(each.table), **each.table.cells()}
            for each in earlier
            if each.table.slug == table.slug and overlap(period, each.period)
        ]
        self.hidden: set[str] = set()

    def absent_from(self, earlier: FrozenTable) -> Shown:
        """Rows that an earlier table had not, for want of people: where rows add up, a reader knows that they are 0."""
        if earlier.total is None:
            return {}
        return {(row, column): 0 for row in self.table.codes if row not in earlier.codes for column in self.numbers}

    @property
    def grand_total(self) -> Cell:
        return self.shown.get((TOTAL, TOTAL))

    def hide(self) -> None:
        self.hidden = {row for row, _cells in self.table.lines() if self.differs_by_little(row)}
        self.find_company()

    def hide_total(self) -> None:
        """The total too, and one row at least: the rows that are shown must not add up to it."""
        self.hidden.add(TOTAL)
        if self.hidden == {TOTAL} and (other := self.smallest()):
            self.hidden.add(other)

    def differs_by_little(self, row: str) -> bool:
        return any(
            _is_small(now - then)
            for column in self.numbers
            for before in self.before
            if isinstance(now := self.shown.get((row, column)), int)
            and isinstance(then := before.get((row, column)), int)
        )

    def find_company(self) -> None:
        """More rows until what is hidden together is safe; the total where no row is left."""
        if not self.hidden or self.table.total is None:  # no row adds up the others
            return
        if TOTAL in self.hidden:
            self.hide_total()
        while not self.is_safe():
            other = self.smallest()
            if other is None:
                self.hidden.add(TOTAL)
                return
            self.hidden.add(other)

    def is_safe(self) -> bool:
        """Whether the hidden rows together, which the total gives away, are many and differ from before by many."""
        inner = self.hidden - {TOTAL}
        if TOTAL in self.hidden:
            return True
        if len(inner) < 2:  # noqa: PLR2004
            return False
        for column in self.numbers:
            now = _sum(self.shown, inner, column)
            if now is not None and 0 < now < K_PUBLIC:
                return False
            for before in self.before:
                then = _sum(before, inner, column)
                if now is not None and then is not None and _is_small(now - then):
                    return False
        return True

    def smallest(self) -> str | None:
        """The row with the fewest people of those that show any."""
        sizes = [
            (value, row)
            for row in self.table.codes
            if row not in self.hidden and isinstance(value := self.size(row), int) and value
        ]
        return min(sizes)[1] if sizes else None

    def size(self, row: str) -> Cell:
        values = [self.shown.get((row, column)) for column in (TOTAL, *self.numbers)]
        return next((value for value in values if isinstance(value, int)), None)

    def result(self) -> FrozenTable:
        keys = [column.key for column in self.table.columns]
        guarded = {column.key for column in self.table.columns if column.kind not in NUMBERS} | NO_PEOPLE | {*keys[:1]}

        def line(row: str, cells: Sequence[Cell]) -> list[Cell]:
            return [
                SIGN if key not in guarded and value is not None and row in self.hidden else value
                for key, value in zip(keys, cells, strict=True)
            ]

        total = self.table.total
        return replace(
            self.table,
            rows=[line(code, cells) for code, cells in zip(self.table.codes, self.table.rows, strict=True)],
            total=None if total is None else line(TOTAL, total),
        )


def _is_small(difference: int) -> bool:
    return 0 < abs(difference) < K_PUBLIC


def _sum(shown: Shown, rows: set[str], column: str) -> int | None:
    """What a reader knows of these rows together, from the total and the other rows; None if that is hidden."""
    others = [cell for (row, key), cell in shown.items() if key == column and row not in rows | {TOTAL}]
    total = shown.get((TOTAL, column))
    if not isinstance(total, int) or not all(isinstance(cell, int) for cell in others):
        own = [shown.get((row, column)) for row in rows]
        return sum(own) if all(isinstance(cell, int) for cell in own) else None  # type: ignore[arg-type]
    return total - sum(others)  # type: ignore[arg-type]
