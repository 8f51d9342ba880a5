"""Other tables that a reader cannot tell from the true one. Each is a move away from it: the change of every cell.

A move keeps all sums, changes nothing that is shown and leaves no cell below zero. How far a hidden cell can be moved
is what the reader does not know of it; found by linear programming, with whole numbers where fractions come out.
"""

from collections.abc import Collection, Sequence
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray

from lms.disclosure.systems import Cell, System

Move = NDArray[np.int64]
Marks = NDArray[np.bool_]
TOLERANCE = 1e-6
#: How many times a cell's threshold other cells may change by, at most; a table that differs more is not needed.
FAR = 10
#: How long whole numbers are looked for: counted, not timed, so that the same table is always hidden alike.
NODES = 500
#: From so many cells on it pays to simplify a program before it is solved.
LARGE = 300


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

    def _sums(self, system: System[Cell]) -> Any:
        """One row for each line: its parts less its total."""
        from scipy.sparse import csc_array  # noqa: PLC0415  (much memory, for who publishes a small number)

        entries = [
            (number, self.place[cell], sign)
            for number, line in enumerate(system.lines)
            for cell, sign in ((line.total, -1.0), *((part, 1.0) for part in line.parts))
        ]
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        return csc_array((signs, (rows, columns)), shape=(len(system.lines), len(self.cells)))

    def farthest(self, hidden: Marks, target: int, direction: int, enough: int, beside: Marks) -> Move:
        """The move of hidden cells that takes the target farthest up (1) or down (-1), counted until it is enough.

        Of the moves that do, one that takes the cells ``beside`` it the same way, so that it serves for them too.
        """
        free = self.free(hidden)
        if not free[target]:
            return np.zeros(len(self.cells), dtype=np.int64)
        places = np.flatnonzero(free)
        sums = self.sums[:, places]
        lower, upper = -self.values[places].astype(float), np.full(len(places), float(self.most))
        own = int(np.searchsorted(places, target))
        upper[own], lower[own] = (enough, 0) if direction > 0 else (0, max(-enough, int(lower[own])))
        costs = np.where(beside[places], -direction * 0.4 / (self.most * max(int(beside.sum()), 1)), 0.0)
        costs[own] = -direction  # more than all the others together
        found = _solve(costs, sums, lower, upper)
        move = np.zeros(len(self.cells), dtype=np.int64)
        if found is not None:
            move[places] = found
        return move

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
        free, sold = np.flatnonzero(hidden), np.flatnonzero(~hidden & np.isfinite(prices))
        sums = _beside([self.sums[:, free], self.sums[:, sold], -self.sums[:, sold]])
        lower = np.concatenate([-self.values[free].astype(float), np.zeros(2 * len(sold))])
        far = np.full(len(free) + len(sold), float(self.most))
        upper = np.concatenate([far, self.values[sold].astype(float)])
        own = int(np.searchsorted(free, target))
        lower[own] = upper[own] = by
        costs = np.concatenate([np.zeros(len(free)), prices[sold], prices[sold]])
        answer = _program(costs, sums, lower, upper, whole=False)
        if answer is None:
            return None
        change = answer[len(free) : len(free) + len(sold)] - answer[len(free) + len(sold) :]
        move = np.zeros(len(self.cells))
        move[free], move[sold] = answer[: len(free)], change
        changed = {int(place) for place in sold[np.abs(change) > TOLERANCE]}
        whole = np.rint(move)
        is_whole = bool(np.all(np.abs(move - whole) < TOLERANCE))
        return float(costs @ answer), changed, whole.astype(np.int64) if is_whole else None


def _beside(blocks: Sequence[Any]) -> Any:
    from scipy.sparse import hstack  # noqa: PLC0415  (as above)

    return hstack(blocks, format="csc")


def _solve(costs: NDArray[Any], sums: Any, lower: NDArray[Any], upper: NDArray[Any]) -> Move | None:
    """The best move in whole numbers; fractions are tried first, as they nearly always come out whole."""
    for whole in (False, True):
        found = _program(costs, sums, lower, upper, whole=whole)
        if found is None:
            return None
        rounded = np.rint(found)
        if np.all(np.abs(found - rounded) < TOLERANCE):
            return rounded.astype(np.int64)
    return None


def _program(
    costs: NDArray[Any], sums: Any, lower: NDArray[Any], upper: NDArray[Any], *, whole: bool
) -> NDArray[np.float64] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  (as above)

    # Each option costs a good part of a small program, so fractions are given no limit that only whole numbers need.
    options = {"presolve": True, "node_limit": NODES} if whole else {"presolve": len(costs) > LARGE}
    answer = milp(
        costs,
        constraints=LinearConstraint(sums, 0, 0),
        bounds=Bounds(lower, upper),
        integrality=np.full(len(costs), int(whole)),
        options=options,
    )
    return None if answer.x is None else np.asarray(answer.x, dtype=np.float64)


def places(cells: Collection[Cell], moves: Moves[Cell]) -> Marks:
    """The cells as marks at their places."""
    marks = np.zeros(len(moves.cells), dtype=np.bool_)
    marks[[moves.place[cell] for cell in cells]] = True
    return marks
