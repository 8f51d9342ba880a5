"""An attacker of published tables, who knows nothing of how they were made but everything that is shown.

A published cell is a sum of things nobody sees. The attacker writes down every sum with its number, every share with
the interval its rounding leaves, knows that people are whole and not fewer than nobody, and asks a solver how small and
how large each hidden number can be. Independent of ``lms.disclosure``: only names and numbers come in.
"""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

INFINITE = np.inf
#: Up to so many hidden numbers, simplifying a program takes longer than solving it.
LARGE = 300


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
        self.statements = (
            LinearConstraint(csr_array((signs, (rows, columns)), shape=(len(lows), len(self.hidden))), lows, highs)
            if lows
            else ()
        )
        self.is_whole = np.ones(len(self.hidden))

    def solve(self, costs, high, *, whole):
        found = milp(
            costs,
            constraints=self.statements,
            bounds=Bounds(np.zeros(len(self.hidden)), high),
            integrality=self.is_whole if whole else None,
            options={"presolve": whole or len(costs) > LARGE},
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
        self.note(self.solve(costs, high, whole=False)) or self.note(self.solve(costs, high, whole=True))

    def note(self, found):
        whole = np.rint(found)
        if np.abs(found - whole).max() > 1e-6:
            return False
        self.low, self.high = np.minimum(self.low, whole), np.maximum(self.high, whole)
        return True

    def is_wide(self, place):
        k = self.least[place]
        return self.high[place] >= k and self.high[place] - self.low[place] >= k - 1
