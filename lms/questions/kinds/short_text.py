"""A word or a few are typed. ``accepted``: spellings in each language, what each earns, and its reason; an answer in
any of the languages counts. Case, blanks, ё/е, ө/о, ү/у and ң/н make no difference (``texts.folded``). ``otherwise``:
said of any other text.
"""

from collections.abc import Sequence
from fractions import Fraction

from lms.core.i18n import _l
from lms.questions.documents import Accepted, Question, Words
from lms.questions.kinds import typed
from lms.questions.kinds.base import Said, TypedKind


class ShortText(TypedKind):
    code = "short-text"
    name = _l("A short text")
    hint = _l("Write one word or a few.")

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
        return [Said("", typed.shown(right), right.feedback, right.sources, is_right=True)]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        found = self._found(question, answer)
        return [found.key if found else typed.OTHER] if answer else []

    def bucket_words(self, question: Question) -> dict[str, Words]:
        return {answer.key: typed.in_all_languages(typed.shown(answer)) for answer in question.accepted}

    def problems(self, question: Question) -> list[str]:
        return [*self.shared_problems(question), *typed.problems_of(question.accepted, "texts")]
