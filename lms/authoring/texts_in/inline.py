"""The words of a paragraph in a Word file as Markdown."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from lms.exchange.xml_door import child, children, local

SIGNS = re.compile(r"([\\\\`*_\[\]<>|~^])")
ESCAPED = r"\\\1"
_START = re.compile(r"([-+#]|:::|\d{1,9}(?=[.)]\s))")
_SPACES = re.compile(r"[ \t\u2002\u2003]+")
_CLOSING = re.compile(r"\s?([,;:!?)»”]|\.(?!\.))")
_OFF = frozenset({"0", "false", "off", "none"})
#: What stands around runs and says nothing by itself.
_AROUND = frozenset({"ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"})


class Piece(NamedTuple):
    words: str
    strong: bool = False
    stressed: bool = False
    #: Markdown already: a link, a mark of a note.
    is_made: bool = False


class Links:
    """Addresses and files by the names that the file has for them; only addresses that begin with https."""

    def __init__(self, relations: Any) -> None:
        rows = children(relations) if relations is not None else []
        self._targets = {row.get("Id"): row.get("Target", "") for row in rows}
        self._outside = {row.get("Id") for row in rows if row.get("TargetMode") == "External"}

    def address(self, element: Any) -> str:
        name = next((value for key, value in element.items() if key.endswith("}id")), None)
        address = self._targets.get(name, "")
        is_sound = address.startswith("https://") and not re.search(r"[\s()<>]", address)
        return address if is_sound else ""

    def file(self, element: Any) -> str:
        """The path of what is embedded, inside the file; empty for what is only linked."""
        names = {key.rpartition("}")[2]: value for key, value in element.items() if key.startswith("{")}
        name = names.get("embed") or names.get("id", "")
        target = self._targets.get(name, "")
        if not target or name in self._outside:
            return ""
        return target[1:] if target.startswith("/") else f"word/{target}"


class Inline:
    """Reads paragraphs; ``notes`` gathers the footnotes that they name."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.notes: dict[str, None] = {}

    def of(self, paragraph: Any) -> str:
        return "".join(map(_written, _joined(self._pieces(paragraph)))).strip()

    def of_all(self, paragraphs: Iterable[Any]) -> str:
        return " ".join(filter(None, map(self.of, paragraphs)))

    def plain(self, paragraph: Any) -> str:
        """Without strong and stressed words: of a heading."""
        pieces = [piece._replace(strong=False, stressed=False) for piece in self._pieces(paragraph)]
        return "".join(map(_written, _joined(pieces))).strip()

    def _pieces(self, parent: Any) -> list[Piece]:
        pieces: list[Piece] = []
        for element in children(parent):
            name = local(element)
            if name == "r":
                pieces += self._run(element)
            elif name == "hyperlink":
                words, address = self._pieces(element), self.links.address(element)
                text = "".join(map(_written, _joined(words))).strip()
                pieces += [Piece(f"[{text}]({address})", is_made=True)] if address and text else words
            elif name in _AROUND:
                pieces += self._pieces(element)
        return pieces

    def _run(self, run: Any) -> list[Piece]:
        looks = child(run, "rPr")
        strong, stressed = _is_on(looks, "b"), _is_on(looks, "i")
        pieces = []
        for element in children(run):
            name = local(element)
            if name == "t":
                pieces.append(Piece(element.text or "", strong, stressed))
            elif name in ("tab", "br", "cr"):
                pieces.append(Piece(" ", strong, stressed))
            elif name == "noBreakHyphen":
                pieces.append(Piece("\u2011", strong, stressed))
            elif name == "footnoteReference":
                note = next((value for key, value in element.items() if key.endswith("}id")), "")
                if note.isdecimal():
                    self.notes[note] = None
                    pieces.append(Piece(f"[^{note}]", is_made=True))
        return pieces


def _is_on(looks: Any, name: str) -> bool:
    element = child(looks, name)
    return element is not None and not _OFF.intersection(element.values())


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbours that look the same as one; blanks belong to no look."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and not last.is_made and not piece.is_made and (last[1:] == piece[1:] or not piece.words.strip()):
            joined[-1] = last._replace(words=last.words + piece.words)
        elif piece.words:
            joined.append(piece)
    return _closed_up(joined)


def _closed_up(pieces: list[Piece]) -> list[Piece]:
    """Word marks the blank behind a word with it; before a full stop there is none."""
    for place, (piece, follows) in enumerate(pairwise(list(pieces))):
        if (piece.strong or piece.stressed) and not follows.is_made and _CLOSING.match(follows.words):
            pieces[place] = pieces[place]._replace(words=pieces[place].words.rstrip())
            pieces[place + 1] = follows._replace(words=follows.words.lstrip())
    return pieces


def _written(piece: Piece) -> str:
    if piece.is_made:
        return piece.words
    words = _SPACES.sub(" ", piece.words)
    inner = words.strip()
    if not inner:
        return words
    mark = "**" * piece.strong + "*" * piece.stressed
    start, end = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{start}{mark}{SIGNS.sub(ESCAPED, inner)}{mark[::-1]}{end}"


def safe_start(words: str) -> str:
    """A line that would begin a list, a heading or a box is a line of words."""
    found = _START.match(words)
    if not found:
        return words
    if words[found.end() : found.end() + 1] in (".", ")"):
        return f"{found[0]}\\{words[found.end() :]}"
    return f"\\{words}"
