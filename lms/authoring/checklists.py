"""The checklists of a review: what each looks for, who may answer it, and what an answer is.

Lists are data (``content/review-checklists.yaml``) and have versions; all stay, because signatures name theirs.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec

from lms.accounts.models import Role
from lms.authoring.models import ReviewKind, ReviewSignature

FILE = "review-checklists.yaml"
#: Whoever has signed one of them does not sign the other: two people stand behind every edition.
APART = frozenset({ReviewKind.GENDER, ReviewKind.RIGHTS})
REVIEWER_OF: Mapping[ReviewKind, tuple[Role, ...]] = {
    ReviewKind.GENDER: (Role.GENDER_REVIEWER,),
    ReviewKind.RIGHTS: (Role.RIGHTS_REVIEWER,),
    ReviewKind.LAW: (Role.RIGHTS_REVIEWER,),
    ReviewKind.KYRGYZ: (Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER),
}


class LooksAt(StrEnum):
    """What a line of a list looks at: a change of it asks the line anew."""

    SOURCE = "source"
    KY = "ky"
    RU = "ru"
    EN = "en"
    KEYS = "keys"
    RULES = "rules"
    SOURCES = "sources"
    MEDIA = "media"
    REST = "rest"


class Said(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not-applicable"


class Answer(msgspec.Struct, frozen=True):
    """What a reviewer says to one line. ``about`` names the parts that it rests on: ``lesson:words-matter``."""

    said: Said
    note: str = ""
    about: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether the text can be approved with it: yes, or a reason why the line does not matter here."""
        return self.said is Said.YES or (self.said is Said.NOT_APPLICABLE and bool(self.note))

    @property
    def asks_for_change(self) -> bool:
        return self.said is Said.NO and bool(self.note)


Answers = dict[str, Answer]


class Item(msgspec.Struct, frozen=True):
    """A line of a list, in three languages."""

    key: str
    looks_at: tuple[LooksAt, ...]
    text: dict[str, str]


@dataclass(frozen=True)
class Checklist:
    """One version of a list."""

    kind: ReviewKind
    version: int
    title: dict[str, str]
    items: tuple[Item, ...]

    def text_of(self, key: str) -> dict[str, str] | None:
        """What a line says; None where there is none."""
        return next((item.text for item in self.items if item.key == key), None)


def answers_of(signature: ReviewSignature) -> Answers:
    return answers_from(signature.answers)


def answered_lines(signature: ReviewSignature, checklist: Checklist) -> list[tuple[Item, Answer]]:
    """Lines with their answers, in the order of the list."""
    answers = answers_of(signature)
    return [(item, answers[item.key]) for item in checklist.items if item.key in answers]


def lines_to_mend(signature: ReviewSignature, checklist: Checklist) -> list[tuple[Item, Answer]]:
    """What was answered with no."""
    return [line for line in answered_lines(signature, checklist) if line[1].said is Said.NO]


def answers_from(data: Mapping[str, Any]) -> Answers:
    """As they are kept."""
    return msgspec.convert(data, Answers)


def as_data(answers: Mapping[str, Answer]) -> dict[str, Any]:
    """To keep them."""
    data: dict[str, Any] = msgspec.to_builtins(answers)
    return data


def may_take(signatures: Iterable[ReviewSignature], kind: ReviewKind, own: Collection[UUID]) -> bool:
    """Whether the list is free, and the person with these accounts has not signed the one that another must sign."""
    for signed in signatures:
        if signed.kind is kind or (signed.reviewer_id in own and {signed.kind, kind} == APART):
            return False
    return True
