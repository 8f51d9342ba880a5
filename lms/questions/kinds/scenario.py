"""A branching case inside a test; the path of a person through it is the answer and stays recorded.

``story``: nodes with choices, and endings. What was decided cannot be taken back, as in life; what came of a choice
is told with the result. ``credit``: ``whole`` (the ending protects people's rights) or ``each`` (every decision for
itself: one that protects counts in full, one that puts at risk by half; decisions not taken count for nothing).
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Choice, Ending, Node, Question, Words
from lms.questions.kinds.base import Kind, Said, pair_of, same_keys, whole

WORTH = {"protected": Fraction(1), "at-risk": Fraction(1, 2), "violated": Fraction(0)}
MOST_STEPS = 12


class ScenarioKind(Kind):
    code = "scenario"
    name = _l("A branching case")
    hint = _l("A decision cannot be taken back.")
    credits = ("each", "whole")
    for_checks = False
    is_never_emptied = True
    is_path = True

    def words(self, question: Question, language: str) -> dict[str, Any]:
        """Every node in words; the template shows those on the path and the one that is next."""
        nodes = question.story.nodes if question.story else ()
        endings = question.story.endings if question.story else ()
        return {
            "start": question.story.start if question.story else "",
            "nodes": {
                node.key: {
                    "situation": node.situation.get(language, ""),
                    "question": node.question.get(language, ""),
                    "choices": [
                        {"key": choice.key, "text": choice.text.get(language, ""), "next": choice.next}
                        for choice in node.choices
                    ],
                }
                for node in nodes
            },
            "endings": {ending.key: ending.title.get(language, "") for ending in endings},
        }

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """As far as each decision stands where the ones before it lead."""
        given = dict(pair_of(value) for value in values)
        return [f"{node.key}:{choice.key}" for node, choice in _walk(question, given)]

    def knows(self, question: Question, values: Sequence[str]) -> bool:
        return self.read(question, values) == list(values)

    def is_whole(self, question: Question, answer: Sequence[str]) -> bool:
        return _ending(question, answer) is not None

    def follows(self, question: Question, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether an answer goes on from another and takes nothing of it back."""
        return list(after[: len(before)]) == list(before)

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        steps = _steps(question, answer)
        ending = _ending(question, answer)
        if question.credit == "whole":
            return whole(ending is not None and ending.outcome == "protected")
        length = max(len(steps), 1) if ending else max(len(steps), _longest(question))
        return sum((WORTH[choice.outcome] for _node, choice in steps), Fraction(0)) / length

    def denominator(self, question: Question) -> int:
        longest = _longest(question)
        return 2 * lcm(*range(1, longest + 1)) if question.credit == "each" and longest else 1

    def right_answer(self, question: Question) -> list[str]:
        """A way on which every decision protects, if there is one."""
        given: dict[str, str] = {}
        here = question.story.places.get(question.story.start) if question.story else None
        while isinstance(here, Node) and here.key not in given and question.story:
            good = next((choice for choice in here.choices if choice.outcome == "protected"), here.choices[0])
            given[here.key] = good.key
            here = question.story.places.get(good.next)
        return [f"{node}:{choice}" for node, choice in given.items()]

    def answer_key(self, question: Question) -> frozenset[str]:
        nodes = question.story.nodes if question.story else ()
        keys = {f"{node.key}:{choice.key}={choice.outcome}>{choice.next}" for node in nodes for choice in node.choices}
        return frozenset({*keys, f"credit:{question.credit}"})

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return [choice.text for _node, choice in _steps(question, answer)]

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [
            Said(node.key, choice.text, choice.consequence, choice.sources, choice.outcome == "protected")
            for node, choice in _steps(question, answer)
        ]

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        """At each decision that did not protect, the choice that would have."""
        return [
            Said(node.key, better.text, better.consequence, better.sources, is_right=True)
            for node, choice in _steps(question, answer)
            if choice.outcome != "protected"
            for better in node.choices
            if better.outcome == "protected"
        ]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        return list(answer)

    def bucket_words(self, question: Question) -> dict[str, Words]:
        nodes = question.story.nodes if question.story else ()
        return {f"{node.key}:{choice.key}": choice.text for node in nodes for choice in node.choices}

    def problems(self, question: Question) -> list[str]:
        found = same_keys(question)
        story = question.story
        if story is None or story.start not in story.places or not story.endings:
            return [*found, "A branching case has a beginning and at least one ending."]
        if any(choice.next not in story.places for node in story.nodes for choice in node.choices):
            found.append("Every choice of a branching case leads to a place in it.")
        elif not _longest(question):
            found.append("A branching case never leads in a circle and has at most twelve decisions on a way.")
        if any(not 2 <= len(node.choices) <= 5 for node in story.nodes):  # noqa: PLR2004
            found.append("Every place of a branching case offers two to five choices.")
        return found


def _walk(question: Question, given: dict[str, str]) -> Iterator[tuple[Node, Choice]]:
    here = question.story.places.get(question.story.start) if question.story else None
    for _step in range(MOST_STEPS):
        if not isinstance(here, Node) or question.story is None:
            return
        chosen = given.get(here.key)
        choice = next((choice for choice in here.choices if choice.key == chosen), None)
        if choice is None:
            return
        yield here, choice
        here = question.story.places.get(choice.next)


def _steps(question: Question, answer: Sequence[str]) -> list[tuple[Node, Choice]]:
    return list(_walk(question, dict(pair_of(value) for value in answer)))


def _ending(question: Question, answer: Sequence[str]) -> Ending | None:
    steps = _steps(question, answer)
    place = question.story.places.get(steps[-1][1].next) if steps and question.story else None
    return place if isinstance(place, Ending) else None


def _longest(question: Question) -> int:
    """Decisions on the longest way from the beginning to an ending; 0 if a way is a circle or too long."""
    story = question.story
    if story is None:
        return 0

    def length(key: str, above: frozenset[str]) -> int | None:
        place = story.places.get(key)
        if not isinstance(place, Node):
            return 0
        if key in above or len(above) >= MOST_STEPS:
            return None
        lengths = [length(choice.next, above | {key}) for choice in place.choices]
        return None if not lengths or None in lengths else 1 + max(one for one in lengths if one is not None)

    return length(story.start, frozenset()) or 0
