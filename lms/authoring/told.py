"""Problems as a page lists them: one line for what is said of several places."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.authoring.packs.problems import Place, Problem
from lms.authoring.places import words_of_place
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import NATIVE_NAMES

#: So many places of one sentence are named.
MOST = 8
#: How much of a place its page says already; of the rest, one step alone says no more than the sentence.
_KNOWN = {"lessons": 2, "handouts": 2, "checks": 2, "questions": 2, "scenario": 1, "sources": 1, "media": 1, "rules": 1}


@dataclass(frozen=True)
class Line:
    """A sentence and the places it is about; ``more`` of them are not named."""

    text: str
    places: tuple[str, ...]
    more: int


def problem_lines(problems: Iterable[Problem], document: ModuleDocument) -> list[Line]:
    """In the order of the problems."""
    by_text: dict[str, list[str]] = {}
    for problem in problems:
        by_text.setdefault(problem.text, []).append(_place_of(problem, document))
    return [
        Line(text, tuple(place for place in places[:MOST] if place), max(0, len(places) - MOST))
        for text, places in by_text.items()
    ]


def _place_of(problem: Problem, document: ModuleDocument) -> str:
    """Without the language, where the sentence names it."""
    words = words_of_place(problem.place, document=document, skip=_skipped(problem.place))
    said = {name for name in NATIVE_NAMES.values() if name in problem.text}
    return " › ".join(word for word in words if word not in said)


def _skipped(place: Place) -> int:
    field = str(place[0]) if place else ""
    return _KNOWN.get(field, 0 if len(place) > 1 else 1)
