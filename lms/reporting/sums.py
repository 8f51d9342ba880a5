"""Sums over first attempts, rolled up to every group whose result may be asked for."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

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


@dataclass
class Result:
    """Sums over first attempts, exact until they are shown."""

    count: int = 0
    #: Sums of shares of points and of their squares, in units of 1/SCALE and its square.
    points: Exact = 0
    squares: Exact = 0
    #: People by the attempt at which the standard was reached (1, 2, 3; 0: not within the quarter).
    reached: dict[int, int] = field(default_factory=dict)

    def add(self, points: int, possible: int, attempt: int, count: int) -> None:
        units = Fraction(points * SCALE, possible)
        exact = units.numerator if units.denominator == 1 else units
        self.count += count
        self.points += exact * count
        self.squares += exact * exact * count
        self.reached[attempt] = self.reached.get(attempt, 0) + count

    def take_in(self, other: "Result") -> None:
        self.count += other.count
        self.points += other.points
        self.squares += other.squares
        for attempt, count in other.reached.items():
            self.reached[attempt] = self.reached.get(attempt, 0) + count

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
    paths = {quarter: paths_in(tree) for quarter, tree in trees.items()}
    found: dict[Group, Result] = {}
    atoms: dict[Group, Result] = {}
    for row in rows:
        place = str(row.institution_id) if row.institution_id else NOWHERE
        atom = Group(place, row.quarter, str(row.module_id), row.sex)
        atoms.setdefault(atom, Result()).add(row.points, row.points_possible, _within(row.reached_at), row.count)
    for atom, result in atoms.items():
        for place in paths[atom.quarter].get(atom.place, [EVERYBODY]):
            for quarter in (atom.quarter, YEAR) if is_closed else (atom.quarter,):
                for module in (atom.module, EVERYBODY):
                    for sex in (atom.sex, EVERYBODY):
                        found.setdefault(Group(place, quarter, module, sex), Result()).take_in(result)
    return found


def _within(attempt: int | None) -> int:
    """The attempt at which the standard was reached; later sets of tries do not count for it (indicator I-6)."""
    return attempt if attempt is not None and attempt <= MOST_ATTEMPTS else 0
