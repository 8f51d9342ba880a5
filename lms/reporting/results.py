"""Quiz results of institutions: never of a person, only of closed quarters and years, only of ten people or more.

A result belongs to the quarter in which the first final quiz of an enrolment was handed in. Mean and spread are of that
first attempt. The standard counts as reached at one of three attempts handed in until the end of the same quarter, so
that a year is the sum of its quarters and nothing that was once shown moves later. The running quarter shows no result:
two looks at it would differ by one person. For the same reason a closed quarter keeps what counted at its end: a
consent withdrawn afterwards, an attempt set aside afterwards, or a body that moved to another place afterwards, would
otherwise tell the points of one person or of a few to whoever had looked before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from lms.disclosure.groups import Line, showable
from lms.institutions import queries as directory
from lms.reporting.quarters import closed_quarters, moment_of, start_of
from lms.reporting.rollup.firsts import firsts_of
from lms.reporting.sums import Group, Result, rolled_up
from lms.reporting.trees import EVERYBODY, YEAR, Parts, Quarter, Tree, divisions, parts_of


@dataclass(frozen=True)
class YearOfResults:
    """All results of a year's closed quarters, with the decision which of them may be shown."""

    results: Mapping[Group, Result]
    shown: frozenset[Group]

    def of(
        self, place: UUID | None, quarter: Quarter, module: UUID | None = None, sex: str = EVERYBODY
    ) -> Result | None:
        """The result of a group if it may be shown, else None. Without a place: of all institutions together."""
        group = Group(str(place) if place else EVERYBODY, quarter, str(module) if module else EVERYBODY, sex)
        return self.results[group] if group in self.shown else None

    def has(self, place: UUID | None, quarter: Quarter, module: UUID | None = None, sex: str = EVERYBODY) -> bool:
        """Whether anybody is in the group: one that is hidden says so, an empty one shows a dash."""
        group = Group(str(place) if place else EVERYBODY, quarter, str(module) if module else EVERYBODY, sex)
        return group in self.results


def results_of(year: int, today: date) -> YearOfResults:
    """Quarters are decided first and by themselves; the year, once it has ended, never takes back what they showed."""
    quarters = closed_quarters(year, today)
    if not quarters:
        return YearOfResults({}, frozenset())
    trees = trees_at_ends(year, quarters)
    results = rolled_up(firsts_of(year, quarters), trees, is_closed=len(quarters) == 4)  # noqa: PLR2004
    sizes = tuple(sorted((group, result.count) for group, result in results.items()))
    return YearOfResults(results, decided(sizes, tuple((quarter, parts_of(tree)) for quarter, tree in trees.items())))


@lru_cache(maxsize=32)
def decided(sizes: tuple[tuple[Group, int], ...], trees: tuple[tuple[Quarter, Parts], ...]) -> frozenset[Group]:
    """The decision is a function of the numbers alone, so it is kept as long as they are the same."""
    size_of = dict(sizes)
    lines = _lines_of(size_of, divisions(dict(trees)))
    shown: set[Group] = set()
    for quarter in (1, 2, 3, 4):
        groups = [group for group in size_of if group.quarter == quarter]
        shown |= showable(size_of, _of_all(groups, lines), open_to=groups)
    years = [group for group in size_of if group.quarter == YEAR]
    if years:
        shown = showable(size_of, _of_all(size_of, lines), decided=shown, open_to=years)
    return frozenset(shown)


def _of_all(groups: Iterable[Group], lines: Mapping[Group, list[Line[Group]]]) -> list[Line[Group]]:
    return [line for group in groups for line in lines[group]]


def _lines_of(
    groups: Collection[Group], children: Mapping[Quarter, Mapping[str, tuple[str, ...]]]
) -> dict[Group, list[Line[Group]]]:
    """Every way in which each of these groups is divided into others of them; nobody is in any other.

    Each group looks for its wholes: to look for the parts of a whole would ask for all bodies, modules and sexes there
    are, and most of them have nobody.
    """
    above = {
        quarter: {part: place for place, parts in places.items() for part in parts}
        for quarter, places in children.items()
    }
    ways: tuple[dict[tuple[str, Quarter, str, str], list[Group]], ...] = ({}, {}, {}, {})
    for group in groups:
        place, quarter, module, sex = group
        wholes = (
            (above[quarter].get(place), quarter, module, sex),
            (place, quarter, EVERYBODY, sex),
            (place, quarter, module, EVERYBODY),
            (place, YEAR, module, sex),
        )
        for way, whole in zip(ways, wholes, strict=True):
            if whole[0] is not None and whole != group:
                way.setdefault(whole, []).append(group)  # type: ignore[arg-type]
    return {group: [Line(group, tuple(way[group])) for way in ways if group in way] for group in groups}


def trees_at_ends(year: int, quarters: Sequence[Quarter]) -> dict[Quarter, Tree]:
    """The tree of institutions at the end of each closed quarter."""
    moments = [moment_of(start_of(year, quarter + 1)) for quarter in quarters]
    return {
        quarter: {str(place): str(parent) if parent else None for place, parent in tree.items()}
        for quarter, tree in zip(quarters, directory.parents_at(moments), strict=True)
    }
