"""Linear programs over one set of sums, asked again and again with other bounds and costs.

The solver is the one in scipy (HiGHS). It is spoken to directly, because scipy's own door sets it up anew for each
program, which takes several times as long as solving it: here it keeps the sums, and begins where it ended the last
time. The same questions in the same order have the same answers. Programs in whole numbers go through the front door.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
#: How long whole numbers are looked for: counted, not timed, so that the same table is always hidden alike.
NODES = 500


@dataclass(frozen=True)
class Answer:
    """The best numbers that were found; None if there are none, or if none were found.

    ``is_sure``: they are the best, or there really are none; not so where the solver gave up before.
    """

    found: Numbers | None
    is_sure: bool


class Programs:
    """All sums are nought. ``sums``: a row for each sum, a column for each number."""

    def __init__(self, sums: Any) -> None:
        self.sums = sums
        self.places = np.arange(sums.shape[1], dtype=np.int32)

    @cached_property
    def solver(self) -> Any:
        from scipy.optimize._highspy import _core  # noqa: PLC0415  (much memory, for who publishes a small number)

        rows, columns = self.sums.shape
        model = _core.HighsLp()
        model.num_row_, model.num_col_ = rows, columns
        model.col_cost_ = model.col_lower_ = model.col_upper_ = np.zeros(columns)
        model.row_lower_ = model.row_upper_ = np.zeros(rows)
        model.a_matrix_.num_row_, model.a_matrix_.num_col_ = rows, columns
        model.a_matrix_.format_ = _core.MatrixFormat.kColwise
        model.a_matrix_.start_ = self.sums.indptr
        model.a_matrix_.index_ = self.sums.indices
        model.a_matrix_.value_ = self.sums.data
        solver = _core._Highs()  # noqa: SLF001
        for option, value in (("output_flag", False), ("presolve", "off"), ("threads", 1)):
            solver.setOptionValue(option, value)
        solver.passModel(model)
        return solver

    def best(self, costs: Numbers, lower: Numbers, upper: Numbers) -> Answer:
        """The numbers within their bounds that cost least; fractions are allowed."""
        from scipy.optimize._highspy._core import HighsModelStatus  # noqa: PLC0415  (as above)

        solver = self.solver
        solver.changeColsBounds(len(self.places), self.places, lower, upper)
        solver.changeColsCost(len(self.places), self.places, costs)
        for _each in range(2):
            solver.run()
            status = solver.getModelStatus()
            if status == HighsModelStatus.kOptimal:
                return Answer(np.array(solver.getSolution().col_value), is_sure=True)
            if status == HighsModelStatus.kInfeasible:
                return Answer(None, is_sure=True)
            solver.clearSolver()  # it went astray: once more from the beginning
        return Answer(None, is_sure=False)

    def best_whole(self, costs: Numbers, lower: Numbers, upper: Numbers) -> Answer:
        """The same in whole numbers. Whoever may not change is left out: such programs take long enough."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415  (as above)

        free = np.flatnonzero(lower < upper)
        fixed = np.where(lower < upper, 0.0, lower)
        rest = -(self.sums @ fixed)
        answer = milp(
            costs[free],
            constraints=LinearConstraint(self.sums[:, free], rest, rest),
            bounds=Bounds(lower[free], upper[free]),
            integrality=np.ones(len(free)),
            options={"node_limit": NODES},
        )
        if answer.x is None:
            return Answer(None, is_sure=answer.status == INFEASIBLE)
        fixed[free] = answer.x
        return Answer(fixed, is_sure=answer.status == OPTIMAL)


#: What scipy calls the two certain ends.
OPTIMAL, INFEASIBLE = 0, 2
