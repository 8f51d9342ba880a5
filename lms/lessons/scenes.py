"""The scenario as pages: from the decisions so far to the scene that follows. Plain data; nothing is asked or stored.

A preview in the studio walks with the same functions, its decisions kept in the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lms.catalogue.citations import source_lines
from lms.catalogue.documents import ModuleDocument, Scenario
from lms.questions.documents import Choice, Ending, Node


@dataclass(frozen=True, slots=True)
class Decision:
    """At this node, this choice."""

    node: str
    choice: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where the decisions lead: a node to decide at, or an ending."""

    node: Node | None
    ending: Ending | None
    taken: tuple[tuple[Node, Choice], ...]

    @property
    def is_end(self) -> bool:
        return self.ending is not None


@dataclass(frozen=True, slots=True)
class Step:
    """A decision that was taken and what came of it."""

    number: int
    question: str
    text: str
    outcome: str
    consequence: list[str]
    sources: list[str]


@dataclass(frozen=True, slots=True)
class Scene:
    """A page of the scenario. ``question`` and ``options`` at a node; ``outcome`` and what follows it at an ending."""

    title: str
    number: int
    is_end: bool
    intro: list[str]
    last: Step | None
    situation: list[str]
    question: str = ""
    options: tuple[dict[str, str], ...] = ()
    heading: str = ""
    outcome: str = ""
    path: tuple[Step, ...] = ()
    standard: tuple[str, ...] = ()
    standard_sources: tuple[str, ...] = ()
    lesson: str | None = None


@dataclass(frozen=True, slots=True)
class WayIn:
    """The scenario as a lesson leads into it: what it asks and how far the reader is."""

    title: str
    intro: list[str]
    address: str
    decisions: int
    ending: str


def way_in(document: ModuleDocument, decisions: Sequence[Decision], language: str, address: str) -> WayIn:
    """With an ending, if the last walk has come to one."""
    scenario = document.scenario
    if scenario is None:
        message = f"The module {document.slug} has no scenario."
        raise ValueError(message)
    place = place_of(scenario, decisions)
    ending = place.ending.title[language] if place.ending is not None else ""
    return WayIn(scenario.title[language], paragraphs(scenario.intro[language]), address, len(place.taken), ending)


def place_of(scenario: Scenario, decisions: Sequence[Decision]) -> Place:
    """Follow the decisions from the start; one that does not fit (the edition changed) ends the way there."""
    here = scenario.places[scenario.start]
    taken: list[tuple[Node, Choice]] = []
    for decision in decisions:
        if not isinstance(here, Node) or here.key != decision.node:
            break
        choice = next((choice for choice in here.choices if choice.key == decision.choice), None)
        if choice is None:
            break
        taken.append((here, choice))
        here = scenario.places[choice.next]
    if isinstance(here, Node):
        return Place(here, None, tuple(taken))
    return Place(None, here, tuple(taken))


def scene_of(document: ModuleDocument, scenario: Scenario, decisions: Sequence[Decision], language: str) -> Scene:
    """The page after these decisions."""
    place = place_of(scenario, decisions)
    steps = tuple(
        _step(document, number, node, choice, language) for number, (node, choice) in enumerate(place.taken, start=1)
    )
    intro = paragraphs(scenario.intro[language]) if not steps else []
    last = steps[-1] if steps else None
    if place.node is not None:
        return Scene(
            title=scenario.title[language],
            number=len(steps) + 1,
            is_end=False,
            intro=intro,
            last=last,
            situation=paragraphs(place.node.situation[language]),
            question=place.node.question[language],
            options=tuple({"value": choice.key, "text": choice.text[language]} for choice in place.node.choices),
        )
    ending = place.ending
    if ending is None:
        message = f"The scenario {scenario.key} leads nowhere."
        raise ValueError(message)
    return Scene(
        title=scenario.title[language],
        number=len(steps),
        is_end=True,
        intro=intro,
        last=last,
        situation=paragraphs(ending.text[language]),
        heading=ending.title[language],
        outcome=ending.outcome,
        path=steps,
        standard=tuple(paragraphs(scenario.standard[language])),
        standard_sources=tuple(source_lines(document, scenario.standard_sources, language)),
        lesson=scenario.lesson,
    )


def _step(document: ModuleDocument, number: int, node: Node, choice: Choice, language: str) -> Step:
    return Step(
        number,
        node.question[language],
        choice.text[language],
        choice.outcome,
        paragraphs(choice.consequence[language]),
        source_lines(document, choice.sources, language),
    )


def paragraphs(text: str) -> list[str]:
    """A plain text cut where the author began a new line."""
    return [line.strip() for line in text.split("\n") if line.strip()]
