"""An item while it is read."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from lms.core.i18n import _
from lms.exchange.html_texts import Page, settled
from lms.exchange.losses_of_html import sentences_of
from lms.exchange.notes import Notes
from lms.exchange.pictures import Pictures
from lms.exchange.qti.bodies import Replace, page_in, text_in
from lms.exchange.qti.names import attribute, first, key_from, place_in, within
from lms.exchange.qti.package import ItemFile, Package
from lms.exchange.qti.scoring import Case, Declaration, cases_in, declarations_in
from lms.exchange.readings import Answer
from lms.exchange.shared import Facts, no_words, without_sources
from lms.exchange.xml_door import Element
from lms.questions.documents import Image, Words

#: The feedback that is open to everybody, and that for any other answer, in our own files.
#: No key of ours has capital letters.
EXPLANATION, OTHERWISE = "GENERAL", "OTHER"


class Held(NamedTuple):
    """``fields``: those of the question that its kind decides."""

    fields: dict[str, Any]
    answers: list[Answer]


@dataclass(frozen=True)
class Source:
    file: ItemFile
    package: Package
    language: str
    notes: Notes
    pictures: Pictures
    facts: Facts
    declarations: dict[str, Declaration]
    cases: list[Case]
    feedback: dict[str, str]

    @property
    def root(self) -> Element:
        return self.file.root

    @property
    def body(self) -> Element | None:
        return first(self.root, "itemBody")

    def place(self, element: Element) -> str:
        return place_in(self.file.path, element)

    def lost(self, text: str, element: Element | None = None) -> None:
        self.notes.lost(text, self.place(element) if element is not None else "")

    def words(self, text: str) -> Words:
        return {**no_words(), self.language: text}

    def optional(self, text: str) -> Words | None:
        return self.words(text) if text else None

    def said(self, identifier: str) -> tuple[Words, tuple[str, ...]]:
        """The feedback of this name, and the sources behind it."""
        text, sources = without_sources(self.feedback.get(identifier, ""))
        return self.words(text), sources

    def declaration(self, interaction: Element) -> Declaration:
        name = attribute(interaction, "responseIdentifier")
        return self.declarations.get(name, Declaration(name, "", "single", ()))

    def page(self, element: Element | None, replace: Replace = lambda element: None) -> Page:
        page = page_in(element, replace)
        for sentence in sentences_of(page.lost):
            self.lost(sentence, element)
        return page

    def text(self, element: Element) -> str:
        page = self.page(element)
        if page.pictures:
            self.lost(_("A picture here is left out; only a question has one."), element)
        return page.text

    def image(self, page: Page) -> Image | None:
        """The first picture of the body."""
        if not page.pictures:
            return None
        if len({picture.source for picture in page.pictures}) > 1:
            self.lost(_("Only the first picture is kept; a question has one."), self.body)
        name, content = self.package.media(self.file.path, page.pictures[0].source)
        kept = self.pictures.take(name, content) if content is not None else None
        if content is None:
            self.lost(_("The picture is not in the file, so it is left out."), self.body)
        elif kept is None:
            self.lost(_("The picture is not PNG, JPEG or WebP of at most 2 MB, so it is left out."), self.body)
        return Image(kept, self.words(page.pictures[0].alt)) if kept else None


def feedback_in(item: Element) -> dict[str, str]:
    """Name to text of everything that is said after answering."""
    found: dict[str, str] = {}
    for element in within(item, "modalFeedback", "feedbackInline", "feedbackBlock"):
        name = attribute(element, "identifier")
        text = text_in(first(element, "contentBody") if first(element, "contentBody") is not None else element)
        if attribute(element, "showHide", "show") != "hide" and settled(text):
            found.setdefault(name, text)
    return found


def source_of(
    file: ItemFile, package: Package, language: str, notes: Notes, pictures: Pictures, facts: Facts
) -> Source:
    declarations = declarations_in(file.root)
    return Source(
        file, package, language, notes, pictures, facts, declarations, cases_in(file.root, declarations),
        feedback_in(file.root),
    )  # fmt: skip


def keys_of(names: list[str]) -> dict[str, str]:
    """Identifier to key: what is in it, if that can be a key and is there once; otherwise letters."""
    wished = [key_from(name) for name in names]
    if all(wished) and len(set(wished)) == len(wished):
        return dict(zip(names, wished, strict=True))
    return {name: f"o{place}" for place, name in enumerate(dict.fromkeys(names), start=1)}
