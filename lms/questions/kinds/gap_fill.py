"""Gaps in a text. ``passage`` holds ``{key}`` where a gap stands; ``parts`` are the gaps.

A gap with ``right`` is filled from ``options``; one without is typed and compared with its ``accepted``. ``credit``:
``each`` gap for itself or ``whole``.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from lms.core.i18n import _l
from lms.questions.documents import Part, Question, Words
from lms.questions.kinds import typed
from lms.questions.kinds.base import MOST_LETTERS, GetList, Kind, Said, from_place, pair_of, to_place, whole
from lms.questions.passages import are_all_there, stretches
from lms.questions.texts import tidy

MOST = 10


class GapFill(Kind):
    code = "gap-fill"
    name = _l("A text with gaps")
    hint = _l("Fill in every gap.")
    credits = ("each", "whole")

    def words(self, question: Question, language: str) -> dict[str, Any]:
        return {
            "passage": stretches((question.passage or {}).get(language, "")),
            "typed": [part.key for part in question.parts if part.right is None],
        }

    def veil(self, question: Question, answer: Sequence[str], order: Sequence[str]) -> list[str]:
        """As in a matching question; what was typed is nobody's key."""
        chosen = {part.key for part in question.parts if part.right is not None}
        pairs = map(pair_of, answer)
        return [f"{part}:{to_place(text, order) if part in chosen else text}" for part, text in pairs]

    def unveil(self, question: Question, values: Sequence[str], order: Sequence[str]) -> list[str]:
        chosen = {part.key for part in question.parts if part.right is not None}
        pairs = map(pair_of, filter(None, values))
        return [f"{part}:{from_place(text, order) if part in chosen else text}" for part, text in pairs]

    def posted(self, question: Question, values: GetList, order: Sequence[str]) -> list[str]:
        given = self.unveil(question, values(f"q-{question.key}"), order)
        for part in question.parts:
            if part.right is None:
                given += [f"{part.key}:{text}" for text in values(f"q-{question.key}.{part.key}")[-1:]]
        return self.read(question, given)

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        given = dict(pair_of(value) for value in values)
        found = []
        for part in question.parts:
            text = tidy(given.get(part.key, ""))
            if part.right is not None and question.option(text) is None:
                continue
            if text and len(text) <= MOST_LETTERS:
                found.append(f"{part.key}:{text}")
        return found

    def knows(self, question: Question, values: Sequence[str]) -> bool:
        pairs = [pair_of(value) for value in values]
        return len(dict(pairs)) == len(pairs) and all(self._fits(question, place, text) for place, text in pairs)

    def is_whole(self, question: Question, answer: Sequence[str]) -> bool:
        return len(answer) == len(question.parts)

    def _fits(self, question: Question, place: str, text: str) -> bool:
        part = question.parts_by_key.get(place)
        if part is None or len(text) > MOST_LETTERS:
            return False
        return part.right is None or question.option(text) is not None

    def _worth(self, part: Part, text: str) -> Fraction:
        if part.right is not None:
            return whole(part.right == text)
        found = typed.found_in(part.accepted, text)
        return found.worth if found else Fraction(0)

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        given = dict(pair_of(value) for value in answer)
        worths = [self._worth(part, given[part.key]) for part in question.parts if part.key in given]
        if not question.parts:
            return Fraction(0)
        if question.credit == "each":
            return sum(worths, Fraction(0)) / len(question.parts)
        return whole(len(worths) == len(question.parts) and all(worth == 1 for worth in worths))

    def denominator(self, question: Question) -> int:
        if question.credit != "each" or not question.parts:
            return 1
        return len(question.parts) * lcm(*(typed.parts_of_shares(part.accepted) for part in question.parts))

    def guess(self, question: Question) -> Fraction | None:
        """Only where every gap is chosen from the options."""
        if not question.options or any(part.right is None for part in question.parts):
            return None
        one = Fraction(1, len(question.options))
        return one if question.credit == "each" else one ** len(question.parts)

    def right_answer(self, question: Question) -> list[str]:
        return [f"{part.key}:{_right_text(part)}" for part in question.parts]

    def answer_key(self, question: Question) -> frozenset[str]:
        keys = {f"credit:{question.credit}", *(option.key for option in question.options)}
        for part in question.parts:
            keys |= (
                {f"{part.key}:{part.right}"} if part.right is not None else typed.key_of(part.accepted, f"{part.key}:")
            )
        return frozenset(keys)

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return [_filled(question, *pair_of(value)) for value in answer]

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        found = []
        for place, text in map(pair_of, answer):
            part = question.parts_by_key.get(place)
            if part is not None:
                found.append(self._said(question, part, text))
        return found

    def _said(self, question: Question, part: Part, text: str) -> Said:
        option = question.option(text) if part.right is not None else None
        if option is None:
            return typed.said_of(part.key, text, typed.found_in(part.accepted, text), question)
        is_right = part.right == option.key
        said = part if is_right else option
        return Said(part.key, option.text, said.feedback, said.sources, is_right, tells=not is_right)

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        given = dict(pair_of(value) for value in answer)
        return [
            Said(part.key, _right_words(question, part), part.feedback, part.sources, is_right=True)
            for part in question.parts
            if self._worth(part, given.get(part.key, "")) != 1
        ]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        found = []
        for place, text in map(pair_of, answer):
            part = question.parts_by_key.get(place)
            if part is not None:
                found.append(f"{place}:{_bucket(part, text)}")
        return found

    def bucket_words(self, question: Question) -> dict[str, Words]:
        words: dict[str, Words] = {}
        for number, part in enumerate(question.parts, start=1):
            choices = {answer.key: typed.in_all_languages(typed.shown(answer)) for answer in part.accepted}
            if part.right is not None:
                choices = {option.key: option.text for option in question.options}
            for key, text in choices.items():
                words[f"{part.key}:{key}"] = {code: f"{number}. {one}" for code, one in text.items()}
        return words

    def problems(self, question: Question) -> list[str]:
        found = self.shared_problems(question)
        if not 1 <= len(question.parts) <= MOST:
            found.append("A text with gaps has one to ten gaps.")
        if not are_all_there(question.passage, [part.key for part in question.parts]):
            found.append("The text names each of its places exactly once, in every language, as {key}.")
        if any(part.right is not None and question.option(part.right) is None for part in question.parts):
            found.append("Every gap that is filled by choosing names the option that belongs there.")
        for part in question.parts:
            if part.right is None:
                found += typed.problems_of(part.accepted)
        return list(dict.fromkeys(found))


def _bucket(part: Part, text: str) -> str:
    if part.right is not None:
        return text
    foreseen = typed.found_in(part.accepted, text)
    return foreseen.key if foreseen else typed.OTHER


def _right_text(part: Part) -> str:
    return part.right if part.right is not None else typed.right_text(part.accepted)


def _right_words(question: Question, part: Part) -> Words | str:
    """What belongs into a gap, as each language spells it."""
    right = typed.right_one(part.accepted) if part.right is None else None
    return typed.shown(right) if right else _filled(question, part.key, _right_text(part))


def _filled(question: Question, place: str, text: str) -> Words | str:
    """What stands in a gap."""
    part = question.parts_by_key.get(place)
    option = question.option(text) if part is not None and part.right is not None else None
    return option.text if option else text
