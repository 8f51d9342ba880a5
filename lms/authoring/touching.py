"""Which lines of checklists a change of the text asks anew.

A change is a change of a text in a language, or of something that is no text. A line is asked anew if it looks at such
changes, or if its answer names the part in which the change is. Nothing else is: what was answered stays answered.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.authoring.checklists import Answer, Answers, Checklist, LooksAt
from lms.authoring.differences import leaves_that_differ
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.texts import WRITTEN, language_in
from lms.catalogue.translation import part_of

#: How far a translation is, is said of the work and not of the text.
_NO_TEXT = frozenset({"translation", "states"})
_KEYED = frozenset({"lessons", "handouts", "checks", "questions", "sources", "media", "objectives"})
_ASKED = frozenset({"checks", "questions", "scenario"})
_CITING = frozenset({"sources", "explanation_sources", "standard_sources"})
#: Of a question or a scenario: what orders and describes it. What is left decides which answer is right.
_DESCRIBING = frozenset(
    {"key", "tags", "category", "difficulty", "form", "pair", "shuffle", "lesson", "objective", "origin"}
)
_OF_TOP = {
    "rules": LooksAt.RULES,
    "minutes": LooksAt.RULES,
    "validity_months": LooksAt.RULES,
    "sources": LooksAt.SOURCES,
    "law_as_of": LooksAt.SOURCES,
    "media": LooksAt.MEDIA,
}


@dataclass(frozen=True)
class Touch:
    """A change: what looks at it, and in which part it is, as answers name parts."""

    what: frozenset[LooksAt]
    part: str


def touches(before: ModuleDocument, after: ModuleDocument) -> set[Touch]:
    """All changes between two texts."""
    sources = {before.source_language, after.source_language}
    return {
        Touch(frozenset(_what(place, sources)), _part(place))
        for place in leaves_that_differ(before, after)
        if place[0] not in _NO_TEXT
    }


def still_answered(answers: Answers, answered: Checklist, now: Checklist, changed: set[Touch]) -> Answers:
    """Which answers stand: nothing that they look at or rest on has changed, and the line says what it said."""
    return {
        item.key: answers[item.key]
        for item in now.items
        if item.key in answers
        and item.text == answered.text_of(item.key)
        and answers[item.key].is_settled
        and not any(_asks_anew(touch, item.looks_at, answers[item.key]) for touch in changed)
    }


def _asks_anew(touch: Touch, looks_at: tuple[LooksAt, ...], answer: Answer) -> bool:
    return bool(touch.what & set(looks_at)) or touch.part in answer.about


def _what(place: Place, sources: set[str]) -> Iterator[LooksAt]:
    inside = _inside(place)
    language = language_in(place)
    if language is not None:
        yield LooksAt(language)
        if language in sources:
            yield LooksAt.SOURCE
        if "accepted" in inside:
            yield LooksAt.KEYS
    else:
        yield what_of_no_text(place)


def what_of_no_text(place: Place) -> LooksAt:
    """What looks at something that is no text in a language."""
    top, inside = str(place[0]), _inside(place)
    if _CITING & set(inside):
        return LooksAt.SOURCES
    if top in _ASKED:
        if "image" in inside:
            return LooksAt.MEDIA
        return LooksAt.REST if inside and inside[0] in _DESCRIBING else LooksAt.KEYS
    if top == "lessons" and inside[:1] == ("minutes",):
        return LooksAt.RULES
    return _OF_TOP.get(top, LooksAt.REST)


def _inside(place: Place) -> Place:
    """Below the thing that has a key."""
    return place[2:] if place[0] in _KEYED else place[1:]


def _part(place: Place) -> str:
    top = str(place[0])
    if top in WRITTEN and len(place) > 1:
        return part_of(f"{top}/{place[1]}")
    return top
