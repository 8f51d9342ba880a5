"""The tree of institutions as results are counted in it: at the end of each quarter, and the year as their sum."""

from collections.abc import Mapping

Quarter = int
YEAR: Quarter = 0
"""Stands for all four quarters."""

EVERYBODY = "all"
NOWHERE = "none"

Tree = Mapping[str, str | None]
"""Institution to what stands directly above it."""

Parts = tuple[tuple[str, str], ...]
"""(place, part of it), sorted."""


def own(place: str) -> str:
    """The people of an institution itself, without the bodies beneath it."""
    return f"own {place}"


def paths_in(tree: Tree) -> dict[str, list[str]]:
    """Place of an enrolment to all the groups of places it counts in."""
    with_children = set(tree.values())
    found: dict[str, list[str]] = {NOWHERE: [NOWHERE, EVERYBODY]}
    for identity in tree:
        above = [own(identity)] if identity in with_children else []
        place: str | None = identity
        while place is not None:
            above.append(place)
            place = tree.get(place)
        found[identity] = [*above, EVERYBODY]
    return found


def parts_of(tree: Tree) -> Parts:
    """The tree as pairs, in which the own staff is a part of whoever has bodies beneath."""
    pairs = {(EVERYBODY, NOWHERE)}
    for identity, parent in tree.items():
        pairs.add((parent or EVERYBODY, identity))
        if parent is not None:
            pairs.add((parent, own(parent)))
    return tuple(sorted(pairs))


def divisions(trees: Mapping[Quarter, Parts]) -> dict[Quarter, dict[str, tuple[str, ...]]]:
    """Place to its parts, in each quarter and in the year.

    A year is divided by places only where the parts were the same in all its quarters. Where a body moved, the year of
    its old place is no sum of years of places, but still the sum of its quarters.
    """
    found = {quarter: _children(parts) for quarter, parts in trees.items()}
    alike = [set(children.items()) for children in found.values()]
    return {**found, YEAR: dict(set.intersection(*alike)) if alike else {}}


def _children(parts: Parts) -> dict[str, tuple[str, ...]]:
    children: dict[str, list[str]] = {}
    for parent, child in parts:
        children.setdefault(parent, []).append(child)
    return {parent: tuple(found) for parent, found in children.items()}
