"""One option is right."""

from collections.abc import Sequence

from lms.questions.documents import Question
from lms.questions.kinds.base import ChoiceKind


class SingleChoice(ChoiceKind):
    code = "single-choice"

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """Radio buttons send one value; if more arrive, the last one stands."""
        known = [value for value in values if question.option(value)]
        return known[-1:]

    def problems(self, question: Question) -> list[str]:
        found = super().problems(question)
        if sum(option.correct for option in question.options) != 1:
            found.append("A single-choice question has exactly one correct option.")
        return found
