"""Kyrgyz words that the texts use, as a list that grows with them: a word that is new is named, so that somebody looks.

There is no dictionary of all Kyrgyz forms to check against; a slip of the pen is nearly always a new word.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import texts_in

LIST = "kyrgyz-known-words.txt"
LANGUAGE = "ky"
MOST_NAMED = 40
_WORD = re.compile(r"[а-яёөүң]+(?:-[а-яёөүң]+)*")
#: Citations, addresses, and what only opens and closes boxes.
_MARKS = re.compile(r"\[@[^\]\n]*\]|\]\([^)\n]*\)|^:::+ *[a-z-]*|https?://\S+", re.MULTILINE)


def known_words(content: Path) -> frozenset[str]:
    """Nothing where there is no list yet."""
    path = content / LIST
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


def words_in(document: ModuleDocument) -> set[str]:
    """All words of its Kyrgyz texts, in small letters."""
    return {
        word for text in texts_in(document, LANGUAGE) for word in _WORD.findall(_MARKS.sub(" ", text.target).lower())
    }


def advice_on_new(document: ModuleDocument, known: frozenset[str]) -> str | None:
    """A sentence that names them; None where all are known, or nothing is."""
    new = sorted(words_in(document) - known)
    if not new or not known:
        return None
    named = ", ".join(new[:MOST_NAMED]) + (" …" if len(new) > MOST_NAMED else "")
    return f"{len(new)} Kyrgyz words are new: {named}. Look at them; “content words” takes them into {LIST}."


def take_in(content: Path, documents: Iterable[ModuleDocument]) -> list[str]:
    """The list with the words of these texts; says which are new."""
    known = known_words(content)
    new = set().union(*map(words_in, documents)) - known
    (content / LIST).write_text("".join(f"{word}\n" for word in sorted(known | new)), encoding="utf-8")
    return sorted(new)
