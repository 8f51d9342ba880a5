"""One option is right. ``options``: three to five, one of them ``correct``."""

from collections.abc import Sequence
from fractions import Fraction

from lms.core.i18n import _l
from lms.questions.documents import Question
from lms.questions.kinds.base import ChoiceKind


class SingleChoice(ChoiceKind):
    code = "single-choice"
    name = _l("One option is right")

    is_never_emptied = True

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """Radio buttons send one value; if more arrive, the last one stands."""
        known = [value for value in values if question.option(value)]
        return known[-1:]

    def guess(self, question: Question) -> Fraction | None:
        return Fraction(1, len(question.options)) if question.options else None

    def problems(self, question: Question) -> list[str]:
        found = super().problems(question)
        if len(self.right_keys(question)) != 1:
            found.append("A single-choice question has exactly one correct option.")
        return found
