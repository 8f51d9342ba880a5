"""A text of GIFT: its format in brackets, its languages, its HTML."""

import re

from lms.exchange.gift.syntax import escaped, plain
from lms.exchange.markup import from_html, is_html, note_markdown, to_html
from lms.exchange.notes import Notes
from lms.exchange.shared import joined, split_raw, with_sources, without_sources
from lms.questions.documents import Words
from lms.questions.texts import tidy

_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_NEEDS_HTML = re.compile(r"[&<>\n\t]|  ")
_MISTAKEN = re.compile(r"[%\[]")
DEFAULT = "moodle"
#: Stands where the gap is while languages and HTML are taken apart; no text has it.
_GAP = "\ufde0"


def format_of(raw: str, otherwise: str = DEFAULT) -> tuple[str, str]:
    """The format in which a text is written, and the text behind its mark."""
    raw = raw.lstrip()
    found = _FORMAT.match(raw)
    return (found[1].lower(), raw[found.end() :]) if found else (otherwise, raw)


def words_from(raw: str, form: str, language: str, notes: Notes) -> Words:
    """The text in three languages, plain."""
    form, text = format_of(raw, form)
    return _tidied(converted(split_raw(_said(text, form), language), form, notes))


def passage_from(before: str, after: str, form: str, language: str, notes: Notes) -> Words:
    """A text with a gap ``{a}`` in it, in the languages that have the gap."""
    text = _said(f"{before}{_GAP}{after}", form).replace("\n", " ")
    words = converted(split_raw(text, language), form, notes)
    return {
        code: tidy(said.replace(_GAP, "{a}")) if said.replace(_GAP, "").strip() else "" for code, said in words.items()
    }


def reason_from(raw: str, form: str, language: str, notes: Notes) -> tuple[Words, tuple[str, ...]]:
    """A feedback and the sources behind it."""
    form, text = format_of(raw, form)
    said, sources = without_sources(_said(text, form))
    return _tidied(converted(split_raw(said, language), form, notes)), sources


def _tidied(words: Words) -> Words:
    return {code: tidy(text) for code, text in words.items()}


def converted(words: Words, form: str, notes: Notes) -> Words:
    if form == "markdown":
        for text in words.values():
            note_markdown(text, notes)
    if form in {"html", DEFAULT}:
        return {
            code: from_html(text, notes) if form == "html" or is_html(text) else text for code, text in words.items()
        }
    return words


def _said(text: str, form: str) -> str:
    """Line ends of the file are blanks in HTML and where somebody wrapped a line by hand in an answer."""
    return plain(" ".join(text.split("\n")) if form == "html" else text)


class Hand:
    """Writes the texts of one question, all in one format: HTML where a sign or a line break needs it."""

    def __init__(self, texts: list[Words | None]) -> None:
        self.is_html = any(_NEEDS_HTML.search(text) for words in texts if words for text in words.values())

    @property
    def mark(self) -> str:
        return "[html]" if self.is_html else ""

    def words(self, words: Words | None) -> str:
        said = {code: to_html(text) if self.is_html else text for code, text in (words or {}).items()}
        return self._unmistakable(escaped(joined(said)))

    def reason(self, feedback: Words | None, sources: tuple[str, ...]) -> str:
        said = {code: to_html(text) if self.is_html else text for code, text in (feedback or {}).items()}
        named = tuple(to_html(source) if self.is_html else source for source in sources)
        return self._unmistakable(escaped(with_sources(joined(said), named)))

    def matched(self, words: Words) -> str:
        """The right side of a pair: plain text there, in every language."""
        return escaped(joined(words))

    def one(self, text: str) -> str:
        """A text that people type: never HTML, and in no language."""
        return self._unmistakable(escaped(text))

    def _unmistakable(self, text: str) -> str:
        """What begins like a percentage or a format gets its format before it."""
        return f"{self.mark or f'[{DEFAULT}]'}{text}" if _MISTAKEN.match(text) else text
