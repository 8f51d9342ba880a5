"""A question that another module owns: only its place in this module is edited here."""

from typing import Any

import msgspec

from lms.authoring.editors.base import Absent
from lms.authoring.editors.questions.base import BankEditor, belonging
from lms.authoring.forms.questions import ReusedForm
from lms.catalogue.documents import ModuleDocument
from lms.ui.forms import Form


class ReusedEditor(BankEditor):
    form_class = ReusedForm
    template = "authoring/edit_reused.html"
    needed = ()

    def values(self) -> dict[str, Any]:
        question = self.part
        if question is None:
            raise Absent
        return {
            "objective": question.objective,
            "lesson": question.lesson,
            "difficulty": str(question.difficulty),
            "form": question.form or "none",
            "pair": question.pair or "",
            "tags": ", ".join(question.tags),
        }

    def result(self, form: Form) -> ModuleDocument:
        question = self.part
        if question is None:
            raise Absent
        return self.kept(msgspec.structs.replace(question, **belonging(form)))
