"""Questions of a file beside those of a bank: what is new, what is there already, what is there with other words."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import count

import msgspec

from lms.authoring.editing import free_key
from lms.catalogue.documents import ModuleDocument
from lms.exchange.readings import Item, Reading
from lms.questions.documents import Question, canonical


class State(StrEnum):
    """What becomes of a question of the file."""

    NEW = "new"
    #: The bank has exactly this question.
    SAME = "same"
    #: The bank has another question under this key.
    OTHER = "other"
    #: A knowledge check has this key; a question of the bank cannot.
    TAKEN = "taken"


@dataclass(frozen=True)
class Incoming:
    """A question of the file as it would stand in the bank."""

    item: Item
    question: Question
    state: State


def plan(document: ModuleDocument, reading: Reading) -> list[Incoming]:
    """In the order of the file. A question that the file does not name gets a key that is free."""
    taken = {question.key for question in (*document.checks, *document.questions)}
    taken |= {item.question.key for item in reading.items if item.is_named}
    known = {_without_key(question) for question in document.questions}
    free = _free_keys(taken)
    planned = []
    for item in reading.items:
        question = item.question
        if item.is_named:
            planned.append(Incoming(item, question, _state(document, question)))
        elif _without_key(question) in known:
            planned.append(Incoming(item, question, State.SAME))
        else:
            question = msgspec.structs.replace(question, key=next(free))
            planned.append(Incoming(item, question, State.NEW))
    return planned


def _free_keys(taken: Collection[str]) -> Iterator[str]:
    """The first that is free, and those after it."""
    first = int(free_key("q", list(taken)).removeprefix("q"))
    return (f"q{number:02d}" for number in count(first))


def _state(document: ModuleDocument, question: Question) -> State:
    if question.key in document.checks_by_key:
        return State.TAKEN
    present = document.questions_by_key.get(question.key)
    if present is None:
        return State.NEW
    return State.SAME if canonical(present) == canonical(question) else State.OTHER


def _without_key(question: Question) -> bytes:
    return canonical(msgspec.structs.replace(question, key=""))


def with_incoming(document: ModuleDocument, planned: Sequence[Incoming], *, replace: bool) -> ModuleDocument:
    """The module with what is new behind its bank, and what has other words in its place if it is to be replaced."""
    others = {one.question.key: one.question for one in planned if one.state is State.OTHER} if replace else {}
    kept = tuple(others.get(question.key, question) for question in document.questions)
    new = tuple(one.question for one in planned if one.state is State.NEW)
    return msgspec.structs.replace(document, questions=(*kept, *new))


def counted(planned: Sequence[Incoming]) -> dict[str, int]:
    """How many there are in each state, by its word."""
    return {state.value: sum(one.state is state for one in planned) for state in State}
