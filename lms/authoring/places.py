"""Places of a document that people comment on, as one word in the database and as a name on the page."""

from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
from lms.ui.forms import Option

WHOLE = "module"


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
    if kind == "scenario":
        return _("Scenario")
    return _("The module as a whole")
