"""Places of a document that people comment on, as one word in the database and as a name on the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import LazyString

from lms.catalogue.documents import FACILITATOR, JOB_AID, ModuleDocument
from lms.core.i18n import NATIVE_NAMES, _, _l
from lms.ui.forms import Option

WHOLE = "module"
#: Parts of a module that are called what their field is called.
_ALONE = frozenset({"scenario", "sources", "media", "checks", "questions"})
#: Names of fields; what says nothing to a person is left out.
_FIELD_WORDS: Mapping[str, str | LazyString] = {
    **NATIVE_NAMES,
    **dict.fromkeys(("texts", "options", "choices"), ""),
    "lessons": _l("Lessons"),
    "handouts": "",
    JOB_AID: _l("Job aid"),
    FACILITATOR: _l("Facilitator pack"),
    "checks": _l("Knowledge checks"),
    "questions": _l("Question bank"),
    "sources": _l("Sources"),
    "objectives": _l("Objectives"),
    "objective": _l("Objective"),
    "media": _l("Pictures and recordings"),
    "recordings": _l("Recordings"),
    "length": _l("Length"),
    "languages": _l("Languages spoken in it"),
    "captions": _l("Captions"),
    "content": "",
    "scenario": _l("Scenario"),
    "nodes": _l("Situations"),
    "endings": _l("Endings"),
    "settings": _l("Settings"),
    "rules": _l("How the module is passed"),
    "title": _l("Title"),
    "summary": _l("Summary"),
    "content_note": _l("Note on difficult content"),
    "body": _l("Text"),
    "text": _l("Text"),
    "stem": _l("Question"),
    "question": _l("Question"),
    "case": _l("Case"),
    "feedback": _l("Why"),
    "situation": _l("Situation"),
    "consequence": _l("What happens then"),
    "next": _l("Leads to"),
    "intro": _l("Introduction"),
    "standard": _l("What the standard says"),
    "standard_sources": _l("Sources"),
    "minutes": _l("Minutes"),
    "results_from": _l("Results of the final quiz are shown from this day"),
    "draw": _l("What the final quiz draws"),
    "pair": _l("Pair"),
    "form": _l("Form"),
    "difficulty": _l("Difficulty"),
    "lesson": _l("Lesson to read again"),
    "publisher": _l("Publisher"),
    "professions": _l("For whom"),
    "outputs": _l("Output of the project it counts to"),
    "states": _l("State of the text"),
    "translation": _l("Translation"),
    "law_as_of": _l("National law is described as of"),
    "package": _l("From a package"),
    "parts": _l("Pairs and gaps"),
    "accepted": _l("Accepted answers"),
    "number": _l("This number"),
    "tolerance": _l("Tolerance to either side"),
    "share": _l("Earns this part of the point"),
    "passage": _l("Text"),
    "unit": _l("Unit"),
    "right": _l("Right words"),
    "correct": _l("Whether it is right"),
    "kind": _l("Type"),
    "credit": _l("What an answer that is right in part earns"),
    "shuffle": _l("Options may change places"),
    "otherwise": _l("Any other answer"),
    "explanation": _l("Explanation"),
    "explanation_sources": _l("Sources"),
    "image": _l("Picture"),
    "alt": _l("What the picture shows"),
    "tags": _l("Tags"),
    "category": _l("Place in your own order"),
    "origin": _l("Owned by another module"),
    "rubric": _l("For those who mark"),
    "criteria": _l("Criteria"),
    "levels": _l("Levels"),
    "points": _l("Points"),
    "guidance": _l("Guidance"),
    "double": _l("Two people mark it without knowing of each other"),
    "difference": _l("A third opinion beyond a difference of points"),
    "least_words": _l("At least so many words"),
    "most_words": _l("At most so many words"),
    "story": _l("Branching case"),
    "outcome": _l("What it does to rights"),
    "pass_share": _l("Share of points to pass"),
    "attempts": _l("Attempts at the final quiz"),
    "pause_after": _l("Attempts before a pause"),
    "pause_hours": _l("Hours of pause"),
    "pre_test_questions": _l("Questions in the pre-test"),
    "final_questions": _l("Questions in the final quiz"),
    "one_way": _l("The final quiz shows one question after the other, and none can be opened again"),
    "shuffle_questions": _l("Each attempt asks the questions in an order of its own"),
    "validity_months": _l("Validity of the certificate in months"),
    "level": _l("Level"),
    "core": _l("Completing it counts as trained in the reports"),
    "code": _l("Code"),
    "required": _l("For whom it is required"),
    "recommended": _l("For whom it is recommended"),
    "source_language": _l("Source language"),
    "themes": _l("Themes"),
    "start": _l("Where the case begins"),
    "link": _l("Link"),
    "year": _l("Year"),
    "symbol": _l("Symbol"),
    "binding": _l("Binding in law"),
    "sha256": _l("File"),
    "taken": _l("taken from another module"),
    "renewed": _l("renewed from its owner"),
    "own": _l("made its own"),
    "moved": _l("moved"),
    "deleted": _l("deleted"),
    "restored": _l("restored"),
}

#: What has a number on the page.
_NUMBERED: Mapping[str | int, Callable[[int], str]] = {
    "objectives": lambda number: _("Objective %(number)s", number=number),
    "options": lambda number: _("Option %(number)s", number=number),
    "choices": lambda number: _("Choice %(number)s", number=number),
}


def places_of(document: ModuleDocument, language: str) -> list[Option]:
    """All of them, in the order of the module."""
    words = [
        WHOLE,
        *(text.part for text in document.written),
        *(f"check:{check.key}" for check in document.checks),
        *(["scenario"] if document.scenario else []),
        *(f"question:{question.key}" for question in document.questions),
    ]
    return [Option(word, name_of_place(document, word, language)) for word in words]


def parts_to_rest_on(document: ModuleDocument, language: str) -> list[Option]:
    """The parts that an answer of a checklist can name: what is written, and what there is one of."""
    words = [
        *(text.part for text in document.written),
        *(["checks"] if document.checks else []),
        *(["scenario"] if document.scenario else []),
        *(["questions"] if document.questions else []),
        *(["media"] if document.media else []),
        *(["sources"] if document.sources else []),
    ]
    return [Option(word, name_of_place(document, word, language)) for word in words]


def name_of_place(document: ModuleDocument, place: str, language: str) -> str:
    """``lesson:words-matter`` as a person calls it; a thing that is gone goes by its key."""
    kind, _colon, key = place.partition(":")
    if kind == "lesson":
        return _("Lesson: %(title)s", title=title_of_lesson(document, key, language))
    if kind == "handout":
        return _word_of(key)
    if kind == "check":
        return _("Check %(key)s", key=key)
    if kind == "question":
        return _("Question %(key)s", key=key)
    if kind in _ALONE:
        return _word_of(kind)
    return _("The module as a whole")


def title_of_lesson(document: ModuleDocument, key: str, language: str) -> str:
    """In this language, else in the one it is written in, else by its number; a lesson that is gone goes by its key."""
    lesson = document.lessons_by_key.get(key)
    if lesson is None:
        return key
    titles = [lesson.texts[code].title for code in (language, document.source_language) if code in lesson.texts]
    number = document.lessons.index(lesson) + 1
    return next((title for title in titles if title), _("Lesson %(number)s", number=number))


def place_in_words(
    place: Sequence[str | int],
    lessons: Mapping[str, str] | None = None,
    *,
    document: ModuleDocument | None = None,
    skip: int = 0,
) -> str:
    """A place inside a document, or an entry of the history, as a person would name it.

    Keys of ``lessons`` are said by their titles, other keys stay as they are; in a ``document`` options, choices and
    objectives go by their numbers, as on the page. ``skip``: so much of the place is known.
    """
    return " › ".join(words_of_place(place, lessons, document=document, skip=skip))


def words_of_place(
    place: Sequence[str | int],
    lessons: Mapping[str, str] | None = None,
    *,
    document: ModuleDocument | None = None,
    skip: int = 0,
) -> list[str]:
    """The steps of a place, each in words; those that say nothing to a person are left out."""
    named = [_line_in_words(place, index, part) for index, part in enumerate(place)]
    if lessons and len(place) > 1 and place[0] == "lessons":
        named[1] = lessons.get(str(place[1]), named[1])
    for index in range(1, len(place) if document else 0):
        number = _number_in(document, place[:index], place[index]) if place[index - 1] in _NUMBERED else None
        if number is not None:
            named[index - 1], named[index] = "", _NUMBERED[str(place[index - 1])](number)
    return [part for part in named[skip:] if part]


def _number_in(document: Any, way: Sequence[str | int], key: str | int) -> int | None:
    """The number of a thing among its like; None where the document has no such thing."""
    among = document
    for step in way:
        if isinstance(among, tuple):
            among = next((item for item in among if getattr(item, "key", None) == step), None)
        else:
            among = getattr(among, str(step), None)
    keys = [getattr(item, "key", None) for item in among] if isinstance(among, tuple) else []
    return keys.index(key) + 1 if key in keys else None


def history_in_words(what: str, lessons: Mapping[str, str]) -> str:
    """``lessons:first:moved`` as a person would say it."""
    return place_in_words(what.split(":"), lessons)


def titles_of_lessons(document: ModuleDocument, language: str) -> dict[str, str]:
    """Key to what the lesson is called."""
    return {lesson.key: title_of_lesson(document, lesson.key, language) for lesson in document.lessons}


def _line_in_words(place: Sequence[str | int], index: int, part: str | int) -> str:
    if isinstance(part, int):
        return (
            _("line %(number)s", number=part) if not {"body", "captions"}.isdisjoint(place[:index]) else str(part + 1)
        )
    return _word_of(part)


def _word_of(field: str) -> str:
    return str(_FIELD_WORDS.get(field, field))
