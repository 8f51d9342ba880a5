"""How texts are called on the pages of the register."""

from datetime import date

from lms.catalogue.citations import place_in
from lms.catalogue.documents import JOB_AID, ModuleDocument, Source
from lms.core.i18n import _, language
from lms.ui.filters import table_date


def titled(source: Source) -> str:
    """The title of an act in the language of the page."""
    return source.title.get(language()) or next(iter(source.title.values()), source.key)


def place_of_law(place: str) -> str:
    """``art. 19(3)`` in the language of the page."""
    return place_in(place, language())


def day_of_text(day: str) -> str:
    """A day as documents write it, as the page does."""
    return table_date(date.fromisoformat(day))


def name_of_text(document: ModuleDocument | None, place: str) -> str:
    """``lesson:words-matter`` as a person calls it; what is gone goes by its key."""
    kind, _colon, key = place.partition(":")
    if kind == "lesson":
        lesson = document.lessons_by_key.get(key) if document is not None else None
        text = lesson.texts.get(language()) if lesson is not None else None
        return _("Lesson: %(title)s", title=(text.title if text is not None else "") or key)
    if kind == "handout":
        return _("Job aid") if key == JOB_AID else _("Facilitator pack")
    if kind == "check":
        return _("Check %(key)s", key=key)
    if kind == "question":
        return _("Question %(key)s", key=key)
    return _("Scenario")
