"""A book or a package made of an edition."""

from lms.authoring.books import KINDS, PDF
from lms.core.i18n import _, _l
from lms.ui.forms import Checkboxes, Form, Option, Radios


class BookForm(Form):
    kind = Radios(_l("What is made"))
    languages = Checkboxes(
        _l("Languages"), hint=_l("In a PDF, they stand one after the other, each with all lessons. Else choose one.")
    )

    def name_kinds(self) -> None:
        names = {key: kind.name for key, kind in KINDS.items()} | {PDF: _("Book for paper (PDF)")}
        self.kind.options = [Option(key, name) for key, name in names.items()]

    def validate(self) -> bool:
        is_sound = super().validate()
        if is_sound and KINDS[self.kind.data].is_of_one and len(self.languages.data) > 1:
            self.refuse("languages", _("Choose one language: only a PDF holds several."))
            return False
        return is_sound
