"""Several options may be right. ``options``: three to five, some ``correct``. ``credit``: ``whole`` (all and only the
right ones earn the point), ``minus-wrong`` (right ones less wrong ones, of the right ones, never below nothing; as many
options are wrong as right or more, so that ticking all earns nothing) or ``each`` (every option judged for itself,
whether it was rightly ticked or rightly left; nothing ticked is no answer).
"""

from collections.abc import Sequence
from fractions import Fraction
from math import comb
from typing import ClassVar

from lms.core.i18n import _l
from lms.questions.documents import Credit, Question
from lms.questions.kinds.base import ChoiceKind, whole


class MarkedSet(ChoiceKind):
    """Any number of options may be marked, each rightly or wrongly."""

    credits: ClassVar[tuple[Credit, ...]] = ("whole", "minus-wrong", "each")

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        if not answer:
            return Fraction(0)
        right, given = self.right_keys(question), set(answer)
        return self._earned(question, len(given & right), len(given - right))

    def _earned(self, question: Question, hits: int, slips: int) -> Fraction:
        """What so many rightly marked and so many wrongly marked earn together."""
        right, count = len(self.right_keys(question)), len(question.options)
        if question.credit == "minus-wrong" and right:
            return Fraction(max(0, hits - slips), right)
        if question.credit == "each" and count:
            return Fraction(count - slips - (right - hits), count)
        return whole(bool(right) and hits == right and not slips)

    def denominator(self, question: Question) -> int:
        if question.credit == "each":
            return max(1, len(question.options))
        return max(1, len(self.right_keys(question))) if question.credit == "minus-wrong" else 1

    def guess(self, question: Question) -> Fraction | None:
        """Over all ways to tick at least one option, each as likely as another."""
        right, count = len(self.right_keys(question)), len(question.options)
        if not count:
            return None
        earned = sum(
            comb(right, hits) * comb(count - right, slips) * self._earned(question, hits, slips)
            for hits in range(right + 1)
            for slips in range(count - right + 1)
            if hits or slips
        )
        return Fraction(earned, 2**count - 1)

    def problems_of_credit(self, question: Question) -> list[str]:
        """Whoever marks everything must not be paid for it."""
        right = len(self.right_keys(question))
        if question.credit == "minus-wrong" and right > len(question.options) - right:
            return ["Where wrong options take points away, at least as many options are wrong as right."]
        return []


class MultipleChoice(MarkedSet):
    code = "multiple-choice"
    name = _l("Several options may be right")
    hint = _l("Select all that apply")

    def problems(self, question: Question) -> list[str]:
        found = [*super().problems(question), *self.problems_of_credit(question)]
        if not 1 <= len(self.right_keys(question)) < len(question.options):
            found.append("A multiple-choice question has at least one correct and one incorrect option.")
        return found
