"""Word files (DOCX): structure is kept, looks are not.

Headings, lists, tables, quotations, links, notes, pictures, strong and stressed words come in; what was deleted with
changes tracked does not. A zip of XML from a stranger: opened with limits, read behind the door for such files.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lms.authoring.texts_in.found import FoundText, as_lesson, refuse_beyond_lesson
from lms.authoring.texts_in.inline import Inline, Links, safe_start
from lms.authoring.texts_in.pictures import Pictures, Take
from lms.core.i18n import _, n_
from lms.core.zips import Limits, ZipRefused, opened
from lms.exchange.readings import Refused
from lms.exchange.xml_door import child, children, inside, local, parsed

LIMITS = Limits(files=3000, total=60 * 1024 * 1024)
MAIN = "word/document.xml"
_PARTS = ("word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/_rels/document.xml.rels")
_LEVELS = {f"heading {level}": level for level in range(1, 7)}
_QUOTES = frozenset({"quote", "intense quote"})
#: Around which a paragraph may be wrapped.
_WRAPS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"})


def read_word(content: bytes, take: Take | None = None) -> FoundText:
    """Raises ``Refused`` for what is no Word file, or one that is too large."""
    try:
        members = opened(io.BytesIO(content), LIMITS)
        try:
            parts = {path: parsed(members[path], name=path) for path in (MAIN, *_PARTS) if path in members}
            body = child(parts.get(MAIN), "body")
            if body is None:
                raise Refused(_("This is not a Word file (DOCX) that can be read."))
            return _Reader(parts, members, take).text(body)
        finally:
            members.close()
    except ZipRefused as refused:
        raise Refused(_("This is not a Word file (DOCX) that can be read.")) from refused


@dataclass
class _List:
    """The list that is being written: how far each of its levels is moved in."""

    lines: list[str] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)


class _Style(NamedTuple):
    """What a style says, looked up once: any number of paragraphs may name it. ``name`` is how Word itself calls it."""

    name: str
    based_on: str
    numbering: Any


NO_STYLE = _Style("", "", None)


def _style(element: Any) -> _Style:
    name, based_on = (attribute(child(element, one), "val") for one in ("name", "basedOn"))
    return _Style(name.lower(), based_on, child(child(element, "pPr"), "numPr"))


class _Reader:
    def __init__(self, parts: dict[str, Any], files: Mapping[str, bytes], take: Take | None) -> None:
        styles = children(parts.get("word/styles.xml", ()), "style")
        self.styles = {attribute(one, "styleId"): _style(one) for one in styles}
        links = Links(parts.get("word/_rels/document.xml.rels"))
        self.inline, self.pictures = Inline(links), Pictures(files, links, take)
        self.formats = _formats(parts.get("word/numbering.xml"))
        self.notes = {attribute(one, "id"): one for one in children(parts.get("word/footnotes.xml", ()), "footnote")}
        self.blocks: list[str] = []
        #: Of the items of the list that is being written: they stand after it.
        self.waiting: list[str] = []
        self.list: _List | None = None
        self.title = ""

    def text(self, body: Any) -> FoundText:
        for older in list(inside(body, "Fallback")):  # the same once more, for programs of before
            older.getparent().remove(older)
        self._read(body)
        self._end_list()
        for name in list(self.inline.notes):  # a note that names notes is no reason to go on
            words = self.inline.of_all(inside(self.notes[name], "p")) if name in self.notes else ""
            self.blocks.append(f"[^{name}]: {words or '–'}")
        return as_lesson(self.blocks, self.title, self._lost(body))

    def _lost(self, body: Any) -> list[str]:
        boxes = sum(1 for _one in inside(body, "txbxContent"))
        remarks = sum(1 for _one in inside(body, "commentReference"))
        sentences = (
            (boxes, n_("%(num)d text box did not come in.", "%(num)d text boxes did not come in.", boxes)),
            (remarks, n_("%(num)d comment did not come in.", "%(num)d comments did not come in.", remarks)),
        )
        return [*self.pictures.lost(body), *(sentence for number, sentence in sentences if number)]

    def _read(self, parent: Any) -> None:
        for element in children(parent):
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._end_list()
                self._table(element)
                self.blocks += self.pictures.figures(element)
            elif name in _WRAPS:
                self._read(element)

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        words = self.inline.of(element)
        item = self._item(element)
        if item is not None and style not in _LEVELS:
            self._add_item(words, *item)
            self.waiting += self.pictures.figures(element)
            return
        self._end_list()
        if words:
            self._add_words(element, words, style)
        self.blocks += self.pictures.figures(element)

    def _add_words(self, element: Any, words: str, style: str) -> None:
        if style == "title" and not self.title:
            self.title = self.inline.plain(element)
        elif style in _LEVELS:
            self.blocks.append(f"{'#' * _LEVELS[style]} {self.inline.plain(element)}")
        else:
            self.blocks.append(f"> {safe_start(words)}" if style in _QUOTES else safe_start(words))

    def _style(self, element: Any) -> str:
        """The name of the paragraph's style, or of the one that it rests on."""
        style = self._own_style(element)
        for _step in range(10):
            if style.name in _LEVELS or style.name in _QUOTES or style.name == "title":
                return style.name
            style = self.styles.get(style.based_on, NO_STYLE)
        return ""

    def _own_style(self, element: Any) -> _Style:
        return self.styles.get(attribute(child(child(element, "pPr"), "pStyle"), "val"), NO_STYLE)

    def _item(self, element: Any) -> tuple[int, bool] | None:
        """Level and whether it is numbered, of an item of a list."""
        numbering = child(child(element, "pPr"), "numPr")
        if numbering is None:
            numbering = self._own_style(element).numbering
        number = attribute(child(numbering, "numId"), "val")
        if number in ("", "0"):
            return None
        level = attribute(child(numbering, "ilvl"), "val")
        depth = int(level) if level.isdecimal() and len(level) == 1 else 0
        return depth, self.formats.get((number, str(depth)), "bullet") not in ("bullet", "none")

    def _add_item(self, words: str, depth: int, is_numbered: bool) -> None:  # noqa: FBT001
        if not words:
            return
        if self.list is None:
            self.list = _List()
        mark = "1. " if is_numbered else "- "
        above = self.list.widths[:depth]
        self.list.widths = [*above, len(mark)]
        self.list.lines.append(" " * sum(above) + mark + safe_start(words))

    def _end_list(self) -> None:
        if self.list is not None:
            self.blocks.append("\n".join(self.list.lines))
            self.list = None
        self.blocks += self.waiting
        self.waiting = []

    def _table(self, element: Any) -> None:
        cells = [children(row, "tc") for row in children(element, "tr")]
        width = max(map(len, cells), default=0)
        if not width:
            return
        refuse_beyond_lesson(width * len(cells))  # before short rows are filled up to the longest
        rows = [[self.inline.of_all(inside(cell, "p")).replace("\n", " ") or " " for cell in row] for row in cells]
        head, *rest = ([*row, *[" "] * (width - len(row))] for row in rows)
        lines = [head, ["---"] * width, *rest]
        self.blocks.append("\n".join(f"| {' | '.join(line)} |" for line in lines))


def attribute(element: Any, name: str) -> str:
    """An attribute of any namespace; empty where there is none."""
    if element is None:
        return ""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")


def _formats(numbering: Any) -> dict[tuple[str, str], str]:
    """Number of a list and level to how it counts."""
    if numbering is None:
        return {}
    abstract = {
        attribute(one, "abstractNumId"): {
            attribute(level, "ilvl"): attribute(child(level, "numFmt"), "val") for level in children(one, "lvl")
        }
        for one in children(numbering, "abstractNum")
    }
    return {
        (attribute(one, "numId"), level): form
        for one in children(numbering, "num")
        for level, form in abstract.get(attribute(child(one, "abstractNumId"), "val"), {}).items()
    }
