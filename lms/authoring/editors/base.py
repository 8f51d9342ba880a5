"""What every editor answers for."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from lms.authoring.editing import fingerprint
from lms.authoring.forms.fields import write_in
from lms.authoring.packs.problems import Place
from lms.authoring.places import title_of_lesson
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _, language
from lms.ui.forms import Form, Option


class Absent(LookupError):
    """The document has no such part."""


class Editor(ABC):
    """Edits one part of a document. ``key`` is that of the part, or None for a part that is made now."""

    form_class: ClassVar[type[Form]]
    template: ClassVar[str] = "authoring/edit_part.html"
    #: Fields that must be filled in in the source language.
    needed: ClassVar[tuple[str, ...]] = ("title",)

    def __init__(self, document: ModuleDocument, key: str | None = None) -> None:
        self.document, self.key = document, key

    @property
    @abstractmethod
    def heading(self) -> str:
        """The heading of the page."""

    @property
    @abstractmethod
    def place(self) -> Place:
        """Where in the document the part stands; its problems are those at this place."""

    @property
    @abstractmethod
    def part(self) -> Any:
        """The part as it is, or None."""

    @abstractmethod
    def values(self) -> dict[str, Any]:
        """What the form shows."""

    @abstractmethod
    def result(self, form: Form) -> ModuleDocument:
        """The document after saving. Raises ``KeyTaken``."""

    @property
    def places(self) -> tuple[Place, ...]:
        """All places whose problems belong on the page."""
        return (self.place,)

    @property
    def what(self) -> str:
        """For the history: ``lessons:words-matter``."""
        return ":".join(map(str, self.place))

    @property
    def base(self) -> str:
        """What the part said when the form was shown."""
        return fingerprint(self.part)

    def prepare(self, form: Form) -> None:  # noqa: B027  (many forms need none)
        """Give fields the options that this document has."""

    def form(self, *, is_posted: bool) -> Form:
        """The form with what was posted, or with what is stored."""
        form = (
            self.form_class()
            if is_posted
            else self.form_class(formdata=None, data={**self.values(), "base": self.base})
        )
        write_in(form, self.document.source_language, needed=self.needed)
        self.prepare(form)
        return form

    # ── What many forms offer ────────────────────────────────────────────────

    def in_words(self, words: dict[str, str], otherwise: str) -> str:
        """A text in the language of the page, else the source language, else something to call the thing by."""
        chosen = words.get(language()) or words.get(self.document.source_language)
        return chosen or next((text for text in words.values() if text), otherwise)

    def lesson_options(self) -> list[Option]:
        lessons = self.document.lessons
        return [
            Option("", _("Not chosen yet")),
            *(Option(lesson.key, title_of_lesson(self.document, lesson.key, language())) for lesson in lessons),
        ]

    def objective_options(self) -> list[Option]:
        return [Option(o.key, self.in_words(o.text, o.key)) for o in self.document.objectives]
