"""Translations are written and their states said; the source does not change by it.

What somebody else has changed since it was shown is told and not overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from lms.authoring.editing import fingerprint
from lms.authoring.rewriting import NoParagraph, cleaned, rewritten
from lms.catalogue.blocks import blocks_of
from lms.catalogue.documents import ModuleDocument, Rendition
from lms.catalogue.documents import Written as WrittenText
from lms.catalogue.texts import words_of
from lms.catalogue.translation import (
    CHECKED,
    State,
    Text,
    hash_of_text,
    identity_of,
    identity_of_surplus,
    pairs_of,
    rendition,
    texts_in,
)

BODY, SURPLUS = "body", "surplus"


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody says of one text: its words and its state. ``base`` is what it was when it was shown."""

    identity: str
    base: str
    target: str
    state: State | None


@dataclass
class Outcome:
    """The document after it, what was taken, and what was not: changed meanwhile, or no single paragraph."""

    document: ModuleDocument
    taken: dict[str, tuple[str, State | None]] = field(default_factory=dict)
    overtaken: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)


def base_of(text: Text) -> str:
    """What a text and its translation say; the page and the files of translators carry it."""
    return fingerprint([text.source, text.target, text.state.value])


def translated(document: ModuleDocument, language: str, rows: Sequence[Written], *, is_review: bool = False) -> Outcome:
    """The document with these translations. Rows that change nothing leave no trace.

    ``is_review``: a reviewer says how far the texts are and changes no word of them. Whoever writes them cannot say
    that they are checked or approved: such a row counts as one that says nothing of its state.
    """
    known = {text.identity: text for text in texts_in(document, language)}
    outcome = Outcome(document)
    for row in rows:
        text = known.get(row.identity)
        if text is None:
            outcome.overtaken.append(row.identity)
            continue
        try:
            target = text.target if is_review else fitting(text, row.target)
        except NoParagraph:
            outcome.unfit.append(row.identity)
            continue
        is_other = target != text.target
        said = row.state if is_review or row.state not in CHECKED else None
        if not is_other and (not target or said in (None, text.state)):
            continue
        if row.base != base_of(text):
            outcome.overtaken.append(row.identity)
        else:
            outcome.taken[row.identity] = (target, (said or State.TRANSLATED) if target else None)
    if outcome.taken:
        outcome.document = _with(document, language, outcome.taken, known)
    return outcome


def fitting(text: Text, typed: str) -> str:
    """As it is stored: a paragraph stays a paragraph, and what nobody has touched stays as it is."""
    if _plain(typed) == _plain(text.target):
        return text.target
    kind = text.identity.split("/")[-2:][0]
    if kind in (BODY, SURPLUS):
        return cleaned(typed, text.source or text.target)
    return _plain(typed)


def _plain(typed: str) -> str:
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def _with(
    document: ModuleDocument,
    language: str,
    taken: Mapping[str, tuple[str, State | None]],
    known: Mapping[str, Text],
) -> ModuleDocument:
    data = msgspec.to_builtins(document)
    plain = {identity: target for identity, (target, _state) in taken.items()}
    _write_words(data, language, plain)
    states = {identity: dict(stated) for identity, stated in document.translation.items()}
    for identity, (_target, state) in taken.items():
        states.setdefault(identity, {}).pop(language, None)
        if state is not None:
            states[identity][language] = rendition(state, hash_of_text(known[identity].source))
    for text in document.written:
        _write_text(document, text, language, plain, data, states)
    data["translation"] = msgspec.to_builtins({identity: stated for identity, stated in states.items() if stated})
    return msgspec.convert(data, ModuleDocument)


def _write_words(data: dict[str, object], language: str, plain: Mapping[str, str]) -> None:
    for place, words in words_of(data):
        identity = "/".join(map(str, place))
        if identity in plain:
            words[language] = plain[identity]


def _write_text(
    document: ModuleDocument,
    text: WrittenText,
    language: str,
    plain: Mapping[str, str],
    data: dict[str, list[dict[str, dict[str, dict[str, str]]]]],
    states: dict[str, dict[str, Rendition]],
) -> None:
    start = f"{text.field}/{text.key}/"
    own = {identity.removeprefix(start): words for identity, words in plain.items() if identity.startswith(start)}
    if not own or language not in text.texts:
        return
    stored = data[text.field][getattr(document, text.field).index(text)]["texts"][language]
    stored |= {name: own[name] for name in ("title", "summary") if name in own}
    changed, surplus = _numbered(own, BODY), _numbered(own, SURPLUS)
    if not changed and not surplus:
        return
    source, target = blocks_of(text.texts[document.source_language].body), blocks_of(text.texts[language].body)
    new = rewritten(source, target, pairs_of(document, text, language), changed, surplus)
    stored["body"] = new.body
    for identity in [one for one in states if one.startswith(f"{start}{SURPLUS}/")]:
        states[identity].pop(language, None)
    for place in new.surplus:
        states.setdefault(identity_of_surplus(text, place + 1), {})[language] = Rendition("surplus")
    for number in range(len(source.blocks)):
        stated = states.setdefault(identity_of(text, number + 1), {})
        if number in new.missing and new.body.strip():
            stated[language] = Rendition("missing")
        elif stated.get(language) == Rendition("missing"):
            del stated[language]


def _numbered(own: Mapping[str, str], kind: str) -> dict[int, str]:
    return {int(name.removeprefix(f"{kind}/")) - 1: text for name, text in own.items() if name.startswith(f"{kind}/")}
