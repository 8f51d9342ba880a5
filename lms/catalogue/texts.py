"""Every text of a document with its place, whether the document is typed already or still plain data."""

from collections.abc import Iterator, Sequence
from typing import Any

from lms.core.i18n import LANGUAGES

#: Where in a document: names of fields and keys of things, e.g. ``("questions", "q03", "stem", "ru")``. A number at
#: the end of a lesson's body is a line of it, counted from 1.
Place = tuple[str | int, ...]
#: Mappings by language that are no texts.
NOT_TEXTS = frozenset({"states", "texts"})
#: What is written in Markdown, in each language as a whole, and what such a text is made of.
WRITTEN = ("lessons", "handouts")
IN_WRITTEN = ("title", "summary", "body")
#: What an item of a list may be called by.
NAMES = ("key", "code", "id", "name")


#: Lists whose items are called by a key, which may be spelt like a language.
KEYED = frozenset(
    {"lessons", "handouts", "checks", "questions", "objectives", "sources", "media", "options", "parts", "accepted",
     "criteria", "levels", "choices", "nodes", "endings"}
)  # fmt: skip


def language_in(place: Place) -> str | None:
    """The language of a text at this place; None where it is no text in one. An option called ``en`` is none."""
    named = zip(("", *place), place, strict=False)
    return next((str(name) for before, name in named if name in LANGUAGES and before not in KEYED), None)


def step(item: Any, index: int) -> str | int:
    """How a place names an item of a list: by its key, code or id if it has one."""
    for name in NAMES:
        key = item.get(name) if isinstance(item, dict) else getattr(item, name, None)
        if isinstance(key, str):
            return key
    return index


def words_of(data: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, str]]]:
    """Every text in three languages of plain data (``msgspec.to_builtins`` of a document, or what a package says)."""
    for where, words, _holder in held_words_of(data, place):
        yield where, words


def held_words_of(
    data: Any, place: Place = (), holder: dict[str, Any] | None = None
) -> Iterator[tuple[Place, dict[str, str], dict[str, Any]]]:
    """The same, each with the thing that it is a text of: an option, a question, the whole."""
    if isinstance(data, dict):
        if data and place[-1:] and place[-1] not in NOT_TEXTS and _is_words(data):
            yield place, data, holder or {}
            return
        for name, value in data.items():
            yield from held_words_of(value, (*place, str(name)), data)
    elif isinstance(data, list | tuple):
        for index, item in enumerate(data):
            yield from held_words_of(item, (*place, step(item, index)), holder)


def _is_words(data: dict[str, Any]) -> bool:
    return set(data) <= set(LANGUAGES) and all(isinstance(value, str) for value in data.values())


def held_texts_of(data: Any) -> Iterator[tuple[Place, str, str, dict[str, Any]]]:
    """(place, language, text, the thing that it is a text of) of everything a learner reads."""
    for place, words, holder in held_words_of(data):
        for language, text in words.items():
            yield (*place, language), language, text, holder
    for place, item in written_in(data):
        for language, text in (item.get("texts") or {}).items():
            for name in IN_WRITTEN:
                if isinstance(text, dict) and isinstance(text.get(name), str):
                    yield (*place, "texts", language, name), language, text[name], item
    yield from _captions_in(data)


def _captions_in(data: Any) -> Iterator[tuple[Place, str, str, dict[str, Any]]]:
    """What is said in films; a language may be missing, so that captions are no text in three languages."""
    for place, file in _items(data, ("media",)):
        for inside, one in _items(file, ("captions",)):
            if one.get("language") in LANGUAGES and isinstance(one.get("content"), str):
                yield (*place, *inside, "content"), one["language"], one["content"], file


def written_in(data: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Lessons and what stands beside them, in plain data, each with its place."""
    yield from _items(data, WRITTEN)


def _items(data: Any, fields: Sequence[str]) -> Iterator[tuple[Place, dict[str, Any]]]:
    for field in fields if isinstance(data, dict) else ():
        for index, item in enumerate(data.get(field) or ()):
            if isinstance(item, dict):
                yield (field, step(item, index)), item
