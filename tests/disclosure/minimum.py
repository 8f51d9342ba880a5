"""The fewest cells that must be hidden, found by trying every choice: a program with a yes or no for each cell."""

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

FARTHEST = 40


def fewest_hidden(values, sums, k):
    """How many cells, small ones too. For each small cell there must be a table that has it at k or more, and two that
    lie k - 1 apart, which differ from the true one in hidden cells only."""
    cells = list(values)
    place = {cell: number for number, cell in enumerate(cells)}
    small = [cell for cell in cells if 0 < values[cell] < k]
    if not small:
        return 0
    width = len(cells)
    entries, low, high = [], [], []

    def statement(terms, least, most):
        entries.extend((len(low), column, weight) for column, weight in terms)
        low.append(least)
        high.append(most)

    for number, cell in enumerate(small):
        up, down = ((1 + 2 * number + side) * width for side in (0, 1))
        for start in (up, down):
            for total, parts in sums:
                statement([(start + place[total], -1), *((start + place[part], 1) for part in parts)], 0, 0)
            for other in cells:
                mine, gone = start + place[other], place[other]
                statement([(mine, 1), (gone, -FARTHEST)], -np.inf, 0)
                statement([(mine, 1), (gone, min(FARTHEST, values[other]))], 0, np.inf)
        statement([(up + place[cell], 1)], k - values[cell], np.inf)
        statement([(up + place[cell], 1), (down + place[cell], -1)], k - 1, np.inf)
    size = width * (1 + 2 * len(small))
    rows, columns, weights = zip(*entries, strict=True)
    least = np.full(size, -float(FARTHEST))
    least[:width] = [0 < values[cell] < k for cell in cells]
    most = np.full(size, float(FARTHEST))
    most[:width] = 1
    chosen = np.zeros(size)
    chosen[:width] = 1
    found = milp(
        chosen,
        constraints=LinearConstraint(coo_array((weights, (rows, columns)), shape=(len(low), size)).tocsr(), low, high),
        bounds=Bounds(least, most),
        integrality=chosen,
        options={"time_limit": 60},
    )
    assert found.status == 0, found.message
    return round(found.fun)
