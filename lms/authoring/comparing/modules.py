"""A module before and after, part by part: its words in each language, and what is no words (keys, pass mark)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

import msgspec

from lms.authoring.checklists import LooksAt
from lms.authoring.comparing.blocks import Line, aligned, kept_in_order
from lms.authoring.comparing.captions import captions_that_differ
from lms.authoring.comparing.words import pieces
from lms.authoring.differences import ABSENT, at_place, leaves_between
from lms.authoring.packs.problems import Place
from lms.authoring.places import name_of_place, place_in_words
from lms.authoring.touching import what_of_no_text
from lms.catalogue.blocks import blocks_of
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import language_in, step, words_of
from lms.core.i18n import LANGUAGES, _

_KEYED = {"lessons": "lesson", "handouts": "handout", "checks": "check", "questions": "question"}
_ALONE = ("scenario", "sources", "media")
#: How far translations are, is said of the work and not of the text.
_NO_TEXT = ("translation", "states")
#: Letters of an option's text that stand for it.
EXCERPT = 60
NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Wording:
    """A text in one language that says something else."""

    label: str
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Fact:
    """Something that is no words: a key, a number, an order."""

    label: str
    before: str
    after: str
    what: LooksAt
    place: Place = ()


@dataclass(frozen=True)
class Section:
    """A part of the module in which something has changed."""

    part: str
    title: str
    is_new: bool
    is_gone: bool
    is_moved: bool
    facts: tuple[Fact, ...]
    wordings: tuple[Wording, ...]

    @property
    def changes_keys(self) -> bool:
        return any(fact.what is LooksAt.KEYS for fact in self.facts)


@dataclass(frozen=True)
class Comparison:
    """Everything that differs, in the order of the later text; parts that are gone come last."""

    sections: tuple[Section, ...]

    @property
    def with_keys(self) -> list[Section]:
        """The parts in which another answer is right, or earns something else."""
        return [section for section in self.sections if section.changes_keys]

    @property
    def rules(self) -> list[Fact]:
        """What has changed of how the module is passed."""
        return [fact for section in self.sections for fact in section.facts if fact.what is LooksAt.RULES]


def compared(
    before: ModuleDocument, after: ModuleDocument, language: str, professions: Mapping[str, str] = NO_NAMES
) -> Comparison:
    """What differs between two texts; names and labels in ``language``. ``professions``: their names by code."""
    old, new = _parts(before), _parts(after)
    moved = _moved(old, new)
    sections = []
    for part in dict.fromkeys(chain(new, old)):
        one, other = old.get(part, {}), new.get(part, {})
        facts = tuple(_named(fact, professions) for fact in _facts(part, one, other, language))
        wordings = tuple(_wordings(part, one, other))
        if facts or wordings or part in moved:
            title = name_of_place(after if part in new else before, part, language)
            sections.append(Section(part, title, part not in old, part not in new, part in moved, facts, wordings))
    return Comparison(tuple(sections))


def _parts(document: ModuleDocument) -> dict[str, Any]:
    """The parts as plain data, in the order of the module."""
    data = _plain(document)
    parts: dict[str, Any] = {"module": {name: data[name] for name in data if name not in (*_KEYED, *_ALONE, *_NO_TEXT)}}
    for name, kind in _KEYED.items():
        parts |= {f"{kind}:{item['key']}": item for item in data.get(name, ())}
    return parts | {name: data[name] for name in _ALONE if name in data}


def _plain(thing: Any) -> Any:
    """As plain data, with what is left at its default, and without what is empty."""
    if isinstance(thing, msgspec.Struct):
        thing = {name: getattr(thing, name) for name in thing.__struct_fields__}
    if isinstance(thing, Mapping):
        return {name: _plain(value) for name, value in thing.items() if value is not None and value not in ((), {})}
    return [_plain(item) for item in thing] if isinstance(thing, list | tuple) else thing


def _moved(old: Iterable[str], new: Iterable[str]) -> set[str]:
    """Lessons, checks and questions that stand between others now."""
    places = {part: number for number, part in enumerate(old)}
    common = [part for part in new if part in places]
    stayed = kept_in_order([places[part] for part in common])
    return {part for part in common if places[part] not in stayed}


# ── Words ─────────────────────────────────────────────────────────────────────


def _wordings(part: str, one: Any, other: Any) -> Iterator[Wording]:
    if part.startswith(("lesson:", "handout:")):
        yield from _of_written(one, other)
    if part == "media":
        for name, language, lines in captions_that_differ(one, other):
            yield Wording(place_in_words((name, "captions")), language, lines)
    before, after = dict(words_of(one)), dict(words_of(other))
    for place in dict.fromkeys(chain(after, before)):
        said, says = before.get(place, {}), after.get(place, {})
        for language in LANGUAGES:
            if said.get(language, "") != says.get(language, ""):
                label = label_of(place, one, other, language)
                yield _single(label, language, said.get(language, ""), says.get(language, ""))


def _of_written(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Wording]:
    for language in LANGUAGES:
        said, says = one.get("texts", {}).get(language, {}), other.get("texts", {}).get(language, {})
        for name in ("title", "summary"):
            if said.get(name, "") != says.get(name, ""):
                yield _single(place_in_words((name,)), language, said.get(name, ""), says.get(name, ""))
        if said.get("body", "") != says.get("body", ""):
            lines = aligned(*(blocks_of(side.get("body", "")).texts for side in (said, says)))
            if lines:
                yield Wording(_("Text"), language, tuple(lines))


def _single(label: str, language: str, before: str, after: str) -> Wording:
    return Wording(label, language, (Line(None, None, tuple(pieces(before, after))),))


# ── What is no words ──────────────────────────────────────────────────────────


def _named(fact: Fact, professions: Mapping[str, str]) -> Fact:
    """Codes of professions by their names; which fact is about them is known by its way."""
    if fact.place[:1] != ("professions",):
        return fact
    return replace(
        fact, before=professions.get(fact.before, fact.before), after=professions.get(fact.after, fact.after)
    )


def _facts(part: str, one: Any, other: Any, language: str) -> Iterator[Fact]:
    kind = part.partition(":")[0]
    top = next((name for name, called in _KEYED.items() if called == kind), part)
    for place in leaves_between(one, other):
        if _is_words(place) or (part == "media" and place[1:2] == ("captions",)):
            continue
        whole: Place = (top, "", *place) if top in _KEYED else place if part == "module" else (top, *place)
        before, after = at_place(one, place), at_place(other, place)
        yield Fact(label_of(place, one, other, language), _shown(before), _shown(after), what_of_no_text(whole), place)


def _is_words(place: Place) -> bool:
    """A text in a language; which answers are accepted in it is a key."""
    return language_in(place) is not None and "accepted" not in place


def label_of(place: Place, one: Any, other: Any, language: str) -> str:
    """The way to a place; options and other answers go by their words."""
    return " › ".join(
        name
        for number, part in enumerate(place)
        if (name := _name_of(part, at_place(other, place[: number + 1]), at_place(one, place[: number + 1]), language))
    )


def _name_of(part: str | int, *things: Any) -> str:
    *sides, language = things
    thing = next((side for side in sides if side is not ABSENT), None)
    said = (thing.get("text") or thing.get("title")) if isinstance(thing, dict) and "key" in thing else None
    if isinstance(said, dict) and said.get(language):
        words = said[language]
        return f"{part} “{words if len(words) <= EXCERPT else words[:EXCERPT].rstrip() + '…'}”"
    return place_in_words((part,))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return ", ".join(map(str, value))
    if isinstance(value, list | tuple):
        return ", ".join(str(step(item, at) if isinstance(item, dict) else item) for at, item in enumerate(value))
    return "" if value is ABSENT or value is None else str(value)
