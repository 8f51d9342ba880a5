"""What a reader must know of an edition, and of each part of it, before reading: it leaves with every kind of book."""

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup  # noqa: TID251  (words are escaped as they are put in)

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.translation import State, has_texts
from lms.core.i18n import NATIVE_NAMES, _
from lms.ui.filters import long_date


def notes_on(document: ModuleDocument, code: str, *, is_reviewed: bool) -> list[str]:
    """Of the whole edition; within ``speaking``."""
    notes = [] if is_reviewed else [_("This module has not yet been reviewed for gender and human rights.")]
    notes += states_of(document, code)
    if document.content_note and code in document.content_note:
        notes.append(document.content_note[code])
    if document.law_as_of:
        day = long_date(date.fromisoformat(document.law_as_of))
        notes.append(_("National law is described as of %(date)s. Later changes are not told here.", date=day))
    return [*notes, _("The tests, the branching case and the recordings are on the platform only.")]


def states_of(document: ModuleDocument, code: str, *parts: str) -> list[str]:
    """How far the translation is, of all or of some parts; within ``speaking``."""
    source, said = NATIVE_NAMES[document.source_language], []
    if has_texts(document, code, State.MACHINE_DRAFT, *parts):
        said.append(_("This translation was made by a machine. A person has not checked it yet."))
    if has_texts(document, code, State.OUTDATED, *parts):
        behind = _(
            "Part of this translation is out of date: what holds is the original (%(language)s).", language=source
        )
        said.append(behind)
    return said


def as_paragraphs(notes: Iterable[str]) -> Markup:
    """Beneath the heading of a page."""
    return Markup("").join(Markup('<p class="note">{}</p>\n').format(note) for note in notes)
