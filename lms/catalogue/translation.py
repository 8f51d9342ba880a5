"""How far every text of a module is in every language: missing, a machine's draft, translated, legally checked,
approved, or outdated because the source has changed in meaning since.

A text is known by its identity: the names on the way to it (``questions/q03/stem``), in a lesson the number of the
paragraph in the source language (``lessons/words-matter/body/7``). What the module says of a language holds for all
its texts; what is otherwise stands in ``ModuleDocument.translation``.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from lms.catalogue.blocks import blocks_of, paired
from lms.catalogue.documents import Lesson, ModuleDocument, Rendition, Written
from lms.catalogue.texts import words_of

Renditions = dict[str, dict[str, Rendition]]
#: The identity of a text, and its words by language.
Sentence = tuple[str, Mapping[str, str]]
#: The parts of a module that are translated on a page of their own, by the first name of an identity.
_PARTS = {"lessons": "lesson", "handouts": "handout", "checks": "check", "questions": "question"}
_ALONE = frozenset({"scenario", "sources", "media"})
_WRITTEN_PARTS = ("lesson:", "handout:")


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
#: What only a reviewer says of a text, never whoever wrote it; it does not survive a change of the text.
CHECKED = frozenset({State.LEGALLY_CHECKED, State.APPROVED})
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
    """``lesson:words-matter``, ``handout:job-aid``, ``question:q03``, or what there is one of: ``scenario``,
    ``sources``, ``media``, ``module``.
    """
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


def sources_at(document: ModuleDocument, parts: Collection[str]) -> Iterator[str]:
    """What the source language says in some parts, without a look at any translation."""
    source = document.source_language
    for written in document.written:
        if written.part in parts and source in written.texts:
            yield from (words.get(source, "") for _identity, words in heads_of_written(written))
            yield from blocks_of(written.texts[source].body).texts
    if all(part.startswith(_WRITTEN_PARTS) for part in parts):
        return
    for half in frame_of(document):
        yield from (words.get(source, "") for identity, words in half if part_of(identity) in parts)


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


def has_only(document: ModuleDocument, language: str, state: State, *parts: str) -> bool:
    """Whether every text of these parts that is there is in this state."""
    if not document.translation:
        return usual_state(document, language) is state
    tally = tally_of(document, language, *parts)
    return tally[state] == tally.total() - tally[State.MISSING]


def state_of(document: ModuleDocument, language: str, source: str, target: str, stated: Rendition | None) -> State:
    """How far a text is."""
    if language == document.source_language:
        return State.SOURCE
    if not target.strip():
        return State.MISSING
    is_behind = stated is not None and stated.of is not None and stated.of != hash_of_text(source)
    if is_behind or not source.strip():
        return State.OUTDATED
    return state_said(stated) or usual_state(document, language)


def state_said(stated: Rendition | None) -> State | None:
    """What is said of a text that is there; None where nothing is."""
    return None if stated is None or stated.state in ("missing", "surplus") else State(stated.state)


def rendition(state: State, of: str | None) -> Rendition:
    """What is to be said of a text."""
    return msgspec.convert({"state": state.value, "of": of}, Rendition)


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


def _sentences(document: ModuleDocument) -> list[Sentence]:
    """Identity and words of every text: the module's own, what is written, then what is asked and cited; kept."""
    kept: list[Sentence] | None = document.kept.get("sentences")
    if kept is None:
        own, rest = frame_of(document)
        written = [one for text in document.written for one in sentences_of_written(document, text)]
        kept = document.kept["sentences"] = [*own, *written, *rest]
    return kept


def frame_of(document: ModuleDocument) -> tuple[list[Sentence], list[Sentence]]:
    """The texts outside what is written: the module's own, and what is asked and cited."""
    data = msgspec.to_builtins(msgspec.structs.replace(document, lessons=(), handouts=(), translation={}))
    own = {name: data.pop(name) for name in ("title", "summary", "content_note", "objectives") if name in data}
    return _named(own), _named(data)


def _named(data: Mapping[str, Any]) -> list[Sentence]:
    return [("/".join(map(str, place)), words) for place, words in words_of(data)]


def heads_of_written(written: Written) -> Iterator[Sentence]:
    """Title, and of a lesson summary and note."""
    start = f"{written.field}/{written.key}"
    yield f"{start}/title", {code: text.title for code, text in written.texts.items()}
    if isinstance(written, Lesson):
        yield f"{start}/summary", {code: text.summary for code, text in written.texts.items()}
        if written.content_note:
            yield f"{start}/content_note", written.content_note


def sentences_of_written(document: ModuleDocument, written: Written) -> Iterator[Sentence]:
    """All texts of a lesson, or of what stands beside the lessons."""
    yield from heads_of_written(written)
    source = written.texts.get(document.source_language)
    if source is None:
        return
    columns = {code: paragraphs_of(document, written, code) for code in written.texts}
    for number in range(1, 1 + max(map(len, columns.values()), default=0)):
        words = {code: column[number - 1] for code, column in columns.items() if number <= len(column)}
        yield identity_of(written, number), words
    for code in written.texts:
        if code != document.source_language:
            yield from _surplus(document, written, code)


def _surplus(document: ModuleDocument, written: Written, language: str) -> Iterator[Sentence]:
    """Paragraphs of a translation whose source is gone."""
    paired_places = set(pairs_of(document, written, language))
    for number, text in enumerate(blocks_of(written.texts[language].body).texts):
        if number not in paired_places:
            yield identity_of_surplus(written, number + 1), {language: text}


def identity_of(written: Written, number: int) -> str:
    """Of a paragraph, counted from 1."""
    return f"{written.field}/{written.key}/body/{number}"


def identity_of_surplus(written: Written, number: int) -> str:
    """Of a paragraph of a translation that the source has no longer, counted from 1 in the translation."""
    return f"{written.field}/{written.key}/surplus/{number}"


def paragraphs_of(document: ModuleDocument, written: Written, language: str) -> tuple[str, ...]:
    """The paragraphs in a language, each in the place of its counterpart in the source; empty where it has none."""
    target = blocks_of(written.texts[language].body).texts
    if language == document.source_language:
        return target
    pairs = pairs_of(document, written, language)
    return tuple("" if place is None else target[place] for place in pairs)


def pairs_of(document: ModuleDocument, written: Written, language: str) -> tuple[int | None, ...]:
    """For each paragraph of the source the number of its counterpart."""
    source = blocks_of(written.texts[document.source_language].body).texts
    target = blocks_of(written.texts[language].body).texts

    def said(number: int, state: str, identify: Callable[[Written, int], str]) -> bool:
        stated = stated_of(document, identify(written, number + 1), language)
        return stated is not None and stated.state == state

    missing = {number for number in range(len(source)) if said(number, "missing", identity_of)}
    surplus = {number for number in range(len(target)) if said(number, "surplus", identity_of_surplus)}
    return paired(source, target, missing=missing, surplus=surplus)
