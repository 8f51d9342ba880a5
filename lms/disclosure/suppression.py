"""Hide small numbers so that they cannot be worked out again.

First the small cells themselves are hidden, then others, until no line (a row or a column with its total) gives one
away; then an audit asks for every small cell how far its value could lie from the truth if somebody knew everything
that is shown. Tables that share their total column (sex and age of Table A) are hidden together.

A table with its totals is a circulation: every cell is an arc from its row to its column, every total an arc to the
root. What is shown is fixed; what is hidden may flow. The range of a hidden cell is found by sending flow around it,
which is exact for one table. In linked tables the row totals are held still for the inner cells, so the range found
is one that surely exists.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

SIGN = "·"
TOTAL = "total"

#: (row, column); TOTAL stands for the totals.
Cell = tuple[str, str]


@dataclass(frozen=True)
class Grid:
    """A table of counts. ``values`` has every cell, the row totals, the column totals and the grand total."""

    rows: Sequence[str]
    columns: Sequence[str]
    values: Mapping[Cell, int]

    def lines(self) -> Iterable["Line"]:
        """All sums a reader can do: rows, columns and the column of totals."""
        for row in (*self.rows, TOTAL):
            yield Line((row, TOTAL), tuple((row, column) for column in self.columns))
        for column in (*self.columns, TOTAL):
            yield Line((TOTAL, column), tuple((row, column) for row in self.rows))


@dataclass(frozen=True)
class Line:
    total: Cell
    parts: tuple[Cell, ...]


def grid_of(rows: Sequence[str], columns: Sequence[str], inner: Mapping[Cell, int]) -> Grid:
    """A grid from its inner cells; absent ones are 0."""
    values = {(row, column): inner.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        values[row, TOTAL] = sum(values[row, column] for column in columns)
    for column in (*columns, TOTAL):
        values[TOTAL, column] = sum(values[row, column] for row in rows)
    return Grid(rows, columns, values)


def suppress(grids: Sequence[Grid], *, k: int, kept: Callable[[Cell], bool] = lambda cell: False) -> frozenset[Cell]:
    """The cells to hide, in tables that share rows and row totals.

    ``k`` is the smallest number that may be shown. ``kept`` cells are known to the reader in any case, so they are
    never hidden and never protected.
    """
    return _Suppression(grids, k, kept).hidden_cells()


class _Suppression:
    def __init__(self, grids: Sequence[Grid], k: int, kept: Callable[[Cell], bool]) -> None:
        self.grids, self.k, self.kept = grids, k, kept
        self.values = {cell: value for grid in grids for cell, value in grid.values.items()}
        self.lines = list(dict.fromkeys(line for grid in grids for line in grid.lines()))
        self.crossing: dict[Cell, list[Line]] = {}
        for line in self.lines:
            for cell in (line.total, *line.parts):
                self.crossing.setdefault(cell, []).append(line)
        self.primary = {cell for cell, value in self.values.items() if 0 < value < k and not kept(cell)}
        self.hidden = set(self.primary)

    def hidden_cells(self) -> frozenset[Cell]:
        while True:
            self.complement()
            weak = next((cell for cell in sorted(self.primary) if not self.is_protected(cell)), None)
            if weak is None or not self.hide_near(weak):
                return frozenset(self.hidden)

    # ── Complementary suppression ────────────────────────────────────────────

    def complement(self) -> None:
        """Hide further cells until no line alone gives a hidden one away."""
        is_stable = False
        while not is_stable:
            is_stable = not any(self.mend(line) for line in self.lines)

    def mend(self, line: Line) -> bool:
        """Hide one more cell of a line that needs it; whether something changed."""
        parts = [cell for cell in line.parts if cell in self.hidden]
        hidden = [*parts, line.total] if line.total in self.hidden else parts
        is_recoverable = len(hidden) == 1
        is_small = (
            line.total not in self.hidden and len(parts) > 1 and sum(map(self.values.__getitem__, parts)) < self.k
        )
        if not hidden or not (is_recoverable or is_small):
            return False
        return self.hide_one(line)

    def hide_one(self, line: Line) -> bool:
        """The smallest shown part above zero, best where it mends a crossing line too; else the total; else a zero."""
        shown = [cell for cell in line.parts if cell not in self.hidden and not self.kept(cell)]
        above_zero = [cell for cell in shown if self.values[cell]]
        if above_zero:
            chosen = min(above_zero, key=lambda cell: (not self.mends_crossing(cell, line), self.values[cell], cell))
        elif line.total not in self.hidden and not self.kept(line.total):
            chosen = line.total
        elif shown:
            chosen = min(shown)
        else:
            return False
        self.hidden.add(chosen)
        return True

    def mends_crossing(self, cell: Cell, line: Line) -> bool:
        others = [other for other in self.crossing[cell] if other != line]
        return any(sum(part in self.hidden for part in (*other.parts, other.total)) == 1 for other in others)

    # ── The audit ────────────────────────────────────────────────────────────

    def is_protected(self, cell: Cell) -> bool:
        """Whether the value could be k or more, and lies in an interval of at least k - 1."""
        if cell[1] == TOTAL and len(self.grids) > 1:
            up, down = self.reach_of_shared_total(cell)
        else:
            grid = next(grid for grid in self.grids if cell in grid.values)
            up, down = self.reach(grid, cell, enough=2 * self.k)
        return self.values[cell] + up >= self.k and up + down >= self.k - 1

    def reach(self, grid: Grid, cell: Cell, *, enough: int) -> tuple[int, int]:
        """How far the value could go up and down in one table, counted until it is enough."""
        arcs: dict[str, dict[str, int]] = {}
        for other in grid.values:
            is_fixed = other not in self.hidden or (other[1] == TOTAL and len(self.grids) > 1)
            if is_fixed or other == cell:
                continue
            tail, head = _ends(other)
            arcs.setdefault(tail, {})[head] = enough
            arcs.setdefault(head, {}).setdefault(tail, 0)
            arcs[head][tail] += self.values[other]
        tail, head = _ends(cell)
        up = _flow(arcs, head, tail, enough)
        down = _flow(arcs, tail, head, min(enough, self.values[cell]))
        return up, down

    def reach_of_shared_total(self, cell: Cell) -> tuple[int, int]:
        """A row total that several tables share moves against another hidden one, in all tables at once."""
        up = down = 0
        row = cell[0]
        for other in self.grids[0].rows if row != TOTAL else ():
            if other != row and (other, TOTAL) in self.hidden:
                up = max(up, self.movable(other, row))
                down = max(down, self.movable(row, other))
        return up, down

    def movable(self, source: str, target: str) -> int:
        """How many could be moved from one row to the other without changing what is shown."""
        most = self.values[source, TOTAL]
        for grid in self.grids:
            common = [c for c in grid.columns if (source, c) in self.hidden and (target, c) in self.hidden]
            most = min(most, sum(self.values[source, column] for column in common))
        return most

    def hide_near(self, cell: Cell) -> bool:
        """Hide one more cell in the lines of a badly protected one."""
        candidates = [
            other
            for line in self.crossing[cell]
            for other in (*line.parts, line.total)
            if other not in self.hidden and not self.kept(other)
        ]
        if not candidates:
            return False
        rank = {other: (self.values[other] == 0, other[1] == TOTAL, other[0] == TOTAL) for other in candidates}
        self.hidden.add(min(candidates, key=lambda other: (*rank[other], self.values[other], other)))
        return True


def _ends(cell: Cell) -> tuple[str, str]:
    """The arc of a cell: from its row to its column; totals go through the root, which is split for the grand total."""
    row, column = cell
    tail = "root of rows" if column == TOTAL else f"row {row}"
    head = "root of columns" if row == TOTAL else f"column {column}"
    if column == TOTAL and row != TOTAL:
        return "root of rows", f"row {row}"
    if row == TOTAL and column != TOTAL:
        return f"column {column}", "root of columns"
    if row == TOTAL:
        return "root of columns", "root of rows"
    return tail, head


def _flow(arcs: Mapping[str, Mapping[str, int]], source: str, sink: str, wanted: int) -> int:
    """How much can flow from one node to another, counted until it is as much as wanted."""
    left = {node: dict(heads) for node, heads in arcs.items()}
    total = 0
    while total < wanted:
        path = _path(left, source, sink)
        if path is None:
            return total
        amount = min(wanted - total, *(left[tail][head] for tail, head in path))
        for tail, head in path:
            left[tail][head] -= amount
            left.setdefault(head, {}).setdefault(tail, 0)
            left[head][tail] += amount
        total += amount
    return total


def _path(left: Mapping[str, Mapping[str, int]], source: str, sink: str) -> list[tuple[str, str]] | None:
    """The shortest way with room for flow."""
    came_from: dict[str, str] = {source: source}
    queue = deque([source])
    while queue:
        node = queue.popleft()
        if node == sink:
            path = []
            while node != source:
                path.append((came_from[node], node))
                node = came_from[node]
            return path
        for head, room in left.get(node, {}).items():
            if room > 0 and head not in came_from:
                came_from[head] = node
                queue.append(head)
    return None
