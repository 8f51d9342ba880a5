"""What every kind of question answers for.

A kind is stateless: it is asked about a document and an answer, and knows neither people nor attempts. Adding a kind
is a file here, a line in ``KINDS``, a template ``questions/kinds/<code>.html`` and an editor in the studio.

An **answer** is a list of texts in the kind's own spelling, the same in the database, in the script and on the page:

==============================================  ====================================================
single-choice, multiple-choice, true-false      keys of the options chosen
error-text                                      keys of the words marked
matching, gap-fill                              ``part:option`` for each place that was filled
ordering                                        ``option:place``, places counted from 1
gap-fill, typed                                 ``part:what was typed``
numeric, short-text, essay                      one text, as typed
scenario                                        ``node:choice`` for each decision, in their order
==============================================  ====================================================

An empty list is no answer.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any, ClassVar

from flask_babel import LazyString

from lms.questions.documents import Credit, Option, Question, Words
from lms.questions.kinds.keys import problems_of_keys
from lms.questions.texts import tidy

FEWEST_OPTIONS, MOST_OPTIONS = 3, 5
#: The longest text that is taken as an answer, in characters; an essay may be longer.
MOST_LETTERS = 200
#: All values sent under one name of a form.
GetList = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one thing in an answer, or of one that is missing from it.

    ``place`` is the key of the option or part it stands at, empty for the answer as a whole; ``given`` what was
    answered there: words of the document, or what a person typed. ``tells`` marks a reason that gives the key away
    and waits until everything may be told.
    """

    place: str
    given: Words | str
    feedback: Words
    sources: tuple[str, ...]
    is_right: bool
    tells: bool = False


