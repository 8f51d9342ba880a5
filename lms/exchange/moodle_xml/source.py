"""A Moodle question while it is read, and what comes of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from lms.core.i18n import LANGUAGES, _
from lms.exchange.moodle_xml.texts import Asked, Texts, html_in
from lms.exchange.notes import LeftOut, Notes
from lms.exchange.readings import Answer
from lms.exchange.shared import Facts
from lms.exchange.weights import share_of
from lms.exchange.xml_door import Element, child, children, place_of, text_of
from lms.questions.documents import Words

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Held(NamedTuple):
    """``fields``: those of the question that its kind decides."""

    asked: Asked
    fields: dict[str, Any]
    answers: Sequence[Answer] = ()


@dataclass(frozen=True)
class Source:
    """The element, and what is needed to read it."""

    element: Element
    language: str
    texts: Texts
    notes: Notes
    facts: Facts
    #: Elements that the kind has taken care of.
    taken: set[str] = field(default_factory=set)

    def child(self, name: str) -> Element | None:
        return child(self.element, name)

    def children(self, *names: str) -> list[Element]:
        return children(self.element, *names)

    def value(self, name: str, otherwise: str = "") -> str:
        found = self.child(name)
        return text_of(found) if found is not None else otherwise

    def says(self, name: str, *, otherwise: bool) -> bool:
        """Moodle writes ``true`` and ``1``."""
        return {"true": True, "1": True, "false": False, "0": False}.get(self.value(name).lower(), otherwise)

    @property
    def title(self) -> str:
        return self.shown(self.texts.words(self.child("name"))) or self.facts.key

    def asked(self) -> Asked:
        return self.texts.asked(self.child("questiontext"))

    def share(self, answer: Element) -> Fraction:
        """What the answer earns of the point. An answer whose weight is no number is a reason to leave out."""
        share = share_of(answer.get("fraction", "0"))
        if share is None:
            raise LeftOut(_("The weight of an answer is not a number."), place_of(answer))
        return share

    def shown(self, words: Words) -> str:
        """A text for lists of answers: in the language asked for, or in whatever there is."""
        return words.get(self.language) or next((words[code] for code in LANGUAGES if words.get(code)), "")

    def answer(self, text: Words | str, share: Fraction, feedback: Words) -> Answer:
        shown = text if isinstance(text, str) else self.shown(text)
        return Answer(shown, round(float(share * 100), 5), self.shown(feedback))


def key_at(place: int) -> str:
    """``a``, ``b`` … ``z``, ``a1``, ``b1`` …"""
    turn, letter = divmod(place, len(LETTERS))
    return f"{LETTERS[letter]}{turn or ''}"


def is_said(element: Element | None) -> bool:
    return bool(html_in(element))
