"""Which results may be shown: one function decides, for every page.

A result (a mean, a spread, a share) may be shown for a group of people if the group has at least ten, and if nothing
that can be worked out by subtraction is about one to nine people. Groups stand in lines: a whole and the parts it is
divided into (an institution into its own staff and the bodies beneath it, all modules into modules, everybody into
sexes, a year into quarters). In every line whose whole is known, the parts that are not known must together be nobody
or at least ten; a part is known if it is shown, or if it follows from a line in which all others are known.
"""

from collections import Counter
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
        reasons = _reasons(shown, lines, around)
        broken = [line for line in lines if line.whole in reasons and 0 < _rest(line, reasons, sizes) < least]
        if not broken:
            return shown
        victims = _victims(broken, shown - fixed, reasons, sizes)
        if not victims and shown == fixed:  # what was decided before gives it away by itself
            return shown
        shown = shown - victims if victims else set(fixed)


def _without_empty(line: Line[Group], sizes: Mapping[Group, int]) -> Line[Group]:
    """That a group is empty is no secret here, so it hides nothing."""
    if all(map(sizes.get, line.parts)):
        return line
    return Line(line.whole, tuple(part for part in line.parts if sizes.get(part, 0)))


def _around(lines: Iterable[Line[Group]]) -> dict[Group, list[Line[Group]]]:
    found: dict[Group, list[Line[Group]]] = {}
    for line in lines:
        for group in (line.whole, *line.parts):
            found.setdefault(group, []).append(line)
    return found


#: Group that is known to the line it follows from; None if it is shown itself.
Reasons = dict[Group, Line[Group] | None]


def _reasons(
    shown: set[Group], lines: Sequence[Line[Group]], around: Mapping[Group, list[Line[Group]]]
) -> Reasons[Group]:
    """What is known: what is shown, and what follows from it line by line."""
    known: Reasons[Group] = dict.fromkeys(shown)
    waiting = list(lines)
    while waiting:
        line = waiting.pop()
        unknown = [group for group in (line.whole, *line.parts) if group not in known]
        if len(unknown) == 1:
            known[unknown[0]] = line
            waiting.extend(around[unknown[0]])
    return known


def _rest(line: Line[Group], known: Reasons[Group], sizes: Mapping[Group, int]) -> int:
    """How many people are in the parts that are not known.

    A part that only just follows is known as well; the smallest known part is what the line gives away then.
    """
    hidden = [part for part in line.parts if part not in known]
    if hidden:
        return sum(sizes[part] for part in hidden)
    return min(map(sizes.__getitem__, line.parts), default=0)


def _victims(
    broken: Sequence[Line[Group]], may_go: set[Group], known: Reasons[Group], sizes: Mapping[Group, int]
) -> set[Group]:
    """One group to hide for each broken line, best one that mends several."""
    times = Counter(group for line in broken for group in (line.whole, *line.parts))
    found: set[Group] = set()
    for line in broken:
        if found.isdisjoint((line.whole, *line.parts)):
            options = _culprits(line, may_go, known)
            if options:
                found.add(min(options, key=lambda group: (sizes[group], -times[group], str(group))))
    return found


def _culprits(line: Line[Group], may_go: set[Group], known: Reasons[Group]) -> set[Group]:
    """Shown parts of the line; else its whole; else whatever shown thing the knowledge of its members rests on."""
    parts = {part for part in line.parts if part in may_go}
    if parts:
        return parts
    if line.whole in may_go:
        return {line.whole}
    seen: set[Group] = set()
    waiting = [line.whole, *line.parts]
    while waiting:
        group = waiting.pop()
        if group in seen or group not in known:
            continue
        seen.add(group)
        reason = known[group]
        if reason is not None:
            waiting.extend((reason.whole, *reason.parts))
    return seen & may_go
