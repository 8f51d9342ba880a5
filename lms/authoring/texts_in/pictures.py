"""The pictures of a Word file: where each stands, what its author says that it shows, and what of them can come in."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from lms.authoring.packs.pictures import NoPicture
from lms.authoring.texts_in.inline import ESCAPED, SIGNS, Links
from lms.core.i18n import _, n_
from lms.core.zips import ZipRefused
from lms.exchange.xml_door import inside, local

#: Puts the bytes of a picture into the module, or raises ``NoPicture``; the answer is its name there.
Take = Callable[[bytes], str]
#: What was deleted or moved away with changes tracked, and text boxes, which do not come in at all.
_NOT_READ = frozenset({"del", "moveFrom", "txbxContent"})
_LONGEST = 300


class Pictures:
    """``take`` is asked once for each file, in the order of the text."""

    def __init__(self, files: Mapping[str, bytes], links: Links, take: Take | None) -> None:
        self._files, self._links, self._take = files, links, take
        self._names: dict[str, str | NoPicture] = {}
        self._refused: Counter[str] = Counter()
        self._placed = 0

    def figures(self, element: Any) -> list[str]:
        """The pictures of a paragraph or a table as Markdown."""
        return [figure for drawing in _drawings(element) if (figure := self._figure(drawing))]

    def _figure(self, drawing: Any) -> str:
        blip = next(inside(drawing, "blip", "imagedata"), None)
        if blip is None or self._take is None:
            return ""
        try:
            name = self._name(blip, self._take)
        except NoPicture as refusal:
            self._refused[str(refusal)] += 1
            return ""
        self._placed += 1
        return f"![{_words_for(drawing)}](media/{name})"

    def _name(self, blip: Any, take: Take) -> str:
        path = self._links.file(blip)
        if path not in self._names:
            try:
                self._names[path] = take(self._content(path))
            except NoPicture as refusal:
                self._names[path] = refusal
        found = self._names[path]
        if isinstance(found, NoPicture):
            raise found
        return found

    def _content(self, path: str) -> bytes:
        """A picture at an address elsewhere is not fetched. Raises ``NoPicture``."""
        if path not in self._files:
            raise NoPicture(_("It is not in the file but elsewhere."))
        try:
            return self._files[path]
        except ZipRefused as refused:
            raise NoPicture(_("The picture is damaged.")) from refused

    def lost(self, body: Any) -> list[str]:
        """What did not come in, in sentences: drawings and charts have no reason but that they are no pictures."""
        all_of_them = [one for one in inside(body, "drawing", "pict") if next(inside(one, "txbxContent"), None) is None]
        others = len(all_of_them) - self._placed - self._refused.total()
        told = [(others, "")] if others > 0 else []
        told += [(number, reason) for reason, number in self._refused.items()]
        return [
            " ".join(
                filter(None, [n_("%(num)d picture did not come in.", "%(num)d pictures did not come in.", num), why])
            )
            for num, why in told
        ]


def _drawings(element: Any) -> Iterator[Any]:
    for drawing in inside(element, "drawing", "pict"):
        is_box = next(inside(drawing, "txbxContent"), None) is not None
        if not is_box and not any(local(above) in _NOT_READ for above in drawing.iterancestors()):
            yield drawing


def _words_for(drawing: Any) -> str:
    """The alternative text of the file; where it has none, none is invented, and the checks ask for it."""
    facts = next(inside(drawing, "docPr"), None)
    if facts is None:
        facts = next(inside(drawing, "shape"), None)
    said = (facts.get("descr") or facts.get("title") or facts.get("alt") or "") if facts is not None else ""
    words = re.sub(r"\s+", " ", said).strip()[:_LONGEST]
    return SIGNS.sub(ESCAPED, words)
