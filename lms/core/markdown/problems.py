"""What an author should mend before a text is shown, each thing with its line."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from typing import Any

from markdown_it.token import Token

from lms.core.i18n import _
from lms.core.markdown.cleaning import is_safe_link
from lms.core.markdown.labels import iso_day
from lms.core.markdown.parsing import (
    BOX_CLOSE,
    BOX_OPEN,
    CONTAINERS,
    DOWNLOADS,
    OWN_FILE,
    RECORDINGS,
    UNSEEN,
    container_of,
    parse,
    plain_text,
)
from lms.core.markdown.rendering import FIRST_LEVEL, LAST_LEVEL, stands_alone

CLOSING = re.compile(r"\s*:{3,}\s*$")
STRAY = re.compile(r"^ *:{3,}", re.MULTILINE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
#: What is left of a link whose words hold a sign of ours.
LEFT_OVER = re.compile(r"\]\([^\s)]+\)")
MUST_STATE = {
    "law-text": ("source", "at"),
    "law-in-force": ("as_of", "applies"),
    "content-note": ("about",),
    "analysis": ("about", "basis"),
    "check": ("key",),
}


@dataclass(frozen=True, order=True)
class Problem:
    """A sentence for the author, in the language being spoken, and the line it is about, counted from 1."""

    line: int
    message: str


def problems(
    text: str,
    known_sources: Collection[str],
    known_checks: Collection[str],
    known_media: Collection[str],
    *,
    known_terms: Collection[str] | None = None,
    first_line: int = 1,
) -> list[Problem]:
    """Everything that is wrong with a text, in the order of its lines.

    `known_media` holds addresses as they stand in texts (`media/steps.svg`); without
    `known_terms` no term is looked up. `first_line` is the line of the file on
    which the text begins, if front matter stands before it.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    # Unseen characters are reported, then taken out line by line, so that lines keep their numbers.
    tokens = parse("\n".join(UNSEEN.sub("", line) for line in lines), {})
    known = _Known(known_sources, known_checks, known_media, known_terms)
    found = [
        *_unseen(lines),
        *_containers(tokens, lines, known),
        *_headings(tokens),
        *_inline(tokens, known),
        *_recordings(tokens),
    ]
    return sorted({Problem(problem.line + first_line - 1, problem.message) for problem in found})


@dataclass(frozen=True)
class _Known:
    sources: Collection[str]
    checks: Collection[str]
    media: Collection[str]
    terms: Collection[str] | None = None


