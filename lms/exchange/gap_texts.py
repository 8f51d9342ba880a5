"""Texts with gaps while they are read.

A gap is marked by two signs for private use around its number until all HTML is gone; what looked like a place of ours
before, ``{word}``, gets round brackets.
"""

import re
from collections.abc import Sequence

import msgspec

from lms.core.i18n import _
from lms.exchange.html_texts import settled
from lms.exchange.notes import LeftOut, Notes
from lms.exchange.shared import no_words
from lms.questions.documents import Question, Words
from lms.questions.passages import PLACE, places_in

BEGIN, END = "\ue000", "\ue001"
_MARK = re.compile(f"{BEGIN}(\\d+){END}")
_PARAGRAPH = "\n\n"


def marked(number: int) -> str:
    return f"{BEGIN}{number}{END}"


def unmarked(text: str) -> str:
    """A text of strangers, which must not hold marks."""
    return text.replace(BEGIN, "").replace(END, "")


def gap_key(number: int) -> str:
    return f"g{number}"


def passage_of(text: Words, count: int, notes: Notes) -> Words:
    """Marks as ``{g1}``. Every language that has text has all of them, or the question is left out."""
    passage = no_words()
    for code, one in text.items():
        if not one.strip():
            continue
        if sorted(int(number) for number in _MARK.findall(one)) != list(range(1, count + 1)):
            raise LeftOut(_("The gaps are not the same in every language."))
        if PLACE.search(one):
            notes.lost(_("Curly brackets in the text became round ones: here they mark gaps."))
            one = PLACE.sub(r"(\1)", one)  # noqa: PLW2901
        passage[code] = settled(_MARK.sub(lambda found: f"{{{gap_key(int(found[1]))}}}", one))
    if not count or not any(passage.values()):
        raise LeftOut(_("There is no gap in the text of this question."))
    return passage


def stem_and_rest(text: Words) -> tuple[Words, Words]:
    """The paragraphs before the first gap ask, the others have the gaps."""
    stem, rest = no_words(), no_words()
    for code, one in text.items():
        first = one.find(BEGIN)
        cut = one.rfind(_PARAGRAPH, 0, max(first, 0))
        stem[code], rest[code] = (one[:cut], one[cut + len(_PARAGRAPH) :]) if cut > 0 else ("", one)
    return stem, rest


# ── The order of gaps, which travels as a tag ────────────────────────────────

TAG = "gaps:"
_ORDER = re.compile(r"\d{1,2}\.[a-z0-9][a-z0-9-]{0,39}(?:,\d{1,2}\.[a-z0-9][a-z0-9-]{0,39})*")


def order_tag(question: Question, language: str) -> str:
    """The keys of the places as they follow each other in one language, each with its number among the parts, or
    among the options where words can be marked.
    """
    keys_there = list(question.parts_by_key) or list(question.options_by_key)
    numbers = {key: place for place, key in enumerate(keys_there, start=1)}
    keys = places_in((question.passage or {}).get(language, ""))
    return TAG + ",".join(f"{numbers.get(key, 0)}.{key}" for key in keys)


def order_in(tags: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The order that the tags name, and the other tags."""
    found = next((tag for tag in tags if tag.startswith(TAG) and _ORDER.fullmatch(tag.removeprefix(TAG))), "")
    return found, tuple(tag for tag in tags if tag != found)


def with_order(question: Question, tag: str) -> Question:
    """The gaps under the keys and in the order of the tag; unchanged if it does not fit."""
    named = [one.partition(".") for one in tag.removeprefix(TAG).split(",") if one]
    keys = {part.key: key for part, (_number, _dot, key) in zip(question.parts, named, strict=False)}
    if not named or len(named) != len(question.parts) or len(set(keys.values())) != len(named):
        return question
    renamed = [
        (int(number), msgspec.structs.replace(part, key=key))
        for part, (number, _dot, key) in zip(question.parts, named, strict=True)
    ]
    passage = {
        code: PLACE.sub(lambda found: f"{{{keys.get(found[1], found[1])}}}", text)
        for code, text in (question.passage or {}).items()
    }
    parts = tuple(part for _number, part in sorted(renamed, key=lambda pair: pair[0]))
    return msgspec.structs.replace(question, passage=passage, parts=parts)


def numbers_in(tag: str) -> dict[str, int]:
    """Key to number of an order."""
    named = [one.partition(".") for one in tag.removeprefix(TAG).split(",") if one]
    return {key: int(number) for number, _dot, key in named}


def marked_passage(question: Question, language: str) -> tuple[str, list[str]]:
    """The passage with marks in the place of its gaps, and the keys of the gaps in their order."""
    known = {**question.parts_by_key, **(question.options_by_key if not question.parts else {})}
    text = (question.passage or {}).get(language, "")
    keys = [key for key in places_in(text) if key in known]
    numbers = iter(range(1, len(keys) + 1))
    return PLACE.sub(lambda found: marked(next(numbers)) if found[1] in known else found[0], text), keys


def fill(text: str, pieces: Sequence[str]) -> str:
    """The marks replaced by pieces of the format."""
    return _MARK.sub(lambda found: pieces[int(found[1]) - 1], text)


def split_marks(text: str) -> list[tuple[str, int | None]]:
    """Stretches of the text, each with the number of the mark after it; None at the end."""
    found: list[tuple[str, int | None]] = []
    at = 0
    for mark in _MARK.finditer(text):
        found.append((text[at : mark.start()], int(mark[1])))
        at = mark.end()
    return [*found, (text[at:], None)]
