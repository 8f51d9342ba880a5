"""Hide in a new release what would tell, together with everything released before, about a few people.

A published number is named by what it counts: rows of one kind for which each dimension has one of some values. Sex,
region and type are dimensions, and so are the days and whatever else a filter may choose. Numbers whose names differ
in one dimension only stand in lines: who is counted in the half-year is counted in its first quarter or in the rest of
it; everybody but civil society leaves civil society. The rest, which nobody prints, is protected as if it were printed.

    women = Counted.of("completions", type=COURT, sex={"female"}, days={"2026-Q1"}, before={"never"})

Every number of one kind names the same dimensions, each with all its values where it takes all of them. People who are
counted once in a period are completions with two dimensions of time: the day of the completion, and ``before``, the
last day on which the same person had completed something before it (or never). Cut both into the quarters that any
release begins or ends with, then

    people of S to E: days within S to E, before: never, or earlier than S
    new people of S to E: days within S to E, before: never
    all since the start: days until E, before: never

and a quarter, its half-year, the new and all since the start are compared with each other.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from lms.disclosure.protecting import protect
from lms.disclosure.systems import Line, System, nobody

Values = frozenset[str]


@dataclass(frozen=True)
class Counted:
    """What a number counts. Numbers of different kinds are never compared."""

    kind: str
    #: Dimension and the values it may have, by dimension.
    where: tuple[tuple[str, Values], ...]

    @classmethod
    def of(cls, kind: str, **where: Iterable[str]) -> "Counted":
        return cls(kind, tuple(sorted((name, frozenset(values)) for name, values in where.items())))

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(name for name, _values in self.where)

    @cached_property
    def _hash(self) -> int:
        return hash((self.kind, self.where))

    def __hash__(self) -> int:
        """Kept: the names of large releases are looked up very often."""
        return self._hash

    def values(self, position: int) -> Values:
        return self.where[position][1]

    def but(self, position: int, values: Values) -> "Counted":
        """The same with other values of one dimension."""
        name, _old = self.where[position]
        return replace(self, where=(*self.where[:position], (name, values), *self.where[position + 1 :]))


class Released(NamedTuple):
    """A number of an earlier release: the true one, and whether it was shown."""

    number: int
    is_shown: bool


def hide_against(
    cells: Mapping[Counted, int],
    released: Mapping[Counted, Released],
    *,
    k: int | Callable[[Counted], int],
    hidden: Collection[Counted] = (),
    worth: Callable[[Counted], float] = lambda cell: 1.0,
    identifying: Callable[[Counted], bool] = nobody,
    within: Callable[[Counted], Counted | None] = lambda cell: None,
) -> frozenset[Counted]:
    """The cells of a new release to hide, for a reader who knows every earlier one.

    ``cells``: all numbers that the release would show, totals as well, with the true ones. ``released``: what was
    released before, hidden numbers too: they stay protected. ``k``: the smallest number that may be shown; what nobody
    prints is protected like the number that needs most of those it follows from. ``hidden``: cells that are hidden for
    other reasons. ``within``: of what a number is a part whose being nobody tells of each in it, where that is a few.
    Give a share as its numerator: whoever sees the share is taken to know it.

    A number that has changed since it was released, that has become smaller than a part of it, or that overlaps
    another in a way no line can tell, is hidden: the released one stands. Numbers whose names differ in several
    dimensions are compared two by two only. Raises ValueError if two numbers of a kind name different dimensions.
    """
    _check_dimensions([*cells, *released])
    least = k if callable(k) else lambda cell: k
    gone = {cell for cell, number in cells.items() if cell in released and released[cell].number != number}
    while True:
        known = {cell: old.number for cell, old in released.items()}
        mine = {cell: number for cell, number in cells.items() if cell not in gone}
        comparison = _Comparison(known | mine, set(released), least)
        if comparison.refused <= gone:
            break
        gone |= comparison.refused

    def tells_by_zero(cell: Counted) -> bool:
        whole = within(cell)
        return whole is not None and 0 < comparison.numbers.get(whole, 0) < comparison.need(cell)

    system = System(
        comparison.numbers,
        comparison.lines,
        least=comparison.need,
        known=lambda cell: cell in released and released[cell].is_shown,
        unseen=lambda cell: cell not in mine and not (cell in released and released[cell].is_shown),
        worth=worth,
        tells_by_zero=tells_by_zero,
        identifying=identifying,
    )
    found = protect(system, hidden=[cell for cell in hidden if cell in mine])
    return (found | gone | set(hidden)) & cells.keys()


def _check_dimensions(cells: Iterable[Counted]) -> None:
    dimensions: dict[str, tuple[str, ...]] = {}
    for cell in cells:
        if dimensions.setdefault(cell.kind, cell.dimensions) != cell.dimensions:
            message = f"Numbers of {cell.kind} must name the same dimensions: {cell.dimensions}."
            raise ValueError(message)


class _Comparison:
    """All lines between numbers, with the rests that nobody printed."""

    def __init__(self, numbers: Mapping[Counted, int], fixed: set[Counted], least: Callable[[Counted], int]) -> None:
        self.numbers = dict(numbers)
        self.printed = dict.fromkeys(numbers)
        self.fixed = fixed
        self.least = least
        self.lines: list[Line[Counted]] = []
        #: Rest that nobody printed, to the smallest number that it may show.
        self.needs: dict[Counted, int] = {}
        #: New numbers that no line can hold.
        self.refused: set[Counted] = set()
        self.marks = _Marks()
        size = -1
        while len(self.numbers) > size:  # a rest may stand in lines of its own
            size = len(self.numbers)
            self.lines = [line for family in self.families() for line in self.lines_of(*family)]
        self.lines += self.small_rests()

    def need(self, cell: Counted) -> int:
        return self.least(cell) if cell in self.printed else self.needs[cell]

    def keep_rest(self, rest: Counted, number: int, beside: Iterable[Counted]) -> None:
        self.numbers[rest] = number
        self.needs[rest] = max(self.needs.get(rest, 0), *map(self.need, beside))

    def families(self) -> list[tuple[int, list[Counted]]]:
        """Numbers that differ in one dimension only, with its position."""
        found: dict[tuple[str, int, int], list[Counted]] = defaultdict(list)
        for cell in self.numbers:
            whole = self.marks.of(cell)
            for position, mine in enumerate(self.marks.by_dimension(cell)):
                found[cell.kind, position, whole ^ mine].append(cell)
        return [(position, cells) for (_kind, position, _others), cells in found.items() if len(cells) > 1]

    def lines_of(self, position: int, cells: list[Counted]) -> Iterable[Line[Counted]]:
        """Each number as the sum of the greatest within it, and its rest."""
        nested = sorted(self.nested(position, cells), key=lambda pair: pair[1].bit_count())
        within: dict[Counted, list[Counted]] = defaultdict(list)
        for index, (cell, mine) in enumerate(nested):
            whole = next((other for other, its in nested[index + 1 :] if mine != its and not mine & ~its), None)
            if whole is not None:
                within[whole].append(cell)
        for whole, parts in within.items():
            rest = whole.values(position) - frozenset(chain.from_iterable(part.values(position) for part in parts))
            line = self.line(whole, parts, whole.but(position, rest) if rest else None)
            if line:
                yield line

    def nested(self, position: int, cells: list[Counted]) -> list[tuple[Counted, int]]:
        """Those that lie within each other or apart, with their values; released ones first, rests last."""
        marked = [(cell, self.marks.by_dimension(cell)[position]) for cell in cells]
        marked.sort(key=lambda pair: (pair[0] not in self.fixed, pair[0] not in self.printed, -pair[1].bit_count()))
        found: list[tuple[Counted, int]] = []
        for cell, mine in marked:
            if any(mine & its and mine & ~its and its & ~mine for _other, its in found):
                self.refuse(cell)
            else:
                found.append((cell, mine))
        return found

    def line(self, whole: Counted, parts: list[Counted], rest: Counted | None) -> Line[Counted] | None:
        left = self.numbers[whole] - sum(self.numbers[part] for part in parts)
        if left < 0 or (left and rest is None):  # entered or withdrawn later than the number that was released
            for cell in (whole, *parts):
                self.refuse(cell)
            return None
        if rest is not None:
            self.keep_rest(rest, left, (whole, *parts))
            parts = [*parts, rest]
        return Line(whole, tuple(parts))

    def refuse(self, cell: Counted) -> None:
        if cell not in self.fixed and cell in self.printed:
            self.refused.add(cell)

    def small_rests(self) -> list[Line[Counted]]:
        """Numbers that lie within another one in several dimensions, and leave a few people."""
        found = []
        most = max(map(self.least, self.printed), default=0)
        by_number = [
            (cell, self.numbers[cell], self.marks.of(cell))
            for cell in sorted(self.printed, key=lambda cell: self.numbers[cell])
            if self.numbers[cell]
        ]
        for index, (part, few, mine) in enumerate(by_number):
            for whole, many, its in by_number[index + 1 :]:
                if many - few >= most:
                    break
                if many > few and not mine & ~its and part.kind == whole.kind and not self.is_in_line(whole, part):
                    rest = Counted(whole.kind, (("rest", frozenset({repr(part), repr(whole)})),))
                    self.keep_rest(rest, many - few, (whole, part))
                    found.append(Line(whole, (part, rest)))
        return found

    def is_in_line(self, whole: Counted, part: Counted) -> bool:
        pairs = zip(self.marks.by_dimension(whole), self.marks.by_dimension(part), strict=True)
        return sum(theirs != mine for theirs, mine in pairs) == 1


class _Marks:
    """The values of a number as bits, one for each value of each dimension: sets of them are compared at once."""

    def __init__(self) -> None:
        self.bits: dict[tuple[str, str], int] = {}
        self.known: dict[Counted, tuple[int, ...]] = {}
        self.wholes: dict[Counted, int] = {}

    def by_dimension(self, cell: Counted) -> tuple[int, ...]:
        found = self.known.get(cell)
        if found is None:
            found = self.known[cell] = tuple(
                sum(1 << self.bits.setdefault((name, value), len(self.bits)) for value in values)
                for name, values in cell.where
            )
        return found

    def of(self, cell: Counted) -> int:
        found = self.wholes.get(cell)
        if found is None:
            found = self.wholes[cell] = sum(self.by_dimension(cell))
        return found
