"""A question as it is written: one typed document, the same for a knowledge check and for the bank.

One shape holds every kind: what a kind does not use stays empty and out of the JSON, so that a document written before
a kind existed keeps its hash. Which fields a kind uses, and how, is said in its file in ``kinds``.
"""

import hashlib
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, Protocol

import msgspec

from lms.questions.numbers import decimal_in, share_in
from lms.questions.texts import folded

#: A text in the three languages.
Words = dict[str, str]
Outcome = Literal["protected", "at-risk", "violated"]
KindCode = Literal[
    "single-choice",
    "multiple-choice",
    "true-false",
    "matching",
    "ordering",
    "numeric",
    "short-text",
    "gap-fill",
    "error-text",
    "essay",
    "scenario",
]
#: How an answer that is right in part earns part of the point: not at all; what is right less what is wrong; each part
#: for itself.
Credit = Literal["whole", "minus-wrong", "each"]


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """Immutable, refuses unknown keys, leaves defaults out of its JSON."""


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to choose: an answer, a step to be put in order, words of a text that may be wrong.

    Takes no further field: its JSON has always held all of them, and the hashes of what was published rest on it.
    """

    key: str
    text: Words
    feedback: Words
    sources: tuple[str, ...]
    correct: bool = False


class Accepted(Strict, frozen=True):
    """An answer that is typed, and what it earns: an accepted one, or a known mistake with its own reason.

    ``texts`` holds spellings per language, the first of each is the one that is shown; ``number`` an exact decimal
    (``"0.75"``) with the ``tolerance`` to either side.
    """

    key: str
    feedback: Words
    sources: tuple[str, ...]
    texts: dict[str, tuple[str, ...]] = {}
    number: str | None = None
    tolerance: str = "0"
    #: An exact fraction of the point from 0 to 1.
    share: str = "1"

    @cached_property
    def worth(self) -> Fraction:
        """What it earns; nothing while a draft has no fraction there."""
        return share_in(self.share) or Fraction(0)

    @cached_property
    def spellings(self) -> frozenset[str]:
        """Everything that it accepts, as it is compared."""
        return frozenset(folded(text) for texts in self.texts.values() for text in texts)

    @cached_property
    def span(self) -> tuple[Fraction, Fraction] | None:
        """The least and the greatest number that it takes, both included; None where it takes none."""
        middle, tolerance = decimal_in(self.number or ""), decimal_in(self.tolerance)
        return None if middle is None or tolerance is None else (middle - tolerance, middle + tolerance)


class Part(Strict, frozen=True):
    """A place to be filled: the left side of a pair, a gap in a text. ``right`` is the key of its option.

    A gap without ``right`` is typed; ``accepted`` says what it takes.
    """

    key: str
    feedback: Words
    sources: tuple[str, ...]
    text: Words = {}
    right: str | None = None
    accepted: tuple[Accepted, ...] = ()


class Level(Strict, frozen=True):
    """A step of a criterion, described in words."""

    key: str
    points: int
    text: Words


class Criterion(Strict, frozen=True):
    """A line of a rubric: what is looked at, and its levels from the lowest to the highest."""

    key: str
    text: Words
    levels: tuple[Level, ...]

    @property
    def most(self) -> int:
        return max((level.points for level in self.levels), default=0)


class Rubric(Strict, frozen=True):
    """How an essay is marked by people."""

    criteria: tuple[Criterion, ...]
    #: Only for those who mark.
    guidance: Words | None = None
    #: Two people mark it without knowing of each other.
    double: bool = False
    #: A third opinion is asked for when the two differ by more points than this.
    difference: int = 2
    least_words: int | None = None
    most_words: int | None = None

    @property
    def most(self) -> int:
        """Points of the rubric altogether."""
        return sum(criterion.most for criterion in self.criteria)


class Choice(Strict, frozen=True):
    key: str
    text: Words
    outcome: Outcome
    consequence: Words
    sources: tuple[str, ...]
    next: str


class Node(Strict, frozen=True):
    key: str
    situation: Words
    question: Words
    choices: tuple[Choice, ...]


class Ending(Strict, frozen=True):
    key: str
    outcome: Outcome
    title: Words
    text: Words


class Story(Strict, frozen=True):
    """A branching case inside a question: it begins at ``start`` and comes to one of the endings."""

    start: str
    nodes: tuple[Node, ...]
    endings: tuple[Ending, ...]

    @cached_property
    def places(self) -> dict[str, Node | Ending]:
        return places_of(self)


class Branching(Protocol):
    """What a story in a question and the scenario of a module have in common."""

    @property
    def nodes(self) -> tuple[Node, ...]: ...
    @property
    def endings(self) -> tuple[Ending, ...]: ...


def places_of(story: Branching) -> dict[str, Node | Ending]:
    """Every node and ending by its key."""
    places: list[Node | Ending] = [*story.nodes, *story.endings]
    return {place.key: place for place in places}


class Image(Strict, frozen=True):
    """A picture of the module beside a question, with the text that stands for it."""

    name: str
    alt: Words


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    key: str
    kind: KindCode
    objective: str
    lesson: str
    stem: Words
    options: tuple[Option, ...] = ()
    difficulty: int = 2
    form: Literal["A", "B"] | None = None
    pair: str | None = None
    shuffle: bool = True
    case: Words | None = None
    credit: Credit = "whole"
    parts: tuple[Part, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    #: A text with ``{key}`` where a gap or words that may be wrong stand.
    passage: Words | None = None
    #: What a number is counted in; shown beside the field.
    unit: Words | None = None
    rubric: Rubric | None = None
    story: Story | None = None
    image: Image | None = None
    #: Said when a typed answer is none of those foreseen; must not give the answer away.
    otherwise: Words | None = None
    #: Said to everybody beside the result, whatever was answered.
    explanation: Words | None = None
    explanation_sources: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    #: A place in the author's own order: ``Threshold/Intent``.
    category: str | None = None
    #: ``module-slug/question-key`` of the question that this one is, where another module owns it.
    origin: str | None = None

    def option(self, key: str) -> Option | None:
        return self.options_by_key.get(key)

    @cached_property
    def options_by_key(self) -> dict[str, Option]:
        return {option.key: option for option in self.options}

    @cached_property
    def parts_by_key(self) -> dict[str, Part]:
        return {part.key: part for part in self.parts}

    @property
    def explained(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Everything that has a reason: where it stands in the document, and the sources it names."""
        found: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        found += [(("options", option.key), option.sources) for option in self.options]
        for part in self.parts:
            found.append((("parts", part.key), part.sources))
            found += [(("parts", part.key, "accepted", answer.key), answer.sources) for answer in part.accepted]
        found += [(("accepted", answer.key), answer.sources) for answer in self.accepted]
        for node in self.story.nodes if self.story else ():
            place = ("story", "nodes", node.key, "choices")
            found += [((*place, choice.key), choice.sources) for choice in node.choices]
        return found

    @property
    def all_sources(self) -> tuple[str, ...]:
        """Every source named anywhere in the question, in the order of the document."""
        return (*(source for _place, sources in self.explained for source in sources), *self.explanation_sources)


def question_from(data: Any) -> Question:
    """Read builtins (a dictionary of a YAML file, say). Raises ``msgspec.ValidationError`` naming the place."""
    return msgspec.convert(data, Question)


def question_from_json(text: str | bytes) -> Question:
    """Read a stored document. Raises ``msgspec.ValidationError`` naming the place."""
    return msgspec.json.decode(text, type=Question)


def canonical(document: msgspec.Struct) -> bytes:
    """The one spelling of a document as JSON: sorted keys, no spaces, UTF-8."""
    return msgspec.json.encode(document, order="sorted")


def hash_of(document: msgspec.Struct) -> str:
    """SHA-256 of the canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()
