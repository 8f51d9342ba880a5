"""What stands beside the lessons, in three languages side by side. A module has it, or all its fields are empty."""

from typing import Any

from lms.authoring.editing import add_item, item_of, remove_item
from lms.authoring.editors.base import Editor
from lms.authoring.forms.texts import HandoutForm
from lms.authoring.packs.problems import Place
from lms.authoring.places import name_of_place
from lms.catalogue.documents import Handout, HandoutText, ModuleDocument
from lms.core.i18n import LANGUAGES, language
from lms.core.markdown import merge_text
from lms.ui.forms import Form


class HandoutEditor(Editor):
    form_class = HandoutForm
    template = "authoring/edit_handout.html"
    needed = ()

    @property
    def part(self) -> Handout | None:
        handout: Handout | None = item_of(self.document, "handouts", self.key or "")
        return handout

    @property
    def heading(self) -> str:
        return name_of_place(self.document, f"handout:{self.key}", language())

    @property
    def place(self) -> Place:
        return ("handouts", self.key or "")

    def values(self) -> dict[str, Any]:
        texts = self.part.texts if self.part is not None else {}
        return {name: {code: getattr(text, name) for code, text in texts.items()} for name in ("title", "body")}

    def result(self, form: Form) -> ModuleDocument:
        stored = self.part.texts if self.part is not None else {}
        texts = {
            code: HandoutText(
                form.title.data[code], merge_text(stored[code].body if code in stored else "", form.body.data[code])
            )
            for code in LANGUAGES
        }
        without = remove_item(self.document, "handouts", self.key or "")
        if not any(text.title or text.body.strip() for text in texts.values()):
            return without
        return add_item(without, "handouts", Handout(self.key, texts))  # type: ignore[arg-type]
