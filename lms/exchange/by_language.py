"""A question in several languages as one question for each, for formats whose shape cannot stand twice in a text.

The questions of one are tied by the tag ``key:…``; ``language:…`` says which each of them is. Merging asks that they
are alike in everything but words.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from lms.core.i18n import LANGUAGES
from lms.questions.documents import Question, question_from

TAG = "language:"


def spoken(words: Any) -> set[str]:
    """The languages in which there is a text, or a list of spellings."""
    return {code for code, text in (words or {}).items() if text}


def languages_of(question: Question) -> list[str]:
    """The languages of the stem and of the passage."""
    found = spoken(question.stem) | spoken(question.passage)
    return [code for code in LANGUAGES if code in found]


def only(question: Question, language: str) -> Question:
    """The question in one language. A text that is not in it is empty; spellings are then those of the others."""
    return question_from(_only(_document(question), language))


def _document(question: Question) -> Any:
    return msgspec.json.decode(msgspec.json.encode(question))


def _only(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_only(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    if not _is_by_language(value):
        return {name: _only(one, language) for name, one in value.items()}
    if any(isinstance(one, list) for one in value.values()):
        everything = list(dict.fromkeys(text for texts in value.values() for text in texts))
        return {language: value.get(language) or everything}
    return {code: value.get(language, "") if code == language else "" for code in LANGUAGES}


def merged(questions: Sequence[tuple[str, Question]]) -> Question | None:
    """One question of several, each in its language; None if they differ in more than words."""
    documents = [(language, _document(question)) for language, question in questions]
    try:
        return question_from(_merged(documents))
    except _DifferentError:
        return None


class _DifferentError(Exception):
    """Two of the questions are not the same question."""


def _merged(values: Sequence[tuple[str, Any]]) -> Any:
    first = values[0][1]
    if any(type(value) is not type(first) for _language, value in values):
        raise _DifferentError
    if isinstance(first, list):
        if len({len(value) for _language, value in values}) != 1:
            raise _DifferentError
        return [_merged([(language, value[place]) for language, value in values]) for place in range(len(first))]
    if not isinstance(first, dict):
        if any(value != first for _language, value in values):
            raise _DifferentError
        return first
    if any(_is_by_language(value) for _language, value in values):
        return _merged_words(values)
    return {name: _merged_field(name, values) for name in dict.fromkeys(name for _, value in values for name in value)}


def _merged_field(name: str, values: Sequence[tuple[str, Any]]) -> Any:
    """What is not in all of them can only be a text that is not there in some languages."""
    there = [(language, value[name]) for language, value in values if name in value]
    if len(there) < len(values) and not all(_is_by_language(value) for _language, value in there):
        raise _DifferentError
    return _merged(there)


def _merged_words(values: Sequence[tuple[str, Any]]) -> Any:
    """Each language has its say about its own text; what only another says of it is taken from there."""
    found: dict[str, Any] = {}
    for language, value in values:
        for code, text in value.items():
            if code == language or not found.get(code):
                found[code] = text or found.get(code, text)
    return found


def _is_by_language(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and set(value) <= set(LANGUAGES)
