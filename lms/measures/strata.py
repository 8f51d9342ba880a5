"""People of two groups, put side by side by ability: for each stratum of totals one table of right and wrong."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lms.measures.counted import Marks, Whole, same

#: ``[stratum][group: reference, focal][right, wrong]``, counts of people.
Tables = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Matched:
    """``unmatched`` people have nobody of the other group beside them and are in no table."""

    tables: Tables
    unmatched: int

    @property
    def smaller(self) -> int:
        return int(self.tables.sum(axis=(0, 2)).min())

    @property
    def together(self) -> int:
        return int(self.tables.sum())


def matched(reference: Marks, focal: Marks, *, maximum: float) -> Matched:
    """Two groups by their totals, the item itself included ("thick" matching, after Donoghue & Allen 1993).

    An item with partial credit is made right or wrong: right is the full mark and nothing less.

    Every total is a stratum. Totals that only one group reaches, below or above all of the other, are left out: nobody
    is there to compare with. Between those, going up, a stratum takes in the next total until somebody of both groups
    stands in it; what is left at the top joins the last.
    """
    tables = _by_total(reference, focal, maximum)
    people = tables.sum(axis=2)
    both = _common_range(people)
    beginnings = _beginnings(people[both])
    merged = np.add.reduceat(tables[both], beginnings) if beginnings else tables[:0]
    return Matched(merged, unmatched=int(tables.sum() - merged.sum()))


def _by_total(reference: Marks, focal: Marks, maximum: float) -> Tables:
    totals = np.union1d(reference.total, focal.total)
    tables = np.zeros((totals.size, 2, 2), dtype=np.int64)
    for group, marks in enumerate((reference, focal)):
        row, wrong = np.searchsorted(totals, marks.total), (marks.mark < same(maximum)).astype(np.int64)
        np.add.at(tables, (row, np.full_like(row, group), wrong), marks.count)
    return tables


def _common_range(people: Whole) -> slice:
    """From the first to the last total that lies within what both groups reach."""
    reached = [np.flatnonzero(group) for group in people.T]
    return slice(max(rows[0] for rows in reached), min(rows[-1] for rows in reached) + 1)


def _beginnings(people: Whole) -> list[int]:
    """The rows with which a stratum begins, so that in each stratum there is somebody of both groups."""
    beginnings, inside, complete = [0], np.zeros(2, dtype=np.int64), False
    for row, here in enumerate(people):
        if complete:
            beginnings.append(row)
            inside = np.zeros(2, dtype=np.int64)
        inside = inside + here
        complete = bool(inside.all())
    return beginnings if complete else beginnings[:-1]
