"""What becomes of the states of translations when texts change.

Where the source changes in meaning, its translations are outdated: they keep the hash of the text from which they were
made. Where a slip was mended, the hash follows. A translation that is written anew in the same act is a translation of
the new text; what a lawyer or a reviewer has said of it holds no longer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from lms.authoring.paragraphs import Moved, moved_in
from lms.catalogue.documents import ModuleDocument, Rendition, Written
from lms.catalogue.translation import (
    CHECKED,
    Renditions,
    Sentence,
    State,
    frame_of,
    hash_of_text,
    heads_of_written,
    identity_of,
    identity_of_surplus,
    rendition,
    sentences_of_written,
    state_said,
    stated_of,
    usual_state,
)
from lms.core.i18n import LANGUAGES

MISSING, SURPLUS = Rendition("missing"), Rendition("surplus")


class SourceChange(StrEnum):
    """What its author says of a change of the source text."""

    MEANING = "meaning"
    TYPO = "typo"
    #: The document says itself what its states are: an earlier text is restored, a translation saved with its state.
    STATED = "stated"
    #: The same by a reviewer, who changes no word: what was read is what stands there.
    CHECKED = "checked"

    @property
    def is_stated(self) -> bool:
        return self in (SourceChange.STATED, SourceChange.CHECKED)


@dataclass(frozen=True, slots=True)
class Side:
    """A text and its translation, as they were or as they are."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """A text with its translation before and after; ``identity`` is that of now. ``fixed`` is said whatever happens."""

    identity: str
    language: str
    stated: Rendition | None = None
    before: Side | None = None
    after: Side = Side("", "")
    fixed: Rendition | None = None


def carried(before: ModuleDocument, after: ModuleDocument, change: SourceChange) -> ModuleDocument:
    """The document that comes after, with the states of all translations."""
    if change.is_stated or before.source_language != after.source_language:
        return after
    return msgspec.structs.replace(after, translation=_said(after, list(_steps(before, after)), change))


def unchecked(document: ModuleDocument) -> ModuleDocument:
    """A document of which nobody here has checked anything: what counted as checked counts as translated."""
    states = {code: "translated" if said in CHECKED else said for code, said in document.states.items()}
    renditions = {
        identity: {code: Rendition("translated", one.of) if one.state in CHECKED else one for code, one in said.items()}
        for identity, said in document.translation.items()
    }
    return msgspec.structs.replace(document, states=states, translation=renditions)


def must_be_asked(before: ModuleDocument, after: ModuleDocument) -> list[str]:
    """Identities of the texts of which it matters if the meaning has changed: the source is another, and a translation
    of it is not.
    """
    steps = list(_steps(before, after))
    meant, mended = (_said(after, steps, change) for change in (SourceChange.MEANING, SourceChange.TYPO))
    return [one for one in dict.fromkeys(step.identity for step in steps) if meant.get(one) != mended.get(one)]


def with_lesson_of(document: ModuleDocument, before: ModuleDocument, key: str) -> ModuleDocument:
    """The document with one lesson, and what was said of its translations, as they were before."""
    known = before.lessons_by_key.get(key)
    if known is None or key not in document.lessons_by_key:
        return document
    start = f"lessons/{key}/"
    states = {name: said for name, said in document.translation.items() if not name.startswith(start)}
    states |= {name: said for name, said in before.translation.items() if name.startswith(start)}
    lessons = tuple(known if lesson.key == key else lesson for lesson in document.lessons)
    return msgspec.structs.replace(document, lessons=lessons, translation=states)


def _said(after: ModuleDocument, steps: list[Step], change: SourceChange) -> Renditions:
    states: Renditions = {}
    usual = {code: usual_state(after, code) for code in LANGUAGES}
    for step in steps:
        said = step.fixed or _next(step, usual[step.language], is_typo=change is SourceChange.TYPO)
        if said is not None:
            states.setdefault(step.identity, {})[step.language] = said
    return states


def _next(step: Step, usual: State, *, is_typo: bool) -> Rendition | None:
    """What is to be said of a translation now; None where that is what is said of all."""
    stated, before, after = step.stated, step.before, step.after
    if not after.target.strip():
        return None
    if before is None:  # nobody can have checked what was not there
        return rendition(State.TRANSLATED, None) if usual in CHECKED else None
    state = state_said(stated) or usual
    of = stated.of if stated is not None else None
    is_other_source, is_other_target = before.source != after.source, before.target != after.target
    if is_other_target and state in CHECKED:
        state = State.TRANSLATED
    if is_other_source and (is_other_target or not before.target.strip()):
        of = None
    elif is_other_source and is_typo:
        of = hash_of_text(after.source) if of == hash_of_text(before.source) else of
    elif is_other_source:
        of = of or hash_of_text(before.source)
    return None if state is usual and of is None else rendition(state, of)


def _steps(before: ModuleDocument, after: ModuleDocument) -> Iterator[Step]:
    languages = [code for code in LANGUAGES if code != after.source_language]
    old, new = ([one for half in frame_of(document) for one in half] for document in (before, after))
    yield from _by_identity(before, old, new, languages)
    for text in after.written:
        known = before.written_at(text.field, text.key)
        both = text.texts.keys() & known.texts.keys() if known is not None else set()
        if known is None or after.source_language not in both:
            yield from _by_identity(before, [], list(sentences_of_written(after, text)), languages)
            continue
        yield from _by_identity(before, list(heads_of_written(known)), list(heads_of_written(text)), languages)
        for language in languages:
            if language in both:
                yield from _in_written(before, known, text, language)
            elif language in text.texts:
                yield from _by_identity(before, [], list(sentences_of_written(after, text)), [language])


def _by_identity(
    before: ModuleDocument, old: list[Sentence], new: list[Sentence], languages: list[str]
) -> Iterator[Step]:
    """Texts that are known by what they are called."""
    known, source = dict(old), before.source_language
    for identity, words in new:
        was = known.get(identity)
        if was == words and identity not in before.translation:
            continue
        for code in languages:
            yield Step(
                identity,
                code,
                stated_of(before, identity, code) if was is not None else None,
                Side(was.get(source, ""), was.get(code, "")) if was is not None else None,
                Side(words.get(source, ""), words.get(code, "")),
            )


def _in_written(before: ModuleDocument, known: Written, now: Written, language: str) -> Iterator[Step]:
    """Paragraphs, which are known by what was there before."""
    if known.texts == now.texts:
        yield from _as_before(before, known, language)
        return
    moved: Moved = moved_in(before, known, now, language)
    if not moved.target:
        return  # nothing is translated yet
    for number, (place, origin) in enumerate(zip(moved.pairs, moved.origins, strict=True)):
        identity = identity_of(now, number + 1)
        if place is None:
            yield Step(identity, language, fixed=MISSING)
            continue
        after = Side(moved.source[number], moved.target[place])
        if origin is None:
            yield Step(identity, language, after=after)
        else:
            was = Side(moved.old_source[origin], moved.old_counterpart(origin))
            stated = stated_of(before, identity_of(now, origin + 1), language)
            yield Step(identity, language, stated, was, after)
    for place in sorted(set(range(len(moved.target))) - set(moved.pairs)):
        yield Step(identity_of_surplus(now, place + 1), language, fixed=SURPLUS)


def _as_before(before: ModuleDocument, written: Written, language: str) -> Iterator[Step]:
    for kind in ("body", "surplus"):
        start = f"{written.field}/{written.key}/{kind}/"
        for identity, stated in before.translation.items():
            if identity.startswith(start) and language in stated:
                yield Step(identity, language, fixed=stated[language])
