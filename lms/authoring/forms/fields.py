"""Fields that may wait: they are neither marked as optional nor refused when empty, because a draft is a draft."""

from collections.abc import Collection
from typing import Any

from wtforms.validators import StopValidation

from lms.core.i18n import LANGUAGES, _
from lms.ui.forms import Form, Option, Radios, Select, TextArea, TextField, ThreeLanguageField


class LaterText(TextField):
    """One line that may stay empty for now."""

    def is_empty(self) -> bool:
        return False


class LaterArea(TextArea):
    """Several lines that may stay empty for now."""

    def is_empty(self) -> bool:
        return False


class LaterSelect(Select):
    """A choice that may wait."""

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data not in {option.value for option in self.offered()}:
            raise StopValidation(_("Choose an answer from the list."))


class LaterRadios(Radios):
    """One answer of a few that may wait."""

    def pre_validate(self, form: Form) -> None:
        if self.data and self.data not in {option.value for option in self.offered()}:
            raise StopValidation(_("Choose an answer from the list."))


class SourcesField(LaterArea):
    """Citations, one on a line: the key of a source and the place in it."""

    def __init__(self, label: Any, **drawing: Any) -> None:
        super().__init__(label, **{"rows": 2, "spellcheck": False, **drawing})

    @property
    def citations(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in (self.data or "").split("\n") if line.strip())


def write_in(form: Form, source: str, *, needed: Collection[str] = ()) -> None:
    """Mark the source language in every three-language field; of those named, it must be filled in."""
    for field in form:
        if isinstance(field, ThreeLanguageField):
            field.drawing["source"] = source
            languages: Any = (source,) if field.name in needed else ()
            field.needed = languages


def words_or_none(words: dict[str, str]) -> dict[str, str] | None:
    """None if nothing was written in any language."""
    return words if any(words.get(code) for code in LANGUAGES) else None


def options_of(pairs: Collection[tuple[str, Any]]) -> list[Option]:
    """Options from (value, label)."""
    return [Option(value, label) for value, label in pairs]
