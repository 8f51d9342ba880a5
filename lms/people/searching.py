"""Finding people by their names, whichever spelling is on record and whichever is typed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_

from lms.core.folding import fold, heard
from lms.people.models import Person


def search_text_of(names: Iterable[str]) -> str:
    """What a search looks through: the spellings without their small differences, and how they sound."""
    words = " ".join(names)
    return f"{fold(words)} {heard(words)}".strip()


def has_in_name(word: str) -> ColumnElement[bool]:
    """Whether a person's name holds this part of a word, in any of the three spellings."""
    folded, sound = fold(word), heard(word)
    spelt = Person.search_text.contains(folded, autoescape=True)
    return or_(spelt, Person.search_text.contains(sound, autoescape=True)) if sound else spelt
