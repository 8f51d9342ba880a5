"""Texts of a Moodle question: HTML, several languages, and the pictures that come inside the element."""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from lms.core.i18n import LANGUAGES, _
from lms.exchange.gap_texts import unmarked
from lms.exchange.html_texts import MOST_LETTERS, Page, Picture, page_of
from lms.exchange.losses_of_html import sentences_of
from lms.exchange.notes import LeftOut, Notes
from lms.exchange.pictures import Pictures
from lms.exchange.shared import no_words, split_languages, without_sources
from lms.exchange.xml_door import Element, child, children, place_of
from lms.questions.documents import Image, Words

PLUGIN_FILE = "@@PLUGINFILE@@"
_DATA = re.compile(r"data:image/[a-z+.-]{1,20};base64,([A-Za-z0-9+/=\s]+)")
#: Leaves a text of one language as it is.
Change = Callable[[str], str]


def _same(html: str) -> str:
    return html


@dataclass
class Asked:
    """The text of a question taken apart."""

    case: Words | None
    stem: Words
    passage: Words | None
    image: Image | None


class Texts:
    """Reads the texts of one question in ``language``, unless they say other languages themselves."""

    def __init__(self, language: str, notes: Notes, pictures: Pictures) -> None:
        self.language = language
        self.notes = notes
        self.pictures = pictures

    def words(self, holder: Element | None) -> Words:
        """The text in an element such as ``<answer>``; all empty if there is none."""
        words = no_words()
        for code, page in self._pages(holder, _same).items():
            words[code] = page.text
            if page.pictures and holder is not None:
                self.notes.lost(_("A picture here is left out; only a question has one."), place_of(holder))
        return words

    def optional(self, holder: Element | None) -> Words | None:
        words = self.words(holder)
        return words if any(words.values()) else None

    def feedback(self, holder: Element | None) -> tuple[Words, tuple[str, ...]]:
        """What is said of an answer, and the sources behind it."""
        words, named = no_words(), dict[str, None]()
        for code, text in self.words(holder).items():
            words[code], sources = without_sources(text)
            named.update(dict.fromkeys(sources))
        return words, tuple(named)

    def asked(self, holder: Element | None, change: Change = _same) -> Asked:
        """The text of the question itself. ``change`` is done to the HTML of each language."""
        found: dict[str, Words] = {"case": no_words(), "": no_words(), "passage": no_words()}
        alts, name = no_words(), None
        for code, page in self._pages(holder, change).items():
            for block, text in page.texts.items():
                found[block][code] = text
            if page.pictures and holder is not None:
                name = self._picture(holder, page.pictures) or name
                alts[code] = page.pictures[0].alt
        passage = found["passage"] if any(found["passage"].values()) else None
        case = found["case"] if any(found["case"].values()) else None
        return Asked(case, found[""], passage, Image(name, alts) if name else None)

    def _pages(self, holder: Element | None, change: Change) -> dict[str, Page]:
        html = html_in(holder)
        if not html or holder is None:
            return {}
        if len(html) > MOST_LETTERS:
            raise LeftOut(_("This text is longer than can be read."), place_of(holder))
        texts = split_languages(html, self.language)
        pages = {code: page_of(change(text)) for code, text in texts.items() if code in LANGUAGES and text}
        for sentence in sentences_of(set().union(*(page.lost for page in pages.values()))):
            self.notes.lost(sentence, place_of(holder))
        return pages

    def _picture(self, holder: Element, pictures: list[Picture]) -> str | None:
        if len({picture.source for picture in pictures}) > 1:
            self.notes.lost(_("Only the first picture is kept; a question has one."), place_of(holder))
        name, content = _content(holder, pictures[0].source)
        if content is None:
            self.notes.lost(_("The picture is not in the file, so it is left out."), place_of(holder))
            return None
        kept = self.pictures.take(name, content)
        if kept is None:
            self.notes.lost(
                _("The picture is not PNG, JPEG or WebP of at most 2 MB, so it is left out."), place_of(holder)
            )
        return kept


def html_in(holder: Element | None) -> str:
    """The text of an element as HTML, whatever its ``format``."""
    text = child(holder, "text")
    raw = (text.text or "") if text is not None else ((holder.text or "") if holder is not None else "")
    format = holder.get("format", "html") if holder is not None else "html"
    if format in {"plain_text", "markdown"}:
        raw = escape(raw.strip())
    raw = unmarked(raw).replace("\t", " ").strip()
    return raw if format == "html" else raw.replace("\n", "<br>")


def plain_in(holder: Element | None) -> str:
    """The text of an element that Moodle itself takes letter by letter."""
    text = child(holder, "text")
    return ((text.text or "") if text is not None else "").strip()


def _content(holder: Element, source: str) -> tuple[str, bytes | None]:
    data = _DATA.fullmatch(source)
    if data:
        return "picture", _decoded(data[1])
    if not source.startswith(PLUGIN_FILE):
        return "", None
    name = source.removeprefix(PLUGIN_FILE).lstrip("/").split("?")[0]
    for file in children(holder, "file"):
        wanted = f"{file.get('path', '/').strip('/')}/{file.get('name', '')}".lstrip("/")
        if _same_name(wanted, name) and file.get("encoding") == "base64":
            return file.get("name", ""), _decoded(file.text or "")
    return name, None


def _same_name(one: str, other: str) -> bool:
    """Addresses in HTML are quoted, names of files are not."""
    return other in {one, quote(one)}


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None
