"""Single texts: all three languages there, no letters of a foreign alphabet inside a word, nobody's personal data."""

import re
from collections.abc import Iterator
from typing import Any

from lms.authoring.packs.problems import Level, Place, Problem
from lms.catalogue.texts import texts_of, words_of
from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _
from lms.core.markdown.parsing import UNSEEN

#: A run of letters. Hyphens part words, so that “SIM-карта” is two.
WORD = re.compile(r"[A-Za-z\u0400-\u04ff]+")
LATIN, CYRILLIC = re.compile(r"[A-Za-z]"), re.compile(r"[\u0400-\u04ff]")
#: A mark that was to be replaced: {name}, {case}. Attributes of containers hold an equals sign.
MARKER = re.compile(r"\{/?[A-Za-z_][\w ]*\}")
ADDRESS = re.compile(r"https?://\S+|\[@[^\]]*\]|\]\([^)]*\)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
#: +996 and nine digits, or 0 and nine digits, however they are grouped.
PHONE = re.compile(r"(?<!\d)(?:\+?996|0)[\s\u00a0()-]*\d{3}(?:[\s\u00a0()-]*\d{2,3}){2,3}(?!\d)")
#: The personal number of the Kyrgyz Republic has 14 digits.
PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{14}(?!\d)")
CASE_NUMBER = re.compile(r"(?:дел[аоу]|иши?|case)\s+(?:№|No\.?)\s*\d[\w/-]*", re.IGNORECASE)


def word_problems(data: Any) -> list[Problem]:
    """Problems of every text, in the order of the document."""
    found = [problem for place, words in words_of(data) for problem in _languages(place, words)]
    found += [problem for place, words in _lesson_texts(data) for problem in _languages(place, words)]
    for place, language, text in texts_of(data):
        for line, row in enumerate(text.split("\n"), start=1):
            where: Place = (*place, line) if place[-1] == "body" else place
            # A text with places names them as {key}; that they fit is the question's own affair.
            said = _of_line(row, language, is_passage="passage" in place)
            found += [Problem(where, sentence, level) for level, sentence in said]
    return found


def _languages(place: Place, words: dict[str, str]) -> Iterator[Problem]:
    for language in LANGUAGES:
        if not words.get(language, "").strip():
            yield Problem(
                (*place, language) if language in words else place,
                _("The text in %(language)s is missing.", language=NATIVE_NAMES[language]),
            )


def _lesson_texts(data: Any) -> Iterator[tuple[Place, dict[str, str]]]:
    """Title, summary and body of each lesson as texts in three languages."""
    for lesson in data.get("lessons", ()) if isinstance(data, dict) else ():
        texts = lesson.get("texts", {}) if isinstance(lesson, dict) else {}
        place: Place = ("lessons", str(lesson.get("key", "")), "texts")
        for language in LANGUAGES:
            if language not in texts:
                yield place, {other: "." for other in LANGUAGES if other != language}
        for language, text in texts.items():
            for name in ("title", "summary", "body"):
                if isinstance(text, dict) and not str(text.get(name, "")).strip() and name in text:
                    yield (*place, language, name), {other: "." for other in LANGUAGES if other != language}


def _of_line(text: str, language: str, *, is_passage: bool = False) -> Iterator[tuple[Level, str]]:
    plain = ADDRESS.sub(" ", text)
    for word in WORD.findall(plain):
        if LATIN.search(word) and CYRILLIC.search(word):
            odd = CYRILLIC if language == "en" else LATIN
            letters = ", ".join(dict.fromkeys(odd.findall(word)))
            yield (
                Level.ERROR,
                _("“%(word)s” mixes two alphabets: look at %(letters)s.", word=word, letters=letters),
            )
    for marker in () if is_passage else MARKER.findall(plain):
        yield Level.ERROR, _("“%(marker)s” was not replaced.", marker=marker)
    if UNSEEN.search(text):
        yield Level.ERROR, _("There is a character that nobody sees. Delete it.")
    yield from _personal(plain)


def _personal(text: str) -> Iterator[tuple[Level, str]]:
    if PERSONAL_NUMBER.search(text):
        yield Level.ERROR, _("14 digits look like a personal number. No real person may be recognisable.")
    elif PHONE.search(text):
        yield Level.ERROR, _("This looks like a telephone number. No real person may be recognisable.")
    if EMAIL.search(text):
        yield Level.ERROR, _("This looks like an e-mail address. No real person may be recognisable.")
    if CASE_NUMBER.search(text):
        yield Level.WARNING, _("This looks like the number of a case. No real case may be recognisable.")
