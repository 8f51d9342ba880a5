"""Answers as they are counted: equal ones share a row, so that fifty thousand attempts are some thousand rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key")
Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]

#: Marks that agree to so many decimals are the same mark, whatever sums of thirds they came from.
DECIMALS = 9


def same(mark: float) -> float:
    """The mark as it is compared with others."""
    return round(mark, DECIMALS)


@dataclass(frozen=True, eq=False)
class Marks:
    """What one item brought: columns of equal length. ``mark`` is 0 where there was no answer."""

    mark: Numbers
    total: Numbers
    count: Whole
    unanswered: int

    @property
    def rest(self) -> Numbers:
        """The marks of the rest of the test: the total without the item."""
        return (self.total - self.mark).round(DECIMALS)

    @property
    def asked(self) -> int:
        return int(self.count.sum())


@dataclass(frozen=True, eq=False)
class Counted(Generic[Key]):
    """Columns of equal length: ``count`` attempts were asked ``keys[index]``, got ``mark`` for it and ``total`` in all.

    The key is what the rows are counted by: an item, a position, or a group of people. Only attempts that were asked
    stand here. A mark that is not a number means: asked, but not answered.
    """

    keys: tuple[Key, ...]
    index: Whole
    mark: Numbers
    total: Numbers
    count: Whole

    def __post_init__(self) -> None:
        """Raises ValueError for columns that cannot be meant."""
        _check(self.total, self.count, self.index, self.mark)
        if np.isinf(self.mark).any():
            raise ValueError("A mark is a number, or not a number where there is no answer.")

    @classmethod
    def of(cls, rows: Iterable[tuple[Key, float | None, float, int]]) -> Self:
        """From rows of key, mark (None: not answered), total and count, in any order."""
        keys: dict[Key, int] = {}
        columns = [
            (keys.setdefault(key, len(keys)), np.nan if mark is None else mark, total, count)
            for key, mark, total, count in rows
            if count
        ]
        index, mark, total, count = zip(*columns, strict=True) if columns else ((), (), (), ())
        return cls(tuple(keys), _whole(index), _numbers(mark), _numbers(total), _whole(count))

    def by_key(self) -> dict[Key, Marks]:
        """The rows of each key; of a key that nobody was asked there is nothing."""
        order = np.argsort(self.index, kind="stable")
        found, starts = np.unique(self.index[order], return_index=True)
        stops = np.append(starts[1:], order.size)[: found.size]
        return {
            self.keys[code]: self._rows(order[start:stop])
            for code, start, stop in zip(found, starts, stops, strict=True)
        }

    def _rows(self, rows: Whole) -> Marks:
        count, empty = self.count[rows], np.isnan(self.mark[rows])
        mark = np.where(empty, 0.0, self.mark[rows]).round(DECIMALS)
        return Marks(mark, self.total[rows].round(DECIMALS), count, unanswered=int(count[empty].sum()))


@dataclass(frozen=True, eq=False)
class Totals:
    """How many attempts reached which total. ``maximum`` is the most that one attempt can reach."""

    total: Numbers
    count: Whole
    maximum: float

    def __post_init__(self) -> None:
        """Raises ValueError for columns that cannot be meant."""
        _check(self.total, self.count)
        object.__setattr__(self, "total", self.total.round(DECIMALS))
        if not self.maximum > 0:
            raise ValueError("A test must be worth something.")

    @classmethod
    def of(cls, rows: Iterable[tuple[float, int]], *, maximum: float) -> Self:
        """From rows of total and count, in any order; the same total may stand there more than once."""
        columns = [row for row in rows if row[1]]
        total, count = zip(*columns, strict=True) if columns else ((), ())
        return cls(_numbers(total), _whole(count), maximum)

    @property
    def attempts(self) -> int:
        return int(self.count.sum())

    def all_asked(self, by_key: Mapping[Key, Marks]) -> bool:
        """Whether every attempt was asked every key.

        Raises ValueError if one was asked more often than attempts are, or if the marks do not make up the totals.
        """
        asked = [marks.asked for marks in by_key.values()]
        if max(asked, default=0) > self.attempts:
            raise ValueError("Something was asked of more attempts than there are.")
        if not asked or min(asked) < self.attempts:
            return False
        together = sum(float(part.mark @ part.count) for part in by_key.values())
        if not np.isclose(together, float(self.total @ self.count)):
            raise ValueError("The marks do not make up the totals.")
        return True


def _numbers(values: Iterable[float]) -> Numbers:
    return np.array(list(values), dtype=np.float64)


def _whole(values: Iterable[int]) -> Whole:
    return np.array(list(values), dtype=np.int64)


def _check(total: Numbers, count: Whole, *others: Numbers | Whole) -> None:
    if any(column.shape != total.shape or column.ndim != 1 for column in (count, *others)):
        raise ValueError("Columns are of different lengths.")
    if not np.isfinite(total).all() or (count < 1).any():
        raise ValueError("A total is a number, and a row that nobody stands in is none.")
