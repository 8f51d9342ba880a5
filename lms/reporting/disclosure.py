"""Which results may be shown: one function decides, for every page.

A result (a mean, a spread, a share) may be shown for a group of people if the group has at least ten, and if nothing
that can be worked out by subtraction is about one to nine people. Groups stand in lines: a whole and the parts it is
divided into (an institution into its own staff and the bodies beneath it, all modules into modules, everybody into
sexes, a year into quarters). In every line whose whole is known, the parts that are not known must together be nobody
or at least ten; a part is known if it is shown, or if it follows from a line in which all others are known.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 10

Group = TypeVar("Group", bound=Hashable)


@dataclass(frozen=True)
class Line(Generic[Group]):
    """A whole and its parts, which share nobody and leave nobody out."""

    whole: Group
    parts: tuple[Group, ...]


def showable(
    sizes: Mapping[Group, int],
    lines: Sequence[Line[Group]],
    *,
    decided: Collection[Group] = (),
    open_to: Collection[Group] | None = None,
    least: int = LEAST,
) -> set[Group]:
    """The groups whose results may be shown.

    ``decided`` groups are shown already and stay so (a quarter that was published before its year); of the others only
    those in ``open_to`` are considered. Hiding never ends in showing more, so this comes to an end: at worst with
    nothing new shown.
    """
    fixed = set(decided)
    candidates = sizes.keys() if open_to is None else set(open_to)
    shown = fixed | {group for group in candidates if sizes.get(group, 0) >= least}
    lines = [_without_empty(line, sizes) for line in lines if sizes.get(line.whole, 0)]
    around = _around(lines)
    while True:
        known = _known(shown, lines, around)
        broken = [line for line in lines if line.whole in known and 0 < _rest(line, known, sizes) < least]
        if not broken:
            return shown
        victims = {_victim(line, shown - fixed, known, around, sizes) for line in broken} - {None}
        shown = shown - victims if victims else set(fixed)


def _without_empty(line: Line[Group], sizes: Mapping[Group, int]) -> Line[Group]:
    """That a group is empty is no secret here, so it hides nothing."""
    return Line(line.whole, tuple(part for part in line.parts if sizes.get(part, 0)))


def _around(lines: Iterable[Line[Group]]) -> dict[Group, list[Line[Group]]]:
    found: dict[Group, list[Line[Group]]] = {}
    for line in lines:
        for group in (line.whole, *line.parts):
            found.setdefault(group, []).append(line)
    return found


def _known(shown: set[Group], lines: Sequence[Line[Group]], around: Mapping[Group, list[Line[Group]]]) -> set[Group]:
    """What is shown and what follows from it, line by line."""
    known = set(shown)
    waiting = list(lines)
    while waiting:
        line = waiting.pop()
        unknown = [group for group in (line.whole, *line.parts) if group not in known]
        if len(unknown) == 1:
            known.add(unknown[0])
            waiting.extend(around[unknown[0]])
    return known


def _rest(line: Line[Group], known: set[Group], sizes: Mapping[Group, int]) -> int:
    """How many people are in the parts that are not known; a part that only just follows is one of them.

    A line with one unknown part makes that part known. It is counted here all the same, because the line is what
    gives it away.
    """
    hidden = [part for part in line.parts if part not in known]
    if hidden:
        return sum(sizes[part] for part in hidden)
    return min(sizes[part] for part in line.parts) if line.parts else 0


def _victim(
    line: Line[Group],
    may_go: set[Group],
    known: set[Group],
    around: Mapping[Group, list[Line[Group]]],
    sizes: Mapping[Group, int],
) -> Group | None:
    """The smallest shown part of the line, else the whole, else something shown beside what is known of it."""
    parts = [part for part in line.parts if part in may_go]
    if parts:
        return min(parts, key=lambda part: (sizes[part], str(part)))
    if line.whole in may_go:
        return line.whole
    beside = {
        group
        for member in (line.whole, *line.parts)
        if member in known
        for other in around[member]
        for group in (other.whole, *other.parts)
        if group in may_go
    }
    return min(beside, key=lambda group: (sizes[group], str(group))) if beside else None
