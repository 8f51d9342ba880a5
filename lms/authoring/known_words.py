"""Words of the texts that no dictionary has, as lists that grow with them.

A word that is new is named, so that somebody looks: a slip of the pen is nearly always a new word. There is no
dictionary of all Kyrgyz forms, so that every Kyrgyz word stands in its list; the Russian one holds names and terms that
the dictionary does not have.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import texts_in
from lms.wording.spelling import unknown_to_russian

LISTS = {"ky": "kyrgyz-known-words.txt", "ru": "russian-known-words.txt"}
NAMES = {"ky": "Kyrgyz", "ru": "Russian"}
MOST_NAMED = 40
_WORD = re.compile(r"[а-яёөүң]+(?:-[а-яёөүң]+)*")
#: Citations, addresses, and what only opens and closes boxes.
_MARKS = re.compile(r"\[@[^\]\n]*\]|\]\([^)\n]*\)|^:::+ *[a-z-]*|https?://\S+", re.MULTILINE)
#: Both endings at once: «находился(-лась)», «изготовил(а)».
_OTHER_ENDING = re.compile(r"\(-?[а-яё]+\)")

Known = Mapping[str, frozenset[str]]


def known_words(content: Path) -> Known:
    """By language; nothing of one that has no list yet."""
    lists = {language: content / name for language, name in LISTS.items()}
    return {
        language: frozenset(path.read_text(encoding="utf-8").split())
        for language, path in lists.items()
        if path.is_file()
    }


def words_in(document: ModuleDocument, language: str) -> set[str]:
    """All words of its texts in this language, in small letters; of the Russian ones those no dictionary has."""
    plain = (_MARKS.sub(" ", text.target).lower() for text in texts_in(document, language))
    if language != "ru":
        return {word for text in plain for word in _WORD.findall(text)}
    return unknown_to_russian({word for text in plain for word in _WORD.findall(_OTHER_ENDING.sub(" ", text))})


def said_of_new(document: ModuleDocument, known: Known) -> Iterator[str]:
    """A sentence for each language that names them; none where all are known, or nothing is."""
    for language, words in known.items():
        new = sorted(words_in(document, language) - words)
        if new:
            named = ", ".join(new[:MOST_NAMED]) + (" …" if len(new) > MOST_NAMED else "")
            yield (
                f"{len(new)} {NAMES[language]} words are new: {named}. "
                f"Look at each; “content words” takes them into {LISTS[language]}."
            )


def take_in(content: Path, documents: Iterable[ModuleDocument]) -> dict[str, list[str]]:
    """The lists with the words of these texts; says by file which are new."""
    known, documents = known_words(content), list(documents)
    taken = {}
    for language, name in LISTS.items():
        before = known.get(language, frozenset())
        new = set[str]().union(*(words_in(document, language) for document in documents)) - before
        (content / name).write_text("".join(f"{word}\n" for word in sorted(before | new)), encoding="utf-8")
        taken[name] = sorted(new)
    return taken
