"""A drawn lesson as data for the typesetter: the same words and pictures, and nothing that only a screen can do.

A text is a string, anything else a mapping with ``t`` (what it is) and ``c`` (what is inside it).
"""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from lms.authoring.books.chapters import name_at

Node = str | dict[str, Any]

BLANKS = re.compile(r"[ \t\r\n]+")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3}
#: Where blanks at both ends mean nothing.
BLOCKS = frozenset(
    {
        "p",
        "div",
        "blockquote",
        "ul",
        "ol",
        "li",
        "details",
        "summary",
        "section",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "pre",
        *HEADINGS,
    }
)
INSIDE = frozenset({"strong", "em", "sup", "code", "cite"})
FLOWING = frozenset({"a", "picture", "br", *INSIDE})
#: Classes of a block that has a frame on the page.
FRAMED = frozenset({"law-text", "law-in-force", "case", "note", "practice", "check", "material"})
OUTSIDE = re.compile(r"https?://")


def nodes_of(body: str) -> list[Node]:
    """What stands in a piece of drawn HTML."""
    root = html.fragment_fromstring(body, create_parent="div")
    for element in list(root.iter("audio", "video")):
        element.drop_tree()
    for element in root.xpath("//a[@class='back'] | //p[@class='sideways']"):
        element.drop_tree()
    return _Levels().within(root)


class _Levels:
    """Headings of a piece: none is deeper by more than one than the one before it."""

    def __init__(self) -> None:
        self.level = 1

    def within(self, element: etree._Element) -> list[Node]:
        inside = list(_texts_joined(self._parts(element)))
        return _stripped(inside) if element.tag in BLOCKS else inside

    def _parts(self, element: etree._Element) -> Iterator[Node]:
        is_typed = element.tag in ("pre", "code")
        yield _text(element.text, is_typed=is_typed)
        for child in element:
            yield from self._node(child)
            yield _text(child.tail, is_typed=is_typed)

    def _node(self, element: etree._Element) -> Iterator[Node]:
        tag = str(element.tag)
        if tag in HEADINGS:
            self.level = min(HEADINGS[tag], self.level + 1)
            yield {"t": "heading", "level": self.level, "c": self.within(element)}
        elif tag == "img":
            address = str(element.get("src", ""))
            yield {"t": "picture", "name": name_at(address), "alt": element.get("alt", "")}
        elif tag == "a":
            yield from self._link(element)
        elif tag == "table":
            yield self._table(element)
        elif tag in ("ul", "ol"):
            items = [self.within(item) for item in element.iter("li") if item.getparent() is element]
            yield {"t": tag, "letters": element.get("type") == "a", "start": int(element.get("start", "1")), "c": items}
        elif tag in ("dt", "dd"):
            inside = self.within(element)
            yield {"t": "p", "c": [{"t": "strong", "c": inside}] if tag == "dt" else inside}
        elif tag in ("br", "hr"):
            yield {"t": tag}
        elif tag in BLOCKS or tag in INSIDE:
            yield {"t": _kind(element), "c": self.within(element)}
        else:
            yield from self.within(element)

    def _link(self, element: etree._Element) -> Iterator[Node]:
        """Whoever reads on paper needs the address of a source; other addresses lead to where one can look them up."""
        address = element.get("href", "")
        if not OUTSIDE.match(address):
            yield from self.within(element)
            return
        is_source = bool(element.xpath("ancestor::section[@class='sources'] | ancestor::cite"))
        yield {"t": "a", "to": address, "printed": is_source, "c": self.within(element)}

    def _table(self, element: etree._Element) -> Node:
        rows = [
            [{"head": cell.tag == "th", "c": self.within(cell)} for cell in row.iter("th", "td")]
            for row in element.iter("tr")
        ]
        widest = max(map(len, rows), default=0)
        empty: dict[str, Any] = {"head": False, "c": []}
        return {"t": "table", "columns": widest, "c": [row + [empty] * (widest - len(row)) for row in rows]}


def _kind(element: etree._Element) -> str:
    name = str(element.get("class", ""))
    if name in FRAMED:
        return "frame"
    return "label" if name == "box-label" else str(element.tag)


def _text(words: str | None, *, is_typed: bool) -> str:
    return (words or "") if is_typed else BLANKS.sub(" ", words or "")


def _texts_joined(parts: Iterator[Node]) -> Iterator[Node]:
    """Texts that stand side by side are one; empty ones are none."""
    waiting = ""
    for part in parts:
        if isinstance(part, str):
            waiting += part
            continue
        if waiting:
            yield waiting
        waiting = ""
        yield part
    if waiting:
        yield waiting


def _stripped(nodes: list[Node]) -> list[Node]:
    """Without blanks at the ends, nor beside blocks."""
    kept: list[Node] = []
    for index, node in enumerate(nodes):
        left = node
        if isinstance(left, str):
            left = left if index and _flows(nodes[index - 1]) else left.lstrip(" ")
            left = left if index + 1 < len(nodes) and _flows(nodes[index + 1]) else left.rstrip(" ")
        if left:
            kept.append(left)
    return kept


def _flows(node: Node) -> bool:
    """Whether it stands in a line, with text around it."""
    return isinstance(node, str) or node["t"] in FLOWING
