"""Places of a document that people comment on, as one word in the database and as a name on the page."""

from collections.abc import Mapping, Sequence

from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import NATIVE_NAMES, _
from lms.ui.forms import Option

WHOLE = "module"
#: Parts of a module that are called what their field is called.
_ALONE = frozenset({"scenario", "sources", "media"})


def places_of(document: ModuleDocument, language: str) -> list[Option]:
    """All of them, in the order of the module."""
    words = [
        WHOLE,
        *(f"lesson:{lesson.key}" for lesson in document.lessons),
        *(f"check:{check.key}" for check in document.checks),
        *(["scenario"] if document.scenario else []),
        *(f"question:{question.key}" for question in document.questions),
    ]
    return [Option(word, name_of_place(document, word, language)) for word in words]


def name_of_place(document: ModuleDocument, place: str, language: str) -> str:
    """``lesson:words-matter`` as a person calls it; a thing that is gone goes by its key."""
    kind, _colon, key = place.partition(":")
    if kind == "lesson":
        lesson = document.lessons_by_key.get(key)
        title = lesson.texts[language].title if lesson and language in lesson.texts else key
        return _("Lesson: %(title)s", title=title or key)
    if kind == "check":
        return _("Check %(key)s", key=key)
    if kind == "question":
        return _("Question %(key)s", key=key)
    if kind in _ALONE:
        return _field_words()[kind]
    return _("The module as a whole")


def place_in_words(place: Sequence[str | int], lessons: Mapping[str, str] | None = None) -> str:
    """A place inside a document, or an entry of the history, as a person would name it.

    Keys of ``lessons`` are said by their titles, other keys stay as they are.
    """
    words = _field_words()
    named = [_line_in_words(place, index, part, words) for index, part in enumerate(place)]
    if lessons and len(place) > 1 and place[0] == "lessons":
        named[1] = lessons.get(str(place[1]), named[1])
    return " › ".join(part for part in named if part)


def history_in_words(what: str, lessons: Mapping[str, str]) -> str:
    """``lessons:first:moved`` as a person would say it."""
    return place_in_words(what.split(":"), lessons)


def titles_of_lessons(document: ModuleDocument, language: str) -> dict[str, str]:
    """Key to title; lessons without a title in this language go by their key."""
    return {
        lesson.key: lesson.texts[language].title
        for lesson in document.lessons
        if language in lesson.texts and lesson.texts[language].title
    }


def _line_in_words(place: Sequence[str | int], index: int, part: str | int, words: dict[str, str]) -> str:
    if isinstance(part, int):
        return _("line %(number)s", number=part) if "body" in place[:index] else str(part + 1)
    return words.get(part, part)


def _field_words() -> dict[str, str]:
    """Names of fields; what says nothing to a person is left out."""
    return {
        **NATIVE_NAMES,
        **dict.fromkeys(("texts", "options", "choices"), ""),
        "lessons": _("Lessons"),
        "checks": _("Knowledge checks"),
        "questions": _("Question bank"),
        "sources": _("Sources"),
        "objectives": _("Objectives"),
        "objective": _("Objective"),
        "media": _("Pictures and recordings"),
        "recordings": _("Recordings"),
        "length": _("Length"),
        "languages": _("Languages spoken in it"),
        "scenario": _("Scenario"),
        "nodes": _("Situations"),
        "endings": _("Endings"),
        "settings": _("Settings"),
        "rules": _("How the module is passed"),
        "title": _("Title"),
        "summary": _("Summary"),
        "content_note": _("Note on difficult content"),
        "body": _("Text"),
        "text": _("Text"),
        "stem": _("Question"),
        "question": _("Question"),
        "case": _("Case"),
        "feedback": _("Why"),
        "situation": _("Situation"),
        "consequence": _("What happens then"),
        "next": _("Leads to"),
        "intro": _("Introduction"),
        "standard": _("What the standard says"),
        "standard_sources": _("Sources"),
        "minutes": _("Minutes"),
        "results_from": _("Results of the final quiz are shown from this day"),
        "draw": _("What the final quiz draws"),
        "pair": _("Pair"),
        "form": _("Form"),
        "difficulty": _("Difficulty"),
        "lesson": _("Lesson to read again"),
        "publisher": _("Publisher"),
        "professions": _("For whom"),
        "outputs": _("Output of the project it counts to"),
        "states": _("State of the text"),
        "translation": _("Translation"),
        "law_as_of": _("National law is described as of"),
        "package": _("From a package"),
        "parts": _("Pairs and gaps"),
        "accepted": _("Accepted answers"),
        "number": _("This number"),
        "tolerance": _("Tolerance to either side"),
        "share": _("Earns this part of the point"),
        "passage": _("Text"),
        "unit": _("Unit"),
        "right": _("Right words"),
        "correct": _("Whether it is right"),
        "kind": _("Type"),
        "credit": _("What an answer that is right in part earns"),
        "shuffle": _("Options may change places"),
        "otherwise": _("Any other answer"),
        "explanation": _("Explanation"),
        "explanation_sources": _("Sources"),
        "image": _("Picture"),
        "alt": _("What the picture shows"),
        "tags": _("Tags"),
        "category": _("Place in your own order"),
        "origin": _("Owned by another module"),
        "rubric": _("For those who mark"),
        "criteria": _("Criteria"),
        "levels": _("Levels"),
        "points": _("Points"),
        "guidance": _("Guidance"),
        "double": _("Two people mark it without knowing of each other"),
        "difference": _("A third opinion beyond a difference of points"),
        "least_words": _("At least so many words"),
        "most_words": _("At most so many words"),
        "story": _("Branching case"),
        "outcome": _("What it does to rights"),
        "taken": _("taken from another module"),
        "renewed": _("renewed from its owner"),
        "own": _("made its own"),
        "moved": _("moved"),
        "deleted": _("deleted"),
        "restored": _("restored"),
    }
