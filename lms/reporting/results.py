"""Quiz results of institutions: never of a person, only of closed quarters and years, only of ten people or more.

A result belongs to the quarter in which the first final quiz of an enrolment was handed in. Mean and spread are of that
first attempt. The standard counts as reached at one of three attempts handed in until the end of the same quarter, so
that a year is the sum of its quarters and nothing that was once shown moves later. The running quarter shows no result:
two looks at it would differ by one person. For the same reason a closed quarter keeps what counted at its end: a
consent withdrawn afterwards, an attempt set aside afterwards, or a body that moved to another place afterwards, would
otherwise tell the points of one person or of a few to whoever had looked before.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from lms.core.clock import BISHKEK
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.institutions import queries as directory
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.consents import withdrew
from lms.reporting.disclosure import Line, showable
from lms.reporting.trees import EVERYBODY, NOWHERE, YEAR, Parts, Quarter, Tree, divisions, parts_of, paths_in

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


def closed_quarters(year: int, today: date) -> list[Quarter]:
    """Quarters of the year that have ended."""
    return [quarter for quarter in (1, 2, 3, 4) if _start(year, quarter + 1) <= today]


def _start(year: int, quarter: int) -> date:
    return date(year + (quarter - 1) // 4, (quarter - 1) % 4 * 3 + 1, 1)


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), BISHKEK).astimezone(UTC)


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
    results = _rolled_up(_rows(year, quarters), trees, is_closed=len(quarters) == 4)  # noqa: PLR2004
    sizes = tuple(sorted((group, result.count) for group, result in results.items()))
    return YearOfResults(results, _decided(sizes, tuple((quarter, parts_of(tree)) for quarter, tree in trees.items())))


@lru_cache(maxsize=32)
def _decided(sizes: tuple[tuple[Group, int], ...], trees: tuple[tuple[Quarter, Parts], ...]) -> frozenset[Group]:
    """The decision is a function of the numbers alone, so it is kept as long as they are the same."""
    size_of = dict(sizes)
    children = divisions(dict(trees))
    shown: set[Group] = set()
    for quarter in (1, 2, 3, 4):
        groups = [group for group in size_of if group.quarter == quarter]
        shown |= showable(size_of, list(_lines(groups, children)), open_to=groups)
    years = [group for group in size_of if group.quarter == YEAR]
    if years:
        shown = showable(size_of, list(_lines(list(size_of), children)), decided=shown, open_to=years)
    return frozenset(shown)


def _lines(groups: Sequence[Group], children: Mapping[Quarter, Mapping[str, tuple[str, ...]]]) -> Iterator[Line[Group]]:
    """Every way in which one of these groups is divided into others."""
    modules = sorted({group.module for group in groups} - {EVERYBODY})
    sexes = sorted({group.sex for group in groups} - {EVERYBODY})
    for group in groups:
        if group.place in children[group.quarter]:
            yield Line(group, tuple(group._replace(place=place) for place in children[group.quarter][group.place]))
        if group.module == EVERYBODY:
            yield Line(group, tuple(group._replace(module=module) for module in modules))
        if group.sex == EVERYBODY:
            yield Line(group, tuple(group._replace(sex=sex) for sex in sexes))
        if group.quarter == YEAR:
            yield Line(group, tuple(group._replace(quarter=quarter) for quarter in (1, 2, 3, 4)))


def trees_at_ends(year: int, quarters: Sequence[Quarter]) -> dict[Quarter, Tree]:
    """The tree of institutions at the end of each closed quarter."""
    moments = [_moment(_start(year, quarter + 1)) for quarter in quarters]
    return {
        quarter: {str(place): str(parent) if parent else None for place, parent in tree.items()}
        for quarter, tree in zip(quarters, directory.parents_at(moments), strict=True)
    }


def _rolled_up(rows: Iterable[Any], trees: Mapping[Quarter, Tree], *, is_closed: bool) -> dict[Group, Result]:
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


def _rows(year: int, quarters: Sequence[Quarter]) -> Sequence[Any]:
    """First final attempts handed in within the closed quarters, counted by all that matters."""
    first, passed = aliased(Attempt), aliased(Attempt)
    earlier, until = aliased(Attempt), aliased(Attempt)
    ends = {quarter: _moment(_start(year, quarter + 1)) for quarter in quarters}
    quarter = case(*((first.handed_in_at < end, number) for number, end in ends.items()), else_=YEAR)
    end = case(*((first.handed_in_at < moment, moment) for moment in ends.values()), else_=first.handed_in_at)
    before = select(earlier.id).where(*_same(earlier, first, end), earlier.number < first.number)
    reached = (
        select(func.min(passed.number))
        .where(*_same(passed, first, end), passed.is_passed.is_(True), passed.handed_in_at < end)
        .correlate(first)
        .scalar_subquery()
    )
    ordinal = (
        select(func.count())
        .select_from(until)
        .where(*_same(until, first, end), until.number <= reached)
        .correlate(first)
        .scalar_subquery()
    )
    inner = (
        select(
            Enrolment.institution_id,
            Enrolment.module_id,
            Enrolment.sex,
            quarter.label("quarter"),
            first.points,
            first.points_possible,
            ordinal.label("reached_at"),
        )
        .join(Enrolment, Enrolment.id == first.enrolment_id)
        .where(
            *_counts(first, end),
            or_(*(_in_quarter(first, year, quarter) for quarter in quarters)),
            ~before.exists(),
        )
        .subquery("firsts")
    )
    columns = list(inner.c)
    return db.session.execute(select(*columns, func.count().label("count")).group_by(*columns)).all()


def _in_quarter(first: Any, year: int, quarter: Quarter) -> ColumnElement[bool]:
    """Handed in within the quarter by somebody whose consent stood at its end."""
    start, end = _moment(_start(year, quarter)), _moment(_start(year, quarter + 1))
    return and_(first.handed_in_at >= start, first.handed_in_at < end, Enrolment.person_id.not_in(withdrew(by=end)))


def _counts(attempt: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    """A final attempt that was handed in and not set aside until the end of the quarter."""
    stood = or_(attempt.set_aside_at.is_(None), attempt.set_aside_at >= end)
    return attempt.kind == AttemptKind.FINAL, attempt.handed_in_at.is_not(None), stood


def _same(attempt: Any, first: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    """Another final attempt of the same enrolment that counts."""
    return attempt.enrolment_id == first.enrolment_id, *_counts(attempt, end)


def last_day(year: int, quarter: Quarter) -> date:
    """The last day of a quarter, or of the year."""
    return _start(year, 5 if quarter == YEAR else quarter + 1) - timedelta(days=1)


def first_day(year: int, quarter: Quarter) -> date:
    return _start(year, quarter or 1)
