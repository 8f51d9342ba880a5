"""What belongs to what. ``parts``: the left sides (``text``), each with the key of its option in ``right``;
``options``: what they are matched with, some perhaps belonging to none. ``credit``: ``each`` pair for itself or
``whole``.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Question, Words
from lms.questions.kinds.base import PairsKind, Said, from_place, pair_of, to_place

FEWEST, MOST = 2, 10


class OptionPairs(PairsKind):
    """Places that take one of the options each."""

    def right_pairs(self, question: Question) -> dict[str, str]:
        return {part.key: part.right or "" for part in question.parts}

    def values(self, question: Question) -> Sequence[str]:
        return [option.key for option in question.options]

    def veil(self, question: Question, answer: Sequence[str], order: Sequence[str]) -> list[str]:
        """Authors write down what belongs together side by side, and keys tell it."""
        return [f"{part}:{to_place(option, order)}" for part, option in map(pair_of, answer)]

    def unveil(self, question: Question, values: Sequence[str], order: Sequence[str]) -> list[str]:
        return [f"{part}:{from_place(shown, order)}" for part, shown in map(pair_of, filter(None, values))]

    def words(self, question: Question, language: str) -> dict[str, Any]:
        return {"parts": [{"key": part.key, "text": part.text.get(language, "")} for part in question.parts]}

    def guess(self, question: Question) -> Fraction | None:
        """Each place by lot; for the whole point all of them at once."""
        if not question.options or not question.parts:
            return None
        one = Fraction(1, len(question.options))
        return one if question.credit == "each" else one ** len(question.parts)

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return [_pair_words(question, *pair_of(value)) for value in answer]

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        """A right pair has the reason of its place; a wrong one that of what was chosen, which may tell the key."""
        found = []
        for place, value in map(pair_of, answer):
            part, option = question.parts_by_key.get(place), question.option(value)
            if part is None or option is None:
                continue
            is_right = part.right == value
            said = part if is_right else option
            words = _pair_words(question, place, value)
            found.append(Said(place, words, said.feedback, said.sources, is_right, tells=not is_right))
        return found

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [
            Said(part.key, _pair_words(question, part.key, part.right or ""), part.feedback, part.sources, True)  # noqa: FBT003
            for part in question.parts
            if f"{part.key}:{part.right}" not in answer
        ]

    def bucket_words(self, question: Question) -> dict[str, Words]:
        return {
            f"{part.key}:{option.key}": _pair_words(question, part.key, option.key)
            for part in question.parts
            for option in question.options
        }


class Matching(OptionPairs):
    code = "matching"
    name = _l("Match pairs")
    hint = _l("Choose what belongs to each.")

    def problems(self, question: Question) -> list[str]:
        found = self.shared_problems(question)
        if not (FEWEST <= len(question.parts) <= MOST and FEWEST <= len(question.options) <= MOST):
            found.append("A matching question has two to ten pairs.")
        if any(question.option(part.right or "") is None for part in question.parts):
            found.append("Every left side of a matching question names the option that belongs to it.")
        return found


def _pair_words(question: Question, place: str, value: str) -> Words:
    """``left – right`` in every language both have; a gap has only what stands in it."""
    part, option = question.parts_by_key.get(place), question.option(value)
    if option is None:
        return {}
    if part is None or not any(part.text.values()):
        return option.text
    return {code: f"{part.text[code]} – {text}" for code, text in option.text.items() if code in part.text}