def _unseen(lines: Sequence[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        for character in dict.fromkeys(UNSEEN.findall(line)):
            code = f"U+{ord(character):04X}"
            yield Problem(number, _("There is a character that nobody sees: %(code)s. Delete it.", code=code))


def _containers(tokens: Sequence[Token], lines: Sequence[str], known: _Known) -> Iterator[Problem]:
    open_boxes = 0
    seen: set[tuple[str, str]] = set()
    for token, following in zip_longest(tokens, tokens[1:]):
        if token.type == BOX_CLOSE:
            open_boxes -= 1
        if token.type != BOX_OPEN or token.map is None:
            continue
        open_boxes += 1
        first, end = token.map[0] + 1, token.map[1]
        name, attributes = container_of(token)
        said = {"name": name}
        if name not in CONTAINERS:
            allowed = ", ".join(CONTAINERS)
            yield Problem(
                first, _("There is no container “%(name)s”. Use one of: %(allowed)s.", allowed=allowed, **said)
            )
        if end >= len(lines) or not CLOSING.match(lines[end]):
            yield Problem(first, _("The container “%(name)s” is not closed with :::", **said))
        if open_boxes > 1:
            yield Problem(first, _("The container “%(name)s” stands inside another one.", **said))
        has_text = following is not None and following.type != BOX_CLOSE
        yield from (Problem(first, message) for message in _mark(name, attributes, seen, has_text=has_text))
        yield from (Problem(first, message) for message in _attributes(name, attributes, known))


def _mark(name: str, attributes: Mapping[str, str], seen: set[tuple[str, str]], *, has_text: bool) -> Iterator[str]:
    """What stands in a place of its own: a knowledge check, the way into the scenario."""
    if name not in {"check", "scenario"}:
        return
    mark = (name, attributes.get("key", "") if name == "check" else "")
    if has_text and name == "check":
        yield _("A check has no text of its own; its questions are in a file.")
    elif has_text:
        yield _("The place of the scenario has no text of its own.")
    if mark in seen and name == "check":
        yield _("The check “%(key)s” stands here a second time.", key=mark[1])
    elif mark in seen:
        yield _("The scenario stands here a second time.")
    seen.add(mark)


def _attributes(name: str, attributes: Mapping[str, str], known: _Known) -> Iterator[str]:
    for attribute in MUST_STATE.get(name, ()):
        if not attributes.get(attribute):
            yield _("The container “%(name)s” must state %(attribute)s.", name=name, attribute=f'{attribute}="…"')
    if name == "law-text" and attributes.get("source") and attributes["source"] not in known.sources:
        yield _unknown_source(attributes["source"])
    if name == "check" and attributes.get("key") and attributes["key"] not in known.checks:
        yield _("There is no check “%(key)s” in this module.", key=attributes["key"])
    if name == "law-in-force" and attributes.get("as_of") and iso_day(attributes["as_of"]) is None:
        yield _("“%(day)s” is not a day. Write it like 2026-11-01.", day=attributes["as_of"])


def _unknown_source(key: str) -> str:
    return _("There is no source “%(key)s”.", key=key)


def _headings(tokens: Sequence[Token]) -> Iterator[Problem]:
    before = FIRST_LEVEL - 1
    for token, inline in pairwise(tokens):
        if token.type != "heading_open" or token.map is None:
            continue
        line, level = token.map[0] + 1, int(token.tag[1])
        if not FIRST_LEVEL <= level <= LAST_LEVEL:
            yield Problem(line, _("Headings inside a text are ## or ###."))
        elif level > before + 1:
            yield Problem(line, _("A ### heading needs a ## heading above it."))
        if not plain_text(inline):
            yield Problem(line, _("A heading has no words."))
        before = level


def _inline(tokens: Sequence[Token], known: _Known) -> Iterator[Problem]:
    for token in tokens:
        if token.type != "inline" or token.map is None:
            continue
        line = token.map[0] + 1
        for stray in STRAY.finditer(token.content):
            at = line + token.content.count("\n", 0, stray.start())
            yield Problem(at, _("There are colons ::: that neither open nor close a container."))
        for child in token.children or []:
            line += child.type in {"softbreak", "hardbreak"}
            yield from (Problem(line, message) for message in CHECKS.get(child.type, _nothing)(child, known))


def _recordings(tokens: Sequence[Token]) -> Iterator[Problem]:
    """A recording is drawn as a block, which fits into no sentence and no table."""
    for before, token in pairwise(tokens):
        if token.type != "inline" or token.map is None or stands_alone(before, token):
            continue
        for child in token.children or []:
            if child.type == "image" and str(child.attrGet("src")).endswith(RECORDINGS):
                yield Problem(token.map[0] + 1, _("A recording stands alone, with an empty line above and below."))


def _nothing(token: Token, known: _Known) -> Iterator[str]:
    yield from ()


def _citation(token: Token, known: _Known) -> Iterator[str]:
    if token.meta["key"] not in known.sources:
        yield _unknown_source(token.meta["key"])


def _term(token: Token, known: _Known) -> Iterator[str]:
    if known.terms is not None and token.meta["key"] not in known.terms:
        yield _("The glossary explains no term “%(key)s”.", key=token.meta["key"])


def _picture(token: Token, known: _Known) -> Iterator[str]:
    source = str(token.attrGet("src") or "")
    if source.endswith(DOWNLOADS):
        yield _("A document is not shown but given away: [its title](%(source)s).", source=source)
        return
    if source.endswith(RECORDINGS):
        yield from _recording(source, plain_text(token), known)
        return
    if not plain_text(token):
        yield _("The picture “%(source)s” has no alternative text. Say what it teaches.", source=source)
    if source not in known.media:
        yield _("There is no picture “%(source)s” in this module.", source=source)


def _recording(source: str, title: str, known: _Known) -> Iterator[str]:
    if not title:
        yield _("The recording “%(source)s” has no title. Write it into the square brackets.", source=source)
    if source not in known.media:
        yield _("There is no recording “%(source)s” in this module.", source=source)


def _link(token: Token, known: _Known) -> Iterator[str]:
    address = str(token.attrGet("href") or "")
    if address.startswith(OWN_FILE):
        yield from _document(address, known)
    elif not is_safe_link(address):
        yield _("The link “%(address)s” leads nowhere. Begin it with https://, / or #.", address=address)


def _document(address: str, known: _Known) -> Iterator[str]:
    if not address.endswith(DOWNLOADS):
        yield _("A link gives a document away; a picture or recording is shown: ![…](%(address)s).", address=address)
    elif address not in known.media:
        yield _("There is no document “%(address)s” in this module.", address=address)


def _text(token: Token, known: _Known) -> Iterator[str]:
    if "[@" in token.content:
        yield _("A citation is written [@source place].")
    if "[?" in token.content:
        yield _("A term is written [?key words], with plain words.")
    if LEFT_OVER.search(token.content):
        yield _("This is no link: its words hold no citation and no term.")
    if TAG.search(token.content):
        yield _("HTML is shown as it is typed. Use Markdown.")


CHECKS: dict[str, Any] = {"citation": _citation, "image": _picture, "link_open": _link, "term": _term, "text": _text}
