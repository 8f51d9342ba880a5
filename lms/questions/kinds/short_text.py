"""A word or a few are typed. ``accepted``: spellings in each language, what each earns, and its reason; an answer in
any of the languages counts. Case, blanks, ё/е, ө/о, ү/у and ң/н make no difference. ``otherwise``: said of any other.
"""

from collections.abc import Sequence
from fractions import Fraction

from lms.core.i18n import _l
from lms.questions.documents import Accepted, Question, Words
from lms.questions.kinds import typed
from lms.questions.kinds.base import Said, TypedKind, same_keys


class ShortText(TypedKind):
    code = "short-text"
    name = _l("A short text")
    hint = _l("Write one word or a few.")

    def _found(self, question: Question, answer: Sequence[str]) -> Accepted | None:
        if not answer:
            return None
        return typed.best([accepted for accepted in question.accepted if typed.matches_text(accepted, answer[0])])

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        found = self._found(question, answer)
        return found.worth if found else Fraction(0)

    def denominator(self, question: Question) -> int:
        return typed.parts_of_shares(question.accepted)

    def right_answer(self, question: Question) -> list[str]:
        right = next((answer for answer in question.accepted if answer.worth == 1), None)
        texts = [text for texts in right.texts.values() for text in texts] if right else []
        return texts[:1]

    def answer_key(self, question: Question) -> frozenset[str]:
        return frozenset(typed.key_of(question.accepted))

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [typed.said_of("", answer[0], self._found(question, answer), question)] if answer else []

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        if self.is_right(question, answer):
            return []
        right = next(accepted for accepted in question.accepted if accepted.worth == 1)
        return [Said("", typed.shown(right), right.feedback, right.sources, is_right=True)]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        found = self._found(question, answer)
        return [found.key if found else typed.OTHER] if answer else []

    def bucket_words(self, question: Question) -> dict[str, Words]:
        return {answer.key: _first_texts(answer) for answer in question.accepted}

    def problems(self, question: Question) -> list[str]:
        found = [*same_keys(question), *typed.problems_of(question.accepted)]
        if any(not any(answer.texts.values()) for answer in question.accepted):
            found.append("An accepted answer has at least one spelling.")
        return found


def _first_texts(answer: Accepted) -> Words:
    return {code: texts[0] for code, texts in answer.texts.items() if texts}
