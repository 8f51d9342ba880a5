"""A branching case inside a test; the path of a person through it is the answer and stays recorded.

``story``: nodes with choices, and endings. What was decided cannot be taken back, as in life; what came of a choice
is told with the result. ``credit``: ``whole`` (the ending protects people's rights) or ``each`` (every decision for
itself: one that protects counts in full, one that puts at risk by half; decisions not taken count for nothing).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Choice, Ending, Node, Question, Words
from lms.questions.kinds.base import Kind, Said, pair_of, whole
from lms.questions.stories import longest, protecting_way, walk

WORTH = {"protected": Fraction(1), "at-risk": Fraction(1, 2), "violated": Fraction(0)}


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
        return [f"{node.key}:{choice.key}" for node, choice in _steps(question, values)]

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
        length = max(1, len(steps), 0 if ending else longest(question.story))
        return sum((WORTH[choice.outcome] for _node, choice in steps), Fraction(0)) / length

    def denominator(self, question: Question) -> int:
        most = longest(question.story)
        return 2 * lcm(*range(1, most + 1)) if question.credit == "each" and most else 1

    def right_answer(self, question: Question) -> list[str]:
        return [f"{node.key}:{choice.key}" for node, choice in protecting_way(question.story)]

    def answer_key(self, question: Question) -> frozenset[str]:
        story = question.story
        if story is None:
            return frozenset()
        keys = {f"{node.key}:{one.key}={one.outcome}>{one.next}" for node in story.nodes for one in node.choices}
        keys |= {f"{ending.key}={ending.outcome}" for ending in story.endings}
        return frozenset({*keys, f"start:{story.start}", f"credit:{question.credit}"})

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
        found = self.shared_problems(question)
        story = question.story
        if story is None or story.start not in story.places or not story.endings:
            return [*found, "A branching case has a beginning and at least one ending."]
        if any(choice.next not in story.places for node in story.nodes for choice in node.choices):
            found.append("Every choice of a branching case leads to a place in it.")
        elif not longest(story):
            found.append("A branching case never leads in a circle and has at most twelve decisions on a way.")
        elif not protecting_way(story):
            found.append(
                "On one way through a branching case every decision protects people’s rights, and so does its ending."
            )
        if any(not 2 <= len(node.choices) <= 5 for node in story.nodes):  # noqa: PLR2004
            found.append("Every place of a branching case offers two to five choices.")
        return found


def _steps(question: Question, answer: Sequence[str]) -> list[tuple[Node, Choice]]:
    return list(walk(question.story, dict(pair_of(value) for value in answer)))


def _ending(question: Question, answer: Sequence[str]) -> Ending | None:
    steps = _steps(question, answer)
    place = question.story.places.get(steps[-1][1].next) if steps and question.story else None
    return place if isinstance(place, Ending) else None
