"""HTML of other platforms as our plain text, and back.

Paragraphs, lines and items of lists become lines. What plain text cannot say is named in ``lost``, so that a reader can
remark on it; bold and italic letters are dropped without a word. The parser is told events and builds no tree, so depth
costs nothing; HTML knows no entities but its own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from lxml import etree

MOST_LETTERS = 100_000
_LINES = {"div", "li", "tr", "dt", "dd", "ul", "ol", "dl", "table", "section", "article", "header", "footer", "br"}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure"}
_SILENT = {"script", "style", "head", "title", "template", "noscript"}
#: Element to what it is called in remarks.
_LOST = {
    "table": "table",
    "del": "struck",
    "s": "struck",
    "strike": "struck",
    "sup": "raised",
    "sub": "raised",
    "math": "formula",
    "audio": "media",
    "video": "media",
    "iframe": "media",
    "object": "media",
    "embed": "media",
    "canvas": "media",
    "svg": "media",
}
_RAISED = {
    "sup": str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"),
    "sub": str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋"),
}
_DIGITS = re.compile(r"[0-9+-]+")
_FORMULAS = (("$$", "$$"), ("\\(", "\\)"), ("\\[", "\\]"))
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPACE = re.compile(r"[ \t\r\n\f]+")
#: A blank that keeps words together stays if it stands alone; editors put it beside others for no reason.
_BLANKS = re.compile(r"[ \t\u00a0]*[ \t][ \t\u00a0]*|\u00a0{2,}")
#: Blocks that we write around parts of a question, and know again.
BLOCKS = ("case", "passage")


class Picture(NamedTuple):
    source: str
    alt: str


@dataclass
class Page:
    """``texts``: the text of each of ``BLOCKS``, and under an empty name what stands in none of them."""

    texts: dict[str, str] = field(default_factory=dict)
    pictures: list[Picture] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """All of it."""
        return settled("\n\n".join(text for text in (self.texts.get("case"), self.texts.get("")) if text))


class _Events:
    """What the parser calls. Text gathers in the block that is open."""

    def __init__(self) -> None:
        self.gathered: dict[str, list[str]] = {"": []}
        self.page = Page()
        self.open: list[tuple[str, str]] = []
        self.block = ""
        self.silent = 0
        self.lists: list[int | None] = []
        self.preformatted = 0

    # lxml names these methods.
    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _SILENT:
            self.silent += 1
        self._open_block(tag, attributes.get("class", ""))
        self._break(tag)
        if tag in {"ul", "ol"}:
            self.lists.append(1 if tag == "ol" else None)
        starts: dict[str, Callable[[], None]] = {
            "li": self._item,
            "td": self._cell,
            "th": self._cell,
            "img": lambda: self._picture(attributes),
        }
        starts.get(tag, lambda: None)()
        if tag in _LOST and tag not in _RAISED:
            self.page.lost.add(_LOST[tag])
        self.preformatted += tag == "pre"

    def end(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        self.preformatted -= tag == "pre" and self.preformatted > 0
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag != "br":
            self._break(tag)
        self._close_block(tag)

    def data(self, data: str) -> None:
        if self.silent:
            return
        text = data if self.preformatted else _SPACE.sub(" ", data)
        raised = next((tag for tag, _was in reversed(self.open) if tag in _RAISED), None)
        if raised and text.strip():
            digits = _DIGITS.fullmatch(text.strip())
            text = text.strip().translate(_RAISED[raised]) if digits else text
            if not digits:
                self.page.lost.add("raised")
        self.gathered[self.block].append(text)

    def close(self) -> Page:
        self.page.texts = {block: settled("".join(pieces)) for block, pieces in self.gathered.items()}
        if any(_has_formula(text) for text in self.page.texts.values()):
            self.page.lost.add("formula")
        return self.page

    def _open_block(self, tag: str, classes: str) -> None:
        names = [name for name in classes.split() if name in BLOCKS]
        if tag in _RAISED or tag == "div":
            self.open.append((tag, self.block))
        if tag == "div" and names:
            self.block = names[0]
            self.gathered.setdefault(self.block, [])

    def _close_block(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                self.block = self.open[place][1]
                del self.open[place:]
                return

    def _break(self, tag: str) -> None:
        r"""``\v`` asks for a new line, ``\f`` for an empty one between; ``settled`` makes one of many."""
        if tag in _PARAGRAPHS:
            self.gathered[self.block].append("\f")
        elif tag == "br":
            self.gathered[self.block].append("\n")
        elif tag in _LINES:
            self.gathered[self.block].append("\v")

    def _item(self) -> None:
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self.gathered[self.block].append("– " if number is None else f"{number}. ")

    def _cell(self) -> None:
        if self.gathered[self.block] and not self.gathered[self.block][-1].endswith(("\v", "\f")):
            self.gathered[self.block].append(" | ")

    def _picture(self, attributes: dict[str, str]) -> None:
        self.page.pictures.append(Picture(attributes.get("src", ""), settled(attributes.get("alt", ""))))


def _has_formula(text: str) -> bool:
    return any((at := text.find(begin)) >= 0 and text.find(end, at + 2) > at for begin, end in _FORMULAS)


def settled(text: str) -> str:
    """Blanks in a row are one, at most one line is empty, nothing stands around."""
    text = re.sub(r"[ \t\u00a0]*[\v\f][\s\v\f]*", lambda found: "\n\n" if "\f" in found[0] else "\n", text)
    lines = [_BLANKS.sub(" ", line).strip(" \u00a0") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def page_of(html: str) -> Page:
    """What the HTML says. Only the first ``MOST_LETTERS`` are read; a caller refuses longer ones with a sentence."""
    html = _NOT_XML.sub("", html[:MOST_LETTERS])
    if "<" not in html and "&" not in html:
        return Page({"": settled(_SPACE.sub(" ", html))}, [], {"formula"} if _has_formula(html) else set())
    parser = etree.HTMLParser(target=_Events(), encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True)
    parser.feed(b"<!DOCTYPE html><html><body>" + html.encode() + b"</body></html>")
    return parser.close()


def html_of(text: str) -> str:
    """Plain text as HTML. Braces and brackets are written so that no platform takes them for signs of its own."""
    safe = escape(clean(settled(text)), quote=True)
    for sign, entity in (("{", "&#123;"), ("}", "&#125;"), ("[[", "&#91;&#91;")):
        safe = safe.replace(sign, entity)
    return safe.replace("\n", "<br />")


def clean(text: str) -> str:
    """Without the signs that XML cannot hold."""
    return _NOT_XML.sub("", text)
