"""A longer text, marked by a person with a rubric. ``rubric``: criteria with their levels, guidance for those who mark,
whether two people mark, from which difference a third is asked, and how long the text should be.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Question, Words
from lms.questions.kinds.base import Said, TypedKind

MOST_CRITERIA, FEWEST_LEVELS, MOST_LEVELS = 8, 2, 6
#: Of one criterion.
MOST_POINTS = 20


class Essay(TypedKind):
    code = "essay"
    name = _l("An essay, marked by a person")
    by_people = True
    for_checks = False
    most_letters = 10_000

    def words(self, question: Question, language: str) -> dict[str, Any]:
        rubric = question.rubric
        return {
            "least_words": rubric.least_words if rubric else None,
            "most_words": rubric.most_words if rubric else None,
            "most_letters": self.most_letters,
            "criteria": [criterion.text.get(language, "") for criterion in rubric.criteria] if rubric else [],
        }

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        """An essay without a word earns nothing and needs nobody; any other is marked by people."""
        if answer:
            raise NotImplementedError
        return Fraction(0)

    def is_right(self, question: Question, answer: Sequence[str]) -> bool:
        return False

    def denominator(self, question: Question) -> int:
        """The mean of two marks must be whole too."""
        most = question.rubric.most if question.rubric else 1
        return 2 * max(1, most)

    def right_answer(self, question: Question) -> list[str]:
        return []

    def answer_key(self, question: Question) -> frozenset[str]:
        rubric = question.rubric
        if rubric is None:
            return frozenset()
        levels = {f"{line.key}.{level.key}={level.points}" for line in rubric.criteria for level in line.levels}
        rules = {f"double:{rubric.double}", f"difference:{rubric.difference}"}
        return frozenset({*levels, *rules, f"words:{rubric.least_words}-{rubric.most_words}"})

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        """What a person wrote is judged by people; their words stand with the mark."""
        return []

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return []

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        return ["written"] if answer else []

    def bucket_words(self, question: Question) -> dict[str, Words]:
        return {}

    def problems(self, question: Question) -> list[str]:
        found = self.shared_problems(question)
        rubric = question.rubric
        if rubric is None or not 1 <= len(rubric.criteria) <= MOST_CRITERIA:
            return [*found, "An essay has a rubric of one to eight criteria."]
        if not all(_are_levels([level.points for level in criterion.levels]) for criterion in rubric.criteria):
            found.append("A criterion has two to six levels, from 0 points upwards, to 20 at most.")
        return found


def _are_levels(points: list[int]) -> bool:
    rising = sorted(set(points)) == points
    return FEWEST_LEVELS <= len(points) <= MOST_LEVELS and rising and points[0] == 0 and points[-1] <= MOST_POINTS
