"""What lessons are made of and what they refer to, language by language."""

import re
from collections.abc import Iterator
from typing import Any

from lms.core.markdown.parsing import BOX_OPEN, CITATION, container_of, parse

_MEDIA = "media/"


def source_key(citation: str) -> str:
    """The key of ``un-plan-2015 para. 2``."""
    return citation.split(" ", 1)[0]


def sources_cited(data: Any) -> set[str]:
    """Keys of all sources that plain data cite, in lists of sources and in lessons."""
    cited: set[str] = set()
    if isinstance(data, dict):
        for name, value in data.items():
            if name in ("sources", "standard_sources", "explanation_sources") and isinstance(value, list | tuple):
                cited |= {source_key(item) for item in value if isinstance(item, str)}
            elif name == "body" and isinstance(value, str):
                cited |= sources_in(value)
            else:
                cited |= sources_cited(value)
    elif isinstance(data, list | tuple):
        for item in data:
            cited |= sources_cited(item)
    return cited


def sources_in(body: str) -> set[str]:
    """Keys of the sources a lesson cites and quotes."""
    quoted = set(re.findall(r'^:::+ *law-text *\{[^}\n]*source="([^"]+)"', body, re.MULTILINE))
    resting = re.findall(r'^:::+ *analysis *\{[^}\n]*basis="([^" ]+)', body, re.MULTILINE)
    return quoted | set(resting) | {found[1] for found in CITATION.finditer(body)}


def places_cited(body: str) -> Iterator[tuple[str, int]]:
    """Every place in a source that a text names, in a citation or over a box, with its line, counted from 1."""
    line = 1
    for token in parse(body, {}):
        line = token.map[0] + 1 if token.map else line
        if token.type == BOX_OPEN:
            _name, attributes = container_of(token)
            yield attributes.get("at", ""), line
            yield attributes.get("basis", "").partition(" ")[2], line
        for child in token.children or ():
            if child.type == "citation":
                yield child.meta["place"], line


def terms_in(body: str) -> set[str]:
    """Keys of the words of the glossary that a lesson marks."""
    tokens = parse(body, {}) if "[?" in body else ()
    return {child.meta["key"] for token in tokens for child in token.children or () if child.type == "term"}


def media_in(body: str) -> set[str]:
    """Names of the pictures and recordings a lesson shows, and of the documents that it gives away."""
    return {name for name, _line in media_places(body)}


def media_places(body: str) -> Iterator[tuple[str, int]]:
    """The same with the line, counted from 0, on which their paragraph begins."""
    line = 0
    for token in parse(body, {}) if _MEDIA in body else ():
        line = token.map[0] if token.map else line
        for child in token.children or ():
            address = str(child.attrs.get("src" if child.type == "image" else "href", ""))
            if child.type in {"image", "link_open"} and address.startswith(_MEDIA):
                yield address.removeprefix(_MEDIA), line


#: (kind, detail, line) of a heading, container, citation or picture.
Part = tuple[str, str, int]


def outline_of(body: str) -> list[Part]:
    """What must stand in the same order in all languages."""
    parts: list[Part] = []
    line = 1
    for token in parse(body, {}):
        line = token.map[0] + 1 if token.map else line
        if token.type == "heading_open":
            parts.append(("heading", token.tag, line))
        elif token.type == BOX_OPEN:
            name, attributes = container_of(token)
            parts.append((name, attributes.get("key") or attributes.get("source") or "", line))
        for child in token.children or ():
            if child.type == "citation":
                parts.append(("citation", child.meta["key"], line))
            elif child.type == "image":
                parts.append(("picture", "", line))
            elif child.type == "link_open" and str(child.attrs.get("href", "")).startswith(_MEDIA):
                parts.append(("download", "", line))
    return parts


def canonical_body(text: str) -> str:
    """The one spelling of a lesson's text: plain line ends, no empty lines around it, one line end after it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n") + "\n"
