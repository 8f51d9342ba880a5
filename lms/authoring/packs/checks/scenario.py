"""The scenario: every place is reached, every path ends after two to four decisions."""

from collections import Counter
from collections.abc import Iterator

from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.documents import ModuleDocument, Scenario
from lms.core.i18n import _
from lms.questions.documents import Node

LEAST, MOST = 2, 4
CHOICES = 3
PLACE: Place = ("scenario",)


def scenario_problems(document: ModuleDocument) -> Iterator[Problem]:
    """Everything that is about the scenario; a module may do without one."""
    scenario = document.scenario
    if scenario is None:
        yield Problem(PLACE, _("The module has no scenario."), Level.WARNING)
        return
    if scenario.lesson is not None and scenario.lesson not in document.lessons_by_key:
        yield Problem((*PLACE, "lesson"), _("There is no lesson “%(key)s”.", key=scenario.lesson))
    yield from _keys(scenario)
    yield from _choices(scenario)
    if scenario.start not in {node.key for node in scenario.nodes}:
        absent = _("There is no situation “%(key)s” to start with.", key=scenario.start)
        yield Problem((*PLACE, "start"), absent if scenario.start else _("Choose the situation that it begins with."))
        return
    yield from _reached(scenario)
    yield from _lengths(scenario)


def _keys(scenario: Scenario) -> Iterator[Problem]:
    keys = Counter([node.key for node in scenario.nodes] + [ending.key for ending in scenario.endings])
    for key, count in keys.items():
        if count > 1:
            yield Problem(PLACE, _("The key “%(key)s” stands here more than once.", key=key))
    if not scenario.endings:
        yield Problem((*PLACE, "endings"), _("The scenario has no ending."))


def _choices(scenario: Scenario) -> Iterator[Problem]:
    for node in scenario.nodes:
        place: Place = (*PLACE, "nodes", node.key)
        if len(node.choices) != CHOICES:
            yield Problem(
                place, _("A situation offers three choices; this one has %(number)s.", number=len(node.choices))
            )
        if len({choice.key for choice in node.choices}) != len(node.choices):
            yield Problem(place, _("Two choices have the same key."))
        for choice in node.choices:
            here: Place = (*place, "choices", choice.key)
            if choice.next not in scenario.places:
                yield Problem(
                    (*here, "next"), _("This choice leads to “%(key)s”, which is not there.", key=choice.next)
                )
            if not choice.sources:
                yield Problem(here, _("This choice names no source."))


def _reached(scenario: Scenario) -> Iterator[Problem]:
    reached, waiting = set(), [scenario.start]
    while waiting:
        key = waiting.pop()
        place = scenario.places.get(key)
        if key in reached or place is None:
            continue
        reached.add(key)
        waiting += [choice.next for choice in place.choices] if isinstance(place, Node) else []
    for name, places in (("nodes", scenario.nodes), ("endings", scenario.endings)):
        for place in places:
            if place.key not in reached:
                yield Problem((*PLACE, name, place.key), _("No choice leads to “%(key)s”.", key=place.key))


def _lengths(scenario: Scenario) -> Iterator[Problem]:
    """The fewest and the most decisions from the start to an ending. A way back makes a path endless."""
    try:
        shortest, longest = _bounds(scenario, scenario.start, ())
    except _Circle as circle:
        yield Problem(
            (*PLACE, "nodes", str(circle)),
            _("From “%(key)s” one can come back to it, so the path need not end.", key=str(circle)),
        )
        return
    if shortest < LEAST or longest > MOST:
        yield Problem(
            PLACE,
            _(
                "Every path has two to four decisions; here the shortest has %(shortest)s, the longest %(longest)s.",
                shortest=shortest,
                longest=longest,
            ),
        )


class _Circle(Exception):
    """The path leads back to this place."""


def _bounds(scenario: Scenario, key: str, path: tuple[str, ...]) -> tuple[int, int]:
    place = scenario.places.get(key)
    if not isinstance(place, Node) or not place.choices:
        return 0, 0
    if key in path:
        raise _Circle(key)
    ways = [_bounds(scenario, choice.next, (*path, key)) for choice in place.choices]
    return 1 + min(way[0] for way in ways), 1 + max(way[1] for way in ways)
