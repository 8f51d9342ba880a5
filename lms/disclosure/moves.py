"""Other tables that a reader cannot tell from the true one. Each is a move away from it: the change of every cell.

A move keeps all sums, changes nothing that is shown and leaves no cell below zero. How far a hidden cell can be moved
is what the reader does not know of it; found by linear programming, with whole numbers where fractions come out.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from lms.disclosure.programs import Numbers, Programs
from lms.disclosure.systems import Cell, System

Move = NDArray[np.int64]
Marks = NDArray[np.bool_]
TOLERANCE = 1e-6
#: How many times a cell's threshold other cells may change by, at most; a table that differs more is not needed.
FAR = 10
#: What all other cells together weigh beside the one that is moved.
ASIDE = 0.4


class Reach(NamedTuple):
    """A move of a cell, and how far it could be moved at the most: no further, whether or not such a move was found."""

    move: Move
    most: int


class Moves(Generic[Cell]):
    """The moves of one system. Cells are known by their place in it."""

    def __init__(self, system: System[Cell]) -> None:
        self.cells: Sequence[Cell] = list(system.values)
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.values = np.array([system.values[cell] for cell in self.cells], dtype=np.int64)
        self.sums = self._sums(system)
        #: Which cells stand in a line, and which lines a cell stands in.
        self.stands_in = abs(self.sums).tocsr()
        self.lines_of = self.stands_in.T.tocsr()
        self.most = FAR * max(system.primary.values(), default=1)
        self.programs = Programs(self.sums)

    def _sums(self, system: System[Cell]) -> Any:
        """One row for each line: its parts less its total."""
        from scipy.sparse import csc_array  # noqa: PLC0415  (much memory, for who publishes a small number)

        entries = [
            (number, self.place[cell], sign)
            for number, line in enumerate(system.lines)
            for cell, sign in ((line.total, -1.0), *((part, 1.0) for part in line.parts))
            if cell in self.place  # what everybody knows does not move
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        return csc_array((signs, (rows, columns)), shape=(len(system.lines), len(self.cells)))

    @cached_property
    def sales(self) -> Programs:
        """Each cell three times: as it moves if it is hidden, and up or down if it is hidden for that."""
        from scipy.sparse import hstack  # noqa: PLC0415  (as above)

        return Programs(hstack([self.sums, self.sums, -self.sums], format="csc"))

    def farthest(self, hidden: Marks, target: int, direction: int, enough: int, beside: Marks) -> Reach:
        """The move of hidden cells that takes the target farthest up (1) or down (-1), counted until it is enough.

        Of the moves that do, one that takes the cells ``beside`` it the same way, so that it serves for them too.
        """
        nothing = np.zeros(len(self.cells), dtype=np.int64)
        free = self.free(hidden)
        if not free[target]:
            return Reach(nothing, 0)
        lower = np.where(free, -self.values.astype(float), 0.0)
        upper = np.where(free, float(self.most), 0.0)
        upper[target], lower[target] = (enough, 0) if direction > 0 else (0, max(-enough, int(lower[target])))
        aside = ASIDE / (self.most * max(int(beside.sum()), 1))
        costs = np.where(beside & free, -direction * aside, 0.0)
        costs[target] = -direction  # more than all the others together
        answer = self.programs.best(costs, lower, upper)
        if answer.found is None:
            return Reach(nothing, 0 if answer.is_sure else enough)
        # What the others weigh may have cost the target less than their weight.
        most = int(np.floor(direction * answer.found[target] + ASIDE + TOLERANCE))
        found = _rounded(answer.found)
        if found is None:
            better = self.programs.best_whole(costs, lower, upper)
            found = None if better.found is None else _rounded(better.found)
            if better.is_sure:
                most = 0 if found is None else direction * int(found[target])
        return Reach(nothing if found is None else found, most)

    def free(self, hidden: Marks) -> Marks:
        """The hidden cells but those that follow, one after the other, as the only hidden one of a line."""
        free = hidden.copy()
        while True:
            alone = self.stands_in @ free.astype(float) == 1
            follow = free & (self.lines_of @ alone.astype(float) > 0)
            if not follow.any():
                return free
            free &= ~follow

    def cheapest(
        self, hidden: Marks, prices: NDArray[np.float64], target: int, by: int
    ) -> tuple[float, set[int], Move | None] | None:
        """The move of the target by so much that changes least of what is shown: its price, the cells, the move.

        None if there is no such move. Infinite prices mark what cannot be changed.
        """
        values, sold = self.values.astype(float), ~hidden & np.isfinite(prices)
        lower = np.concatenate([np.where(hidden, -values, 0.0), np.zeros(2 * len(values))])
        far = np.full(len(values), float(self.most))
        upper = np.concatenate([np.where(hidden, far, 0.0), np.where(sold, far, 0.0), np.where(sold, values, 0.0)])
        lower[target] = upper[target] = by
        each = np.where(sold, prices, 0.0)
        costs = np.concatenate([np.zeros(len(values)), each, each])
        answer = self.sales.best(costs, lower, upper).found
        if answer is None:
            return None
        move, up, down = np.split(answer, 3)
        change = up - down
        changed = {int(place) for place in np.flatnonzero(sold & (np.abs(change) > TOLERANCE))}
        return float(costs @ answer), changed, _rounded(move + change)


def _rounded(numbers: Numbers) -> Move | None:
    """Whole numbers, if they are."""
    whole = np.rint(numbers)
    return whole.astype(np.int64) if np.all(np.abs(numbers - whole) < TOLERANCE) else None


def places(cells: Collection[Cell], moves: Moves[Cell]) -> Marks:
    """The cells as marks at their places."""
    marks = np.zeros(len(moves.cells), dtype=np.bool_)
    marks[[moves.place[cell] for cell in cells]] = True
    return marks
