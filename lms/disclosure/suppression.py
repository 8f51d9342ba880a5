"""Hide small numbers in tables of counts so that they cannot be worked out again.

A sheet is a table with all that can be subtracted within it: rows that add up to a total, columns that split another
column (sexes and ages one total, those who are new a part of it and the others its rest). Several sheets that share a
cell, named by its row and its column, are hidden together.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lms.disclosure.protecting import protect
from lms.disclosure.systems import Line, System, nobody

SIGN = "·"
TOTAL = "total"

#: (row, column); TOTAL stands for the totals.
Cell = tuple[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table of counts. ``values`` has every cell, with the totals of rows and columns."""

    rows: Sequence[str]
    values: Mapping[Cell, int]
    #: (column, the columns it is divided into)
    splits: Sequence[tuple[str, Sequence[str]]]
    #: Columns that no reader sees, but could work out: the rest of a whole.
    unseen: frozenset[str] = field(default_factory=frozenset)
    #: What else can be subtracted.
    further: Sequence[Line[Cell]] = ()

    def lines(self) -> Iterable[Line[Cell]]:
        """All sums a reader can do."""
        for row in (*self.rows, TOTAL):
            for whole, parts in self.splits:
                yield Line((row, whole), tuple((row, part) for part in parts))
        for column in dict.fromkeys(column for row, column in self.values if row != TOTAL):
            yield Line((TOTAL, column), tuple((row, column) for row in self.rows))
        yield from self.further

    def prefixed(self, prefix: str) -> "Sheet":
        """The same with other names of its rows, so that a table of the same people can be protected with it."""

        def named(cell: Cell) -> Cell:
            return cell if cell[0] == TOTAL else (prefix + cell[0], cell[1])

        return Sheet(
            [prefix + row for row in self.rows],
            {named(cell): value for cell, value in self.values.items()},
            self.splits,
            self.unseen,
            [Line(named(line.total), tuple(map(named, line.parts))) for line in self.further],
        )


def grid_of(rows: Sequence[str], columns: Sequence[str], inner: Mapping[Cell, int]) -> Sheet:
    """A sheet whose columns divide one total, from its inner cells; absent ones are 0."""
    totals = {(row, TOTAL): sum(inner.get((row, column), 0) for column in columns) for row in rows}
    return sheet_of(rows, {**inner, **totals}, [(TOTAL, columns)])


def sheet_of(
    rows: Sequence[str],
    inner: Mapping[Cell, int],
    splits: Sequence[tuple[str, Sequence[str]]],
    unseen: Iterable[str] = (),
) -> Sheet:
    """A sheet from the numbers of its rows, in every column that a split names; absent ones are 0."""
    columns = dict.fromkeys(column for whole, parts in splits for column in (whole, *parts))
    values = {(row, column): inner.get((row, column), 0) for row in rows for column in columns}
    values |= {(TOTAL, column): sum(values[row, column] for row in rows) for column in columns}
    return Sheet(rows, values, splits, frozenset(unseen))


def suppress(
    sheets: Sequence[Sheet],
    *,
    k: int | Callable[[Cell], int],
    kept: Callable[[Cell], bool] = nobody,
    hidden: Collection[Cell] = (),
    tells_by_zero: Callable[[Cell], bool] = nobody,
    identifying: Callable[[Cell], bool] = nobody,
) -> frozenset[Cell]:
    """The cells to hide.

    ``k`` is the smallest number that may be shown, for every cell or for each. ``kept`` cells are known to the reader
    in any case, so they are never hidden and never protected. ``hidden`` cells are hidden for other reasons.
    ``identifying`` cells are those of one body: protected like small ones, however many people they count.
    """
    values = {cell: value for sheet in sheets for cell, value in sheet.values.items()}
    unseen = frozenset(column for sheet in sheets for column in sheet.unseen)
    system = System(
        values,
        list(dict.fromkeys(line for sheet in sheets for line in sheet.lines())),
        least=k if callable(k) else lambda cell: k,
        known=kept,
        unseen=lambda cell: cell[1] in unseen,
        tells_by_zero=tells_by_zero,
        identifying=identifying,
        worth=_worth,
    )
    return protect(system, hidden=hidden)


def _worth(cell: Cell) -> float:
    """Totals are read most."""
    return 1 + 0.5 * cell.count(TOTAL)
