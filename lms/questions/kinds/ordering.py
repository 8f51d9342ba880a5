"""Steps to be put in order. ``options`` stand in the right order, each with the reason for its place. ``credit``:
``each`` step that stands alone in its place, or ``whole``. A place that was given to two steps counts for neither: who
puts every step in one place has ordered nothing.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from math import factorial
from random import Random

from lms.core.i18n import _l
from lms.questions.documents import Question, Words
from lms.questions.kinds.base import PairsKind, Said, from_place, pair_of, shared, to_place

FEWEST, MOST = 3, 8


class Ordering(PairsKind):
    code = "ordering"
    name = _l("Put in order")
    hint = _l("Give every step its place.")

    def right_pairs(self, question: Question) -> dict[str, str]:
        return {option.key: str(place) for place, option in enumerate(question.options, start=1)}

    def values(self, question: Question) -> Sequence[str]:
        return [str(place) for place in range(1, len(question.options) + 1)]

    def order(self, question: Question, lot: Random) -> list[str]:
        """Never the right one, whatever the author allowed: it would be the answer."""
        keys = [option.key for option in question.options]
        shown = list(keys)
        while shown == keys and len(set(keys)) > 1:
            lot.shuffle(shown)
        return shown

    def veil(self, question: Question, answer: Sequence[str], order: Sequence[str]) -> list[str]:
        """Authors number the steps as they write them down: in the right order."""
        return [f"{to_place(key, order)}:{place}" for key, place in map(pair_of, answer)]

    def unveil(self, question: Question, values: Sequence[str], order: Sequence[str]) -> list[str]:
        return [f"{from_place(shown, order)}:{place}" for shown, place in map(pair_of, filter(None, values))]

    def guess(self, question: Question) -> Fraction | None:
        """An order by lot has one step in its place on average."""
        count = len(question.options)
        if not count:
            return None
        return Fraction(1, count) if question.credit == "each" else Fraction(1, factorial(count))

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        return shared(question.credit, len(self._hits(question, answer)), len(question.options))

    def _placed_steps(self, question: Question, answer: Sequence[str]) -> list[tuple[str, str]]:
        """Steps with their places, from the first place to the last."""
        return sorted(map(pair_of, self.read(question, answer)), key=lambda pair: int(pair[1]))

    def _hits(self, question: Question, answer: Sequence[str]) -> set[str]:
        """Keys of the steps that stand alone in their places."""
        right, steps = self.right_pairs(question), self._placed_steps(question, answer)
        taken = Counter(place for _key, place in steps)
        return {key for key, place in steps if right[key] == place and taken[place] == 1}

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return [_placed(question, key, place) for key, place in self._placed_steps(question, answer)]

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        hits = self._hits(question, answer)
        return [
            Said(
                key,
                _placed(question, key, place),
                question.options_by_key[key].feedback,
                question.options_by_key[key].sources,
                key in hits,
                tells=key not in hits,
            )
            for key, place in self._placed_steps(question, answer)
        ]

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        hits = self._hits(question, answer)
        return [
            Said(option.key, _placed(question, option.key, place), option.feedback, option.sources, True)  # noqa: FBT003
            for option, place in zip(question.options, self.values(question), strict=True)
            if option.key not in hits
        ]

    def bucket_words(self, question: Question) -> dict[str, Words]:
        places = self.values(question)
        return {
            f"{option.key}:{place}": _placed(question, option.key, place)
            for option in question.options
            for place in places
        }

    def problems(self, question: Question) -> list[str]:
        found = self.shared_problems(question)
        if not FEWEST <= len(question.options) <= MOST:
            found.append("An order has three to eight steps.")
        return found


def _placed(question: Question, key: str, place: str) -> Words:
    option = question.option(key)
    return {code: f"{place}. {text}" for code, text in option.text.items()} if option else {}
