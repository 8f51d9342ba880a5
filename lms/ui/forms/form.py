"""The form itself."""

from collections.abc import Iterable

from flask_wtf import FlaskForm

from lms.ui.form_words import HouseTranslations
from lms.ui.forms.base import Answer, Text


class Form(FlaskForm):
    """The base of every form. Hand it to the template as ``form``; the layout shows what must be put right."""

    class Meta(FlaskForm.Meta):
        csrf = False

        def get_translations(self, form: FlaskForm) -> HouseTranslations:
            return HouseTranslations()

    def error_pairs(self) -> list[tuple[str | None, str]]:
        """(id of the control or None, sentence), in the order of the page."""
        pairs: list[tuple[str | None, str]] = []
        for field in self:
            found: Iterable[tuple[str | None, str]] = (
                field.error_pairs() if isinstance(field, Answer) else [(None, str(text)) for text in field.errors[:1]]
            )
            pairs.extend(found)
        return pairs + [(None, str(text)) for text in self.form_errors]

    def refuse(self, name: str, sentence: Text) -> None:
        """Say that a field cannot be accepted, for reasons known only after asking (a constraint, a service)."""
        field = self[name]
        field.errors = [*field.errors, str(sentence)]

    def refuse_all(self, sentence: Text) -> None:
        """Say that the form as a whole cannot be accepted, without pointing at a field."""
        self.form_errors.append(str(sentence))
