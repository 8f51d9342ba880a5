"""Every text of a document as the check of wording looks at it, and every remark with its place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lms.catalogue.texts import WRITTEN, Place, held_texts_of
from lms.wording import Checker, Finding, Text

SOURCES = ("sources", "standard_sources", "explanation_sources")
#: Only what lessons and what stands beside them state has its source in the same paragraph; figures in questions are
#: invented.
CAPTIONS = "captions"
SUMMARIES = frozenset({"title", "summary"})


@dataclass(frozen=True)
class Remark:
    """A finding, the text it is about and where that stands: ``("lessons", "first", "texts", "ru", "body")``."""

    place: Place
    text: Text
    finding: Finding

    @property
    def line(self) -> str:
        """The line of the text in which the words stand."""
        words, start = self.text.words, self.finding.start
        return words[words.rfind("\n", 0, start) + 1 :].split("\n", 1)[0]

    @property
    def line_place(self) -> Place:
        """In a lesson and in captions, which are named by their language, also the line, counted from 1."""
        line = self.text.words.count("\n", 0, self.finding.start) + 1
        if CAPTIONS in self.place:
            return (*self.place[: self.place.index(CAPTIONS) + 1], self.text.language, line)
        return (*self.place, line) if self.place[-1] == "body" else self.place


def remarks_on(data: Any, checker: Checker) -> list[Remark]:
    """Everything that is found in plain data, in the order of the document."""
    return [Remark(place, text, finding) for place, text in said_in(data) for finding in checker.look(text)]


def said_in(data: Any) -> Iterator[tuple[Place, Text]]:
    """All texts with what is known of them."""
    marking = _error_texts(data)
    is_dated = not isinstance(data, dict) or "law_as_of" not in data or data["law_as_of"] is not None
    for place, language, words, holder in held_texts_of(data):
        if words.strip():
            text = _text_at(place, language, words, holder, law_is_dated=is_dated)
            yield place, replace(text, is_example=True) if place[:2] in marking and "feedback" not in place else text


def _error_texts(data: Any) -> set[Place]:
    """Questions that are answered by marking what is wrong in a text: their texts are written badly on purpose."""
    return {
        (field, str(question.get("key")))
        for field in ("checks", "questions")
        for question in (data.get(field) or () if isinstance(data, dict) else ())
        if isinstance(question, dict) and question.get("kind") == "error-text"
    }


def _text_at(place: Place, language: str, words: str, holder: dict[str, Any], *, law_is_dated: bool) -> Text:
    """What the place of a text says of it."""
    name = place[-2] if place[-1] == language else place[-1]
    return Text(
        words,
        language,
        is_alternative=name == "alt",
        is_example=_is_example(name, holder, place),
        is_sourced=any(holder.get(field) for field in SOURCES),
        is_story=place[0] not in WRITTEN or name in SUMMARIES,
        is_title=place[0] == "sources",
        has_gaps="passage" in place,
        law_is_dated=law_is_dated,
    )


def _is_example(name: str | int, holder: dict[str, Any], place: Place) -> bool:
    """A wrong answer, or a decision that harms, which is explained beside it; words that are to be marked as wrong."""
    if "passage" in place:
        return True
    if name != "text":
        return False
    is_wrong_option = "feedback" in holder and not holder.get("correct") and bool(holder["feedback"])
    is_wrong_choice = "consequence" in holder and holder.get("outcome") != "protected"
    return is_wrong_option or is_wrong_choice
