"""Several options may be right. ``options``: three to five, some ``correct``. ``credit``: ``whole`` (all and only the
right ones earn the point), ``minus-wrong`` (right ones less wrong ones, of the right ones, never below nothing) or
``each`` (every option judged for itself, whether it was rightly ticked or rightly left).
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from lms.core.i18n import _l
from lms.questions.documents import Credit, Question
from lms.questions.kinds.base import ChoiceKind


class MarkedSet(ChoiceKind):
    """Any number of options may be marked, each rightly or wrongly."""

    credits: ClassVar[tuple[Credit, ...]] = ("whole", "minus-wrong", "each")

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        if not answer:
            return Fraction(0)
        right, given = self.right_keys(question), set(answer)
        hits, slips = len(given & right), len(given - right)
        if question.credit == "minus-wrong" and right:
            return Fraction(max(0, hits - slips), len(right))
        if question.credit == "each" and question.options:
            return Fraction(len(question.options) - slips - len(right - given), len(question.options))
        return super().share(question, answer)

    def denominator(self, question: Question) -> int:
        if question.credit == "each":
            return max(1, len(question.options))
        return max(1, len(self.right_keys(question))) if question.credit == "minus-wrong" else 1

    def guess(self, question: Question) -> Fraction | None:
        """Over all ways to tick at least one option, each as likely as another."""
        count = len(question.options)
        if not count:
            return None
        keys = [option.key for option in question.options]
        ways = range(1, 2**count)
        earned = sum(
            (self.share(question, [key for place, key in enumerate(keys) if way >> place & 1]) for way in ways),
            Fraction(0),
        )
        return earned / len(ways)


class MultipleChoice(MarkedSet):
    code = "multiple-choice"
    name = _l("Several options may be right")
    hint = _l("Select all that apply")

    def problems(self, question: Question) -> list[str]:
        found = super().problems(question)
        if not 1 <= len(self.right_keys(question)) < len(question.options):
            found.append("A multiple-choice question has at least one correct and one incorrect option.")
        return found
