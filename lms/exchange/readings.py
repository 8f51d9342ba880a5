"""What a file of questions was found to hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from lms.questions.documents import Question


class Refused(Exception):
    """The whole file is refused; the sentence says why, in the language of whoever asked."""


class Weight(StrEnum):
    """What a problem means for the question it stands at."""

    #: The question is left out.
    LEFT_OUT = "left-out"
    #: The question comes in without this.
    LOST = "lost"


class Remark(NamedTuple):
    """Something that could not be held. ``place``: ``line 12`` or ``question 3, answer 2``; ``element`` names as in the
    file.
    """

    place: str
    text: str
    weight: Weight
    #: Number of the question among those of the file, from 1; None for the file as a whole.
    number: int | None = None


class Answer(NamedTuple):
    """An answer as the file says it: text, what it earns in percent (100, 33.33333, −50), what is said of it."""

    text: str
    weight: float
    feedback: str


@dataclass(frozen=True)
class Item:
    """A question of the file that comes in: in our shape, and as the file said it."""

    number: int
    place: str
    question: Question
    answers: Sequence[Answer]
    category: str = ""
    #: Whether the file names the question; otherwise its key is only a number in this file.
    is_named: bool = True


@dataclass
class Reading:
    """All that a file holds. ``media``: file name to bytes of pictures that questions name."""

    format: str
    items: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    media: dict[str, bytes] = field(default_factory=dict)

    @property
    def questions(self) -> list[Question]:
        return [item.question for item in self.items]


@dataclass(frozen=True)
class Written:
    """A file to be taken away, and what the format could not hold."""

    content: bytes
    remarks: Sequence[Remark]
    media: Mapping[str, bytes] = field(default_factory=dict)