class Kind(ABC):
    """A way to ask. ``code`` is the word in the document."""

    code: ClassVar[str]
    #: For authors, in a list of kinds.
    name: ClassVar[LazyString]
    #: What a learner does with it, above the answers; None where the answers say it.
    hint: ClassVar[LazyString | None] = None
    #: Rules of credit an author may choose from; the first is proposed for a new question.
    credits: ClassVar[tuple[Credit, ...]] = ("whole",)
    #: Marked by a person and not by ``share``.
    by_people: ClassVar[bool] = False
    #: A page cannot take the answer back: radio buttons stay chosen, decisions stay decided.
    is_never_emptied: ClassVar[bool] = False
    #: The answer is a way that only goes on: see ``follows``.
    is_path: ClassVar[bool] = False
    #: May stand in a lesson as a knowledge check, which explains at once and never counts.
    for_checks: ClassVar[bool] = True

    # ── Writing ──────────────────────────────────────────────────────────────

    @abstractmethod
    def problems(self, question: Question) -> list[str]:
        """What is wrong with the document beyond its shape, in English sentences for authors (known to gettext).

        A question with problems is never asked, only previewed; whatever its kind is asked about it then, it answers
        without an error, and what cannot be read earns nothing.
        """

    def shared_problems(self, question: Question) -> list[str]:
        """What every kind looks at: its keys, and that the rule of credit is one of its own."""
        found = problems_of_keys(question)
        if question.credit not in self.credits:
            found.append("Points cannot be given by this rule in a question of this kind.")
        return found

    @abstractmethod
    def answer_key(self, question: Question) -> frozenset[str]:
        """Everything a correction of spelling must not change: what is right, what is wrong, what is counted how."""

    @abstractmethod
    def right_answer(self, question: Question) -> list[str]:
        """An answer that earns the whole point; for the key on paper. An essay has none: an empty list."""

    def guess(self, question: Question) -> Fraction | None:
        """The share of the point that a blind guess earns on average; None where one cannot guess."""
        return None

    # ── Asking ───────────────────────────────────────────────────────────────

    def order(self, question: Question, lot: Random) -> list[str]:
        """Keys of the options in the order in which one attempt shows them."""
        keys = [option.key for option in question.options]
        if question.shuffle:
            lot.shuffle(keys)
        return keys

    def words(self, question: Question, language: str) -> dict[str, Any]:
        """What the template shows beside stem, case and options: plain texts, nothing of the key."""
        return {}

    # ── Answering ────────────────────────────────────────────────────────────

    def veil(self, question: Question, answer: Sequence[str], order: Sequence[str]) -> list[str]:
        """A stored answer as a page spells it, where the keys of a document would tell: a place in the order shown."""
        return list(answer)

    def unveil(self, question: Question, values: Sequence[str], order: Sequence[str]) -> list[str]:
        """What a page sent, as it is stored; what cannot be in this order is left as it is, and then not known."""
        return list(values)

    def posted(self, question: Question, values: GetList, order: Sequence[str]) -> list[str]:
        """The answer from a page's form; fields are named ``q-<key>`` or, for typed places, ``q-<key>.<part>``."""
        return self.read(question, self.unveil(question, values(f"q-{question.key}"), order))

    @abstractmethod
    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """The answer in its stored form. What cannot be is dropped, repeated values count once, order is fixed."""

    def knows(self, question: Question, values: Sequence[str]) -> bool:
        """Whether all of this can have come from the page; a script that sends anything else is refused."""
        return set(self.read(question, values)) == set(values)

    def is_whole(self, question: Question, answer: Sequence[str]) -> bool:
        """Whether nothing is left to answer."""
        return bool(answer)

    def follows(self, question: Question, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether an answer may replace the one that is stored."""
        return True

    @abstractmethod
    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        """The answer in words, line by line: before handing in, beside a conflict, in a list of answers."""

    # ── Marking ──────────────────────────────────────────────────────────────

    @abstractmethod
    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        """The share of the point, exactly, from 0 to 1. No answer earns 0. Never asked of an essay."""

    def denominator(self, question: Question) -> int:
        """A number of parts in which every share this question can earn is whole."""
        return 1

    def points(self, question: Question, answer: Sequence[str], scale: int = 1) -> int:
        """The share in ``scale`` parts of a point; ``scale`` is a multiple of ``denominator``."""
        return int(self.share(question, answer) * scale)

    def is_right(self, question: Question, answer: Sequence[str]) -> bool:
        """Whether the whole point is earned."""
        return bool(answer) and self.share(question, answer) == 1

    # ── Explaining ───────────────────────────────────────────────────────────

    @abstractmethod
    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        """The reason and source for each thing in the answer, right or wrong."""

    @abstractmethod
    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        """What is right and not in the answer; shown only when everything may be told."""

    # ── Counting ─────────────────────────────────────────────────────────────

    @abstractmethod
    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        """What this answer is counted under, never the words a person typed: keys, ``other``, or nothing."""

    def bucket_words(self, question: Question) -> dict[str, Words]:
        """What each bucket means; ``other`` is left to the page."""
        return {option.key: option.text for option in question.options}


def whole(value: bool) -> Fraction:  # noqa: FBT001
    return Fraction(int(value))


class ChoiceKind(Kind, ABC):
    """What the kinds share whose answer is a set of options."""

    def right_keys(self, question: Question) -> set[str]:
        return {option.key for option in question.options if option.correct}

    def answer_key(self, question: Question) -> frozenset[str]:
        right = self.right_keys(question)
        keys = {option.key if option.key in right else f"-{option.key}" for option in question.options}
        return frozenset(keys) | ({f"credit:{question.credit}"} if question.credit != "whole" else frozenset())

    def right_answer(self, question: Question) -> list[str]:
        return [option.key for option in question.options if option.correct]

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        given = set(values)
        return [option.key for option in question.options if option.key in given]

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return [option.text for option in question.options if option.key in answer]

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        return whole(bool(answer) and set(answer) == self.right_keys(question))

    def explain(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [_said(option) for option in question.options if option.key in answer]

    def missing(self, question: Question, answer: Sequence[str]) -> list[Said]:
        return [_said(option) for option in question.options if option.correct and option.key not in answer]

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        return list(answer)

    def problems(self, question: Question) -> list[str]:
        found = []
        if not FEWEST_OPTIONS <= len(question.options) <= MOST_OPTIONS:
            found.append("A question has three to five options.")
        return [*found, *self.shared_problems(question)]


def _said(option: Option) -> Said:
    return Said(option.key, option.text, option.feedback, option.sources, option.correct)


class PairsKind(Kind, ABC):
    """What the kinds share whose answer fills places: ``place:value`` for each, every place judged for itself."""

    credits = ("each", "whole")

    @abstractmethod
    def right_pairs(self, question: Question) -> dict[str, str]:
        """Place to the value that belongs there."""

    @abstractmethod
    def values(self, question: Question) -> Sequence[str]:
        """The values that a place may take."""

    def right_answer(self, question: Question) -> list[str]:
        return [f"{place}:{value}" for place, value in self.right_pairs(question).items()]

    def answer_key(self, question: Question) -> frozenset[str]:
        return frozenset({*self.right_answer(question), f"credit:{question.credit}", *self.values(question)})

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """The last value of a place stands."""
        given = dict(pair_of(value) for value in values)
        allowed = set(self.values(question))
        return [f"{place}:{given[place]}" for place in self.right_pairs(question) if given.get(place) in allowed]

    def share(self, question: Question, answer: Sequence[str]) -> Fraction:
        right, given = self.right_pairs(question), dict(pair_of(value) for value in answer)
        hits = sum(given.get(place) == value for place, value in right.items())
        return shared(question.credit, hits, len(right))

    def denominator(self, question: Question) -> int:
        return max(1, len(self.right_pairs(question))) if question.credit == "each" else 1

    def is_whole(self, question: Question, answer: Sequence[str]) -> bool:
        return len(answer) == len(self.right_pairs(question))

    def buckets(self, question: Question, answer: Sequence[str]) -> list[str]:
        return list(answer)


def shared(credit: Credit, hits: int, of: int) -> Fraction:
    """``hits`` of ``of`` places: all or nothing, or each for itself."""
    if not of:
        return Fraction(0)
    return Fraction(hits, of) if credit == "each" else whole(hits == of)


def pair_of(value: str) -> tuple[str, str]:
    """``place:value`` taken apart."""
    place, _colon, rest = value.partition(":")
    return place, rest


class TypedKind(Kind, ABC):
    """What the kinds share whose answer is one text."""

    most_letters: ClassVar[int] = MOST_LETTERS

    def read(self, question: Question, values: Sequence[str]) -> list[str]:
        """The last text sent, tidied; nothing of one that is too long."""
        text = tidy(values[-1]) if values else ""
        return [text] if text and len(text) <= self.most_letters else []

    def knows(self, question: Question, values: Sequence[str]) -> bool:
        return len(values) <= 1 and all(len(value) <= self.most_letters for value in values)

    def told(self, question: Question, answer: Sequence[str]) -> list[Words | str]:
        return list(answer)


def to_place(key: str, order: Sequence[str]) -> str:
    """The place of a key in an order, from 1; what is not in it stays."""
    return str(order.index(key) + 1) if key in order else key


def from_place(place: str, order: Sequence[str]) -> str:
    """The key at this place of an order; nothing that a key can be where there is none."""
    return order[int(place) - 1] if place.isdecimal() and 1 <= int(place) <= len(order) else f"?{place}"
