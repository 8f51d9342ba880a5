"""A lesson in three languages side by side."""

from typing import Any

from lms.authoring.editing import item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.texts import LessonForm
from lms.authoring.packs.problems import Place
from lms.authoring.places import title_of_lesson
from lms.catalogue.documents import Lesson, LessonText, ModuleDocument
from lms.core.glossary import glossary
from lms.core.i18n import LANGUAGES, _, in_language, language
from lms.core.markdown import Labels, merge_text
from lms.ui.forms import Form

TEXTS = ("title", "summary", "body")


class LessonEditor(Editor):
    form_class = LessonForm
    template = "authoring/edit_lesson.html"

    @property
    def part(self) -> Lesson:
        lesson = item_of(self.document, "lessons", self.key or "")
        if lesson is None:
            raise Absent
        return lesson

    @property
    def heading(self) -> str:
        return title_of_lesson(self.document, self.part.key, language())

    @property
    def place(self) -> Place:
        return ("lessons", self.key or "")

    @property
    def box_names(self) -> dict[str, str]:
        """What the boxes of a text are called where they are written."""
        labels = Labels.current()
        return {
            "law-text": _("Words of the law"),
            "law-in-force": labels.law_in_force,
            "case": labels.case,
            "note": labels.note,
            "practice": labels.practice,
            "content-note": _("Difficult content"),
            "analysis": _("Material for analysis"),
            "check": _("Knowledge check"),
            "scenario": _("Scenario"),
        }

    def source_choices(self) -> list[tuple[str, str]]:
        """Keys and titles of what a text may cite."""
        return [(source.key, self.in_words(source.title, source.key)) for source in self.document.sources]

    def term_choices(self) -> list[tuple[str, str]]:
        """Keys and forms of the words that the glossary explains, in the order of the alphabet of the page."""
        terms = [(term.key, in_language(term.term)) for term in glossary().explained()]
        return sorted(terms, key=lambda choice: choice[1].casefold())

    def check_choices(self) -> list[tuple[str, str]]:
        """Keys and first words of the module's knowledge checks."""
        return [(check.key, f"{check.key} · {self.in_words(check.stem, '')[:60]}") for check in self.document.checks]

    def prepare(self, form: Form) -> None:
        form.objectives.options = self.objective_options()

    def values(self) -> dict[str, Any]:
        lesson = self.part
        return {
            **{name: {code: getattr(text, name) for code, text in lesson.texts.items()} for name in TEXTS},
            "minutes": lesson.minutes,
            "objectives": list(lesson.objectives),
            "content_note": lesson.content_note or {},
        }

    def result(self, form: Form) -> ModuleDocument:
        stored = self.part.texts
        texts = {
            code: LessonText(
                form.title.data[code],
                form.summary.data[code],
                merge_text(stored[code].body if code in stored else "", form.body.data[code]),
            )
            for code in LANGUAGES
        }
        lesson = Lesson(
            key=self.part.key,
            minutes=form.minutes.data,
            objectives=tuple(form.objectives.data),
            texts=texts,
            content_note=words_or_none(form.content_note.data),
        )
        return replace_item(self.document, "lessons", lesson.key, lesson)
