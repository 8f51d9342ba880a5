"""What kinds have in common whose one typed answer is looked up among those an author foresaw."""

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar, Literal

from lms.questions.documents import Accepted, Question, Words
from lms.questions.kinds import typed
from lms.questions.kinds.base import Said, TypedKind


class ForeseenKind(TypedKind):
    """``accepted``: what counts, what each earns, and its reason; ``otherwise``: said of anything else."""

    #: What every accepted answer holds.
    needed: ClassVar[Literal["texts", "number"]]

    def _found(self, question: Question, answer: Sequence[str]) -> Accepted | None:
        return typed.found_in(question.accepted, answer[0]) if answer else None

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        found = self._found(question, answer)
        return found.worth if found else Fraction(0)

    def denominator(self, question: Question) -> int:
        return typed.parts_of_shares(question.accepted)

    def right_answer(self, question: Question) -> list[str]:
        text = typed.right_text(question.accepted)
        return [text] if text else []

    def answer_key(self, question: Question) -> frozenset[str]:
        return frozenset(typed.key_of(question.accepted))

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [typed.said_of("", answer[0], self._found(question, answer), question)] if answer else []

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        right = typed.right_one(question.accepted)
        if right is None or self.is_right(question, answer):
            return []
        return [Said("", typed.shown(right, question.unit), right.feedback, right.sources, is_right=True)]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        found = self._found(question, answer)
        return [found.key if found else typed.OTHER] if answer else []

    def bucket_words(self, question: Question) -> dict[str, Words]:
        return {answer.key: typed.in_all_languages(typed.shown(answer, question.unit)) for answer in question.accepted}

    def problems(self, question: Question) -> list[str]:
        return [*self.shared_problems(question), *typed.problems_of(question.accepted, self.needed)]
