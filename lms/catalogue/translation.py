"""How far every text of a module is in every language: missing, a machine's draft, translated, legally checked,
approved, or outdated because the source has changed in meaning since.

A text is known by its identity: the names on the way to it (``questions/q03/stem``), in a lesson the number of the
paragraph in the source language (``lessons/words-matter/body/7``). What the module says of a language holds for all
its texts; what is otherwise stands in ``ModuleDocument.translation``.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from lms.catalogue.blocks import blocks_of, paired
from lms.catalogue.documents import Lesson, ModuleDocument, Rendition
from lms.catalogue.texts import words_of

Renditions = dict[str, dict[str, Rendition]]
#: The parts of a module that are translated on a page of their own, by the first name of an identity.
_PARTS = {"lessons": "lesson", "checks": "check", "questions": "question"}
_ALONE = frozenset({"scenario", "sources", "media"})


class State(StrEnum):
    """How far a text is, from what stops most to what is best."""

    MISSING = "missing"
    OUTDATED = "outdated"
    MACHINE_DRAFT = "machine-draft"
    TRANSLATED = "translated"
    LEGALLY_CHECKED = "legally-checked"
    APPROVED = "approved"
    SOURCE = "source"


#: What still needs somebody's work.
OPEN = frozenset({State.MISSING, State.OUTDATED, State.MACHINE_DRAFT})
#: What a person may say of a text.
STATED = (State.MACHINE_DRAFT, State.TRANSLATED, State.LEGALLY_CHECKED, State.APPROVED)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the source language and in another."""

    identity: str
    source: str
    target: str
    state: State

    @property
    def part(self) -> str:
        return part_of(self.identity)


def hash_of_text(text: str) -> str:
    """What a text says, in 16 letters."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def part_of(identity: str) -> str:
    """``lesson:words-matter``, ``question:q03``, ``scenario``, ``sources``, ``media`` or ``module``."""
    first, _slash, rest = identity.partition("/")
    if first in _PARTS:
        return f"{_PARTS[first]}:{rest.partition('/')[0]}"
    return first if first in _ALONE else "module"


def parts_of(document: ModuleDocument) -> list[str]:
    """All parts that have texts, in the order of the document."""
    return list(dict.fromkeys(part_of(identity) for identity, _words in _sentences(document)))


def texts_in(document: ModuleDocument, language: str) -> tuple[Text, ...]:
    """Every text with its counterpart, in the order of the document; kept with the document."""
    name = ("translation", language)
    kept: tuple[Text, ...] | None = document.kept.get(name)
    if kept is None:
        kept = document.kept[name] = tuple(_texts(document, language))
    return kept


def texts_at(document: ModuleDocument, language: str, *parts: str) -> list[Text]:
    """The texts of some parts; ``question:`` stands for all questions."""
    groups = tuple(part for part in parts if part.endswith(":"))
    return [
        text for text in texts_in(document, language) if text.part in parts or (groups and text.part.startswith(groups))
    ]


def tally_of(document: ModuleDocument, language: str, *parts: str) -> Counter[State]:
    """How many texts are in which state; without parts, of the whole module. Kept with the document."""
    name = ("tally", language, *parts)
    kept: Counter[State] | None = document.kept.get(name)
    if kept is None:
        texts = texts_at(document, language, *parts) if parts else texts_in(document, language)
        kept = document.kept[name] = Counter(text.state for text in texts)
    return kept


def has_texts(document: ModuleDocument, language: str, state: State, *parts: str) -> bool:
    """Whether any text of these parts is in this state. Where nothing is said of single texts, none is looked at."""
    if language == document.source_language:
        return False
    if not document.translation and state in (State.MACHINE_DRAFT, State.OUTDATED):
        return usual_state(document, language) is state
    return tally_of(document, language, *parts)[state] > 0


def state_of(document: ModuleDocument, language: str, source: str, target: str, stated: Rendition | None) -> State:
    """How far a text is."""
    if language == document.source_language:
        return State.SOURCE
    if not target.strip():
        return State.MISSING
    if stated is not None and stated.of is not None and stated.of != hash_of_text(source):
        return State.OUTDATED
    return usual_state(document, language) if stated is None or stated.state == "missing" else State(stated.state)


def usual_state(document: ModuleDocument, language: str) -> State:
    """What the module says of a language."""
    stated = State(document.states.get(language, State.MACHINE_DRAFT))
    return State.TRANSLATED if stated is State.SOURCE else stated


def stated_of(document: ModuleDocument, identity: str, language: str) -> Rendition | None:
    return document.translation.get(identity, {}).get(language)


def _texts(document: ModuleDocument, language: str) -> Iterator[Text]:
    for identity, words in _sentences(document):
        source, target = words.get(document.source_language, ""), words.get(language, "")
        if source.strip() or target.strip():
            stated = stated_of(document, identity, language)
            yield Text(identity, source, target, state_of(document, language, source, target, stated))


def _sentences(document: ModuleDocument) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Identity and words of every text: the module's own, its lessons, then what is asked and cited."""
    data = msgspec.to_builtins(document)
    del data["lessons"]
    note = {"content_note": data.pop("content_note")} if "content_note" in data else {}
    own = {name: data.pop(name) for name in ("title", "summary")} | note | {"objectives": data.pop("objectives")}
    yield from _named(own)
    for lesson in document.lessons:
        yield from sentences_of_lesson(document, lesson)
    yield from _named(data)


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, str]]]:
    for place, words in words_of(data):
        yield "/".join(map(str, place)), words


def sentences_of_lesson(document: ModuleDocument, lesson: Lesson) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Title, summary, note and paragraphs of a lesson."""
    for name in ("title", "summary"):
        yield f"lessons/{lesson.key}/{name}", {code: getattr(text, name) for code, text in lesson.texts.items()}
    if lesson.content_note:
        yield f"lessons/{lesson.key}/content_note", lesson.content_note
    columns = {code: paragraphs_of(document, lesson, code) for code in lesson.texts}
    for number in range(1, 1 + max(map(len, columns.values()), default=0)):
        words = {code: column[number - 1] for code, column in columns.items() if number <= len(column)}
        yield identity_of(lesson.key, number), words


def identity_of(lesson: str, number: int) -> str:
    """Of a paragraph, counted from 1."""
    return f"lessons/{lesson}/body/{number}"


def paragraphs_of(document: ModuleDocument, lesson: Lesson, language: str) -> tuple[str, ...]:
    """The paragraphs in a language, each in the place of its counterpart in the source; empty where it has none."""
    target = blocks_of(lesson.texts[language].body).texts
    source_text = lesson.texts.get(document.source_language)
    if source_text is None or language == document.source_language:
        return target
    pairs = pairs_of(document, lesson, language)
    return tuple("" if place is None else target[place] for place in pairs)


def pairs_of(document: ModuleDocument, lesson: Lesson, language: str) -> tuple[int | None, ...]:
    """For each paragraph of the source the number of its counterpart."""
    source = blocks_of(lesson.texts[document.source_language].body).texts
    target = blocks_of(lesson.texts[language].body).texts
    missing = {
        number
        for number in range(len(source))
        if (stated := stated_of(document, identity_of(lesson.key, number + 1), language)) and stated.state == "missing"
    }
    return paired(source, target, missing=missing)
