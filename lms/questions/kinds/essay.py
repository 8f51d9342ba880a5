"""A longer text, marked by a person with a rubric. ``rubric``: criteria with their levels, guidance for those who mark,
whether two people mark, from which difference a third is asked, and how long the text should be.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Question, Words
from lms.questions.kinds.base import Said, TypedKind, same_keys

MOST_CRITERIA, MOST_LEVELS = 8, 6


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
        criteria = question.rubric.criteria if question.rubric else ()
        return frozenset(
            f"{criterion.key}.{level.key}={level.points}" for criterion in criteria for level in criterion.levels
        )

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
        found = same_keys(question)
        rubric = question.rubric
        if rubric is None or not 1 <= len(rubric.criteria) <= MOST_CRITERIA:
            return [*found, "An essay has a rubric of one to eight criteria."]
        keys = [criterion.key for criterion in rubric.criteria]
        for criterion in rubric.criteria:
            points = [level.points for level in criterion.levels]
            if not 2 <= len(points) <= MOST_LEVELS or sorted(set(points)) != points or points[0] != 0:  # noqa: PLR2004
                found.append("A criterion has two to six levels, from 0 points upwards.")
        if len(set(keys)) != len(keys):
            found.append("Two criteria have the same key.")
        return list(dict.fromkeys(found))
