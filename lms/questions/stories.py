"""Ways through a branching case, found without walking each of them: where they meet again there are very many."""

from collections.abc import Iterator, Mapping

from lms.questions.documents import Choice, Ending, Node, Story

MOST_STEPS = 12


def walk(story: Story | None, given: Mapping[str, str]) -> Iterator[tuple[Node, Choice]]:
    """The decisions that were taken, node to choice, as far as each stands where the ones before it lead."""
    here = story.places.get(story.start) if story else None
    for _step in range(MOST_STEPS):
        if not isinstance(here, Node) or story is None:
            return
        chosen = given.get(here.key)
        choice = next((choice for choice in here.choices if choice.key == chosen), None)
        if choice is None:
            return
        yield here, choice
        here = story.places.get(choice.next)


def longest(story: Story | None) -> int:
    """Decisions on the longest way from the beginning to an ending; 0 if a way is a circle or too long."""
    if story is None:
        return 0
    lengths: dict[str, int | None] = {}

    def length(key: str, above: int) -> int | None:
        place = story.places.get(key)
        if not isinstance(place, Node):
            return 0
        if key in lengths:
            return lengths[key]
        if above >= MOST_STEPS:
            return None
        lengths[key] = None  # whoever comes back here while it is so has gone in a circle
        found = [length(choice.next, above + 1) for choice in place.choices]
        known = [one for one in found if one is not None]
        lengths[key] = 1 + max(known) if known and len(known) == len(found) else None
        return lengths[key]

    most = length(story.start, 0) or 0
    return most if most <= MOST_STEPS else 0


def protecting_way(story: Story | None) -> list[tuple[Node, Choice]]:
    """A way on which every decision protects people's rights, and its ending too; empty if there is none."""
    tried: set[str] = set()

    def way_from(key: str, above: int) -> list[tuple[Node, Choice]] | None:
        place = story.places.get(key) if story else None
        if isinstance(place, Ending):
            return [] if place.outcome == "protected" else None
        if place is None or key in tried or above >= MOST_STEPS:
            return None
        tried.add(key)
        for choice in place.choices:
            rest = way_from(choice.next, above + 1) if choice.outcome == "protected" else None
            if rest is not None:
                return [(place, choice), *rest]
        return None

    return (way_from(story.start, 0) if story else None) or []
