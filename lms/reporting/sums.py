"""Sums over first attempts, rolled up to every group whose result may be asked for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from lms.reporting.trees import EVERYBODY, NOWHERE, YEAR, Quarter, Tree, paths_in

#: The standard counts as reached at the third attempt at the latest.
MOST_ATTEMPTS = 3

SCALE = 720_720
"""Least common multiple of 1 to 16: tests of so many questions add up as whole numbers, longer ones as fractions."""

Exact = int | Fraction


class Group(NamedTuple):
    """Whose results: a place in the tree, a quarter (0: the year), a module and a sex, or all of them."""

    place: str
    quarter: Quarter
    module: str
    sex: str


@dataclass(slots=True)
class Result:
    """Sums over first attempts, exact until they are shown."""

    count: int = 0
    #: Sums of shares of points and of their squares, in units of 1/SCALE and its square.
    points: Exact = 0
    squares: Exact = 0
    #: People by the attempt at which the standard was reached (1, 2, 3; 0: not within the quarter).
    reached: dict[int, int] = field(default_factory=dict)

    def add(self, row: Any) -> None:
        """So many first attempts at tests of the same length."""
        whole, rest = divmod(SCALE, row.points_possible)
        unit = Fraction(SCALE, row.points_possible) if rest else whole
        attempt = _within(row.reached_at)
        self.count += row.count
        self.points += unit * row.points
        self.squares += unit * unit * row.squares
        self.reached[attempt] = self.reached.get(attempt, 0) + row.count

    def take_in(self, other: "Result") -> None:
        self.count += other.count
        self.points += other.points
        self.squares += other.squares
        reached = self.reached
        for attempt, count in other.reached.items():
            reached[attempt] = reached.get(attempt, 0) + count

    def copy(self) -> "Result":
        return Result(self.count, self.points, self.squares, self.reached.copy())

    @property
    def mean(self) -> Fraction:
        """Mean share of points."""
        return Fraction(self.points) / (self.count * SCALE)

    @property
    def spread(self) -> float:
        """Standard deviation of the people there are (not of a sample of them)."""
        return math.sqrt(max(Fraction(0), Fraction(self.squares) / (self.count * SCALE**2) - self.mean**2))

    @property
    def reached_share(self) -> Fraction:
        return Fraction(sum(count for attempt, count in self.reached.items() if attempt), self.count)


def rolled_up(rows: Iterable[Any], trees: Mapping[Quarter, Tree], *, is_closed: bool) -> dict[Group, Result]:
    """Every group in which anybody is.

    Summed up along one dimension after the other: what was summed along the first is not added up again for each of
    the others.
    """
    paths = {quarter: paths_in(tree) for quarter, tree in trees.items()}
    found: dict[Group, Result] = {}
    for (place, quarter, module, sex), result in _atoms(rows).items():
        for whole in paths[quarter].get(place, [EVERYBODY]):
            _take_in(found, (whole, quarter, module, sex), result)
    for (place, quarter, _module, sex), result in list(found.items()):
        _take_in(found, (place, quarter, EVERYBODY, sex), result)
    for (place, quarter, module, _sex), result in list(found.items()):
        _take_in(found, (place, quarter, module, EVERYBODY), result)
    for (place, _quarter, module, sex), result in list(found.items()) if is_closed else ():
        _take_in(found, (place, YEAR, module, sex), result)
    return found


def _take_in(found: dict[Group, Result], group: tuple[str, Quarter, str, str], result: Result) -> None:
    """A group is made once: a plain tuple is equal to it and found in a fraction of the time."""
    there = found.get(group)  # type: ignore[call-overload]
    if there is None:
        found[Group(*group)] = result.copy()
    else:
        there.take_in(result)


def _atoms(rows: Iterable[Any]) -> dict[Group, Result]:
    """The smallest groups: what the staff of one place did in a quarter and a module, by sex."""
    found: dict[Group, Result] = {}
    for row in rows:
        place = _identity(row.institution_id) if row.institution_id else NOWHERE
        group = Group(place, row.quarter, _identity(row.module_id), row.sex)
        found.setdefault(group, Result()).add(row)
    return found


@lru_cache(maxsize=4096)
def _identity(stored: str) -> str:
    """An id as it is written everywhere. A few hundred of them stand in thousands of rows."""
    return str(UUID(stored))


def _within(attempt: int | None) -> int:
    """The attempt at which the standard was reached; later sets of tries do not count for it (indicator I-6)."""
    return attempt if attempt is not None and attempt <= MOST_ATTEMPTS else 0
