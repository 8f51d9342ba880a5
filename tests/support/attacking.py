"""An attacker of published tables, who knows nothing of how they were made but everything that is shown.

A published cell is a sum of things nobody sees. The attacker writes down every sum with its number, every share with
the interval its rounding leaves, knows that people are whole and not fewer than nobody, and asks a solver how small and
how large each hidden number can be. Independent of ``lms.disclosure``: only names and numbers come in.
"""

from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.optimize._highspy import _core
from scipy.sparse import csc_array

INFINITE = np.inf


class Attacker:
    """``shown`` cells with their numbers; ``sums`` as (total, parts); ``shares`` as (part, whole, per mille shown)."""

    def __init__(self, cells, shown, sums, shares=()):
        self.cells = list(cells)
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.shown = shown
        self.hidden = [cell for cell in self.cells if cell not in shown]
        self.column = {cell: number for number, cell in enumerate(self.hidden)}
        rows, columns, signs, lows, highs = [], [], [], [], []

        def statement(terms, low, high):
            """A weighted sum of cells lies between two numbers; what is shown goes to the other side."""
            known = sum(weight * shown[cell] for cell, weight in terms if cell in shown)
            unknown = [(cell, weight) for cell, weight in terms if cell not in shown]
            if not unknown:
                assert low - 1e-9 <= known <= high + 1e-9, "what is shown contradicts itself"
                return
            for cell, weight in unknown:
                rows.append(len(lows))
                columns.append(self.column[cell])
                signs.append(weight)
            lows.append(low - known)
            highs.append(high - known)

        for total, parts in sums:
            statement([(total, -1.0), *((part, 1.0) for part in parts)], 0, 0)
        for part, whole, mille in shares:  # (mille - 0.5) <= 1000 part / whole < (mille + 0.5)
            statement([(part, 1000.0), (whole, -(mille - 0.5))], 0, INFINITE)
            statement([(part, 1000.0), (whole, -(mille + 0.5))], -INFINITE, 0)
        self.matrix = csc_array((signs, (rows, columns)), shape=(len(lows), len(self.hidden)))
        self.lows, self.highs = np.array(lows, dtype=float), np.array(highs, dtype=float)

    @cached_property
    def solver(self):
        """Set up once with all statements; each question changes costs and bounds only and begins where it ended."""
        model = _core.HighsLp()
        model.num_row_, model.num_col_ = self.matrix.shape
        model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(len(self.hidden))
        model.row_lower_, model.row_upper_ = self.lows, self.highs
        model.a_matrix_.num_row_, model.a_matrix_.num_col_ = self.matrix.shape
        model.a_matrix_.format_ = _core.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = self.matrix.indptr, self.matrix.indices
        model.a_matrix_.value_ = self.matrix.data
        solver = _core._Highs()
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "off")
        solver.passModel(model)
        return solver

    def solve(self, costs, high):
        """The cheapest table that agrees with all that is shown; people may be cut in pieces."""
        places, low = np.arange(len(self.hidden), dtype=np.int32), np.zeros(len(self.hidden))
        self.solver.changeColsBounds(len(places), places, low, high)
        self.solver.changeColsCost(len(places), places, costs)
        self.solver.run()
        assert self.solver.getModelStatus() == _core.HighsModelStatus.kOptimal
        return np.array(self.solver.getSolution().col_value)

    def solve_whole(self, costs, high):
        """The same in whole people."""
        found = milp(
            costs,
            constraints=LinearConstraint(self.matrix, self.lows, self.highs) if len(self.lows) else (),
            bounds=Bounds(np.zeros(len(self.hidden)), high),
            integrality=np.ones(len(self.hidden)),
        )
        assert found.x is not None, found.message
        return found.x

    def narrowed(self, targets):
        """The cells of ``targets`` (cell to threshold k) that can be narrowed: below k, or to fewer than k values.

        Any whole table that agrees with all that is shown is evidence for every cell at once, so few are needed.
        """
        given_away = [cell for cell in targets if cell in self.shown]
        least = {self.column[cell]: k for cell, k in targets.items() if cell not in self.shown}
        if not least:
            return given_away
        self.low, self.high = np.full(len(self.hidden), INFINITE), np.full(len(self.hidden), -INFINITE)
        self.least = least
        for place in least:
            for sign in (-1, 1):
                if not self.is_wide(place):
                    self.look(place, sign)
        return given_away + [self.hidden[place] for place in least if not self.is_wide(place)]

    def look(self, place, sign):
        """Push a cell up (-1) or down (1), first of all, and after it all others that are not yet known to be wide."""
        others = [other for other in self.least if not self.is_wide(other)]
        costs, high = np.zeros(len(self.hidden)), np.full(len(self.hidden), 1e5)
        costs[others], high[others] = sign / (50 * len(others) * max(self.least.values())), 10 * self.least[place]
        costs[place], high[place] = sign, 2 * self.least[place]
        self.note(self.solve(costs, high)) or self.note(self.solve_whole(costs, high))

    def note(self, found):
        whole = np.rint(found)
        if np.abs(found - whole).max() > 1e-6:
            return False
        self.low, self.high = np.minimum(self.low, whole), np.maximum(self.high, whole)
        return True

    def is_wide(self, place):
        k = self.least[place]
        return self.high[place] >= k and self.high[place] - self.low[place] >= k - 1
