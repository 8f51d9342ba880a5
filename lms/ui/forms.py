"""Forms whose fields draw themselves through components, and whose errors say what to do.

A field must be answered unless it is ``optional``; ``missing`` is the sentence shown when it was not. Nothing is
checked while a person types. The token against forged requests is the layout's (``csrf_field()``), for every POST.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from flask import current_app
from flask_babel import LazyString
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation, ValidationError

from lms.core.i18n import LANGUAGES, _, _l, n_
from lms.ui.form_words import HouseTranslations

__all__ = [
    "Checkbox",
    "Checkboxes",
    "ContactField",
    "DateField",
    "EmailField",
    "FileField",
    "Form",
    "Group",
    "HiddenField",
    "NumberField",
    "Option",
    "PasswordField",
    "Picker",
    "Radios",
    "Select",
    "TextArea",
    "TextField",
    "ThreeLanguageField",
    "ValidationError",
    "YearField",
    "clean_line",
    "clean_text",
]

Text: TypeAlias = str | LazyString

#: Control, zero-width and direction-changing characters: never part of a name or a title.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
SPACES = re.compile(r"\s+")
LONGEST_LINE = 200
LONGEST_TEXT = 20_000
LONGEST_PASSWORD = 128
FIRST_YEAR, LAST_YEAR = 1900, 2100


def clean_text(value: str | None) -> str:
    """Composed letters, plain line ends, no unseen characters, no space around."""
    composed = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").replace("\r", "\n")
    return UNSEEN.sub("", composed).strip()


def clean_line(value: str | None) -> str:
    """As ``clean_text``, on one line with single spaces and without soft hyphens."""
    return SPACES.sub(" ", clean_text(value).replace("\xad", "")).strip()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose from."""

    value: str
    label: Text
    hint: Text | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Answers under one heading of a picker."""

    label: Text
    options: Sequence[Option]


Options = Sequence[Option] | Callable[[], Sequence[Option]]
Groups = Sequence[Group] | Callable[[], Sequence[Group]]


class Component:
    """Draws a field through the component that its class names."""

    def __call__(self, field: "Answer", **changes: Any) -> Markup:
        name = field.component
        module = current_app.jinja_env.get_template(f"ui/components/{name}.html").module
        drawn: Markup = getattr(module, name)(**{**field.arguments(), **field.drawing, **changes})
        return drawn


class Answer(Field):
    """What all fields share. Further keywords (``width``, ``rows``, ``heading`` …) go to the component as they are."""

    widget = Component()
    component = "text_field"
    missing: Text = _l("Fill in this field.")
    data: Any

    def __init__(
        self,
        label: Text,
        validators: Sequence[Callable[..., Any]] = (),
        *,
        hint: Text | None = None,
        optional: bool = False,
        missing: Text | None = None,
        default: Any = None,
        wtforms: Mapping[str, Any] | None = None,
        **drawing: Any,
    ) -> None:
        bound = {
            name: drawing.pop(name)
            for name in ("name", "_form", "_prefix", "_translations", "_meta")
            if name in drawing
        }
        super().__init__(label, validators, default=default, **bound, **(wtforms or {}))
        self.hint = hint
        self.optional = optional
        self.missing = missing or self.missing
        self.drawing = drawing

    def arguments(self) -> dict[str, Any]:
        """What the component is called with."""
        return {
            "name": self.name,
            "id": self.id,
            "label": self.label.text,
            "value": self.shown(),
            "hint": self.hint,
            "error": self.errors[0] if self.errors else None,
            "optional": self.optional,
        }

    def shown(self) -> Any:
        """The value as it stands in the control: what was typed, else what is stored."""
        typed = getattr(self, "raw_data", None)
        if typed:
            return typed[0]
        return "" if self.data is None else self.data

    def is_empty(self) -> bool:
        return self.data in (None, "", [])

    def pre_validate(self, form: "Form") -> None:
        if self.process_errors:
            raise StopValidation
        if self.is_empty():
            raise StopValidation(None if self.optional else str(self.missing))

    def error_pairs(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) for the error summary."""
        return [(self.id, str(self.errors[0]))] if self.errors else []


class TextField(Answer):
    """One line. ``letters=True`` offers ң ө ү on Kyrgyz pages."""

    def __init__(self, *args: Any, max_length: int = LONGEST_LINE, **options: Any) -> None:
        super().__init__(*args, **options)
        self.max_length = max_length

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if len(self.data) > self.max_length:
            raise StopValidation(too_long(self.max_length, len(self.data)))


class EmailField(TextField):
    """An e-mail address: one @ with something on both sides; whether it works is found by writing to it."""

    missing = _l("Enter an e-mail address.")
    shape = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")

    def __init__(self, *args: Any, **options: Any) -> None:
        known = {"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": False}
        super().__init__(*args, **{**known, **options})

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if not self.shape.fullmatch(self.data):
            raise StopValidation(_("Enter an e-mail address in the form name@example.org."))


class ContactField(TextField):
    """An e-mail address or a phone number, as a person types it; the room decides which it is."""

    missing = _l("Enter your e-mail or phone.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"autocomplete": "username", "spellcheck": False, **options})


class TextArea(TextField):
    """Several lines; ``limit`` is shown as a counter and checked here, never cut."""

    component = "textarea"

    def __init__(self, *args: Any, limit: int | None = None, **options: Any) -> None:
        super().__init__(*args, max_length=limit or LONGEST_TEXT, limit=limit, **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_text(valuelist[0]) if valuelist else ""


class PasswordField(Answer):
    """A password: composed letters, otherwise exactly as typed. ``new=True`` when one is being chosen."""

    component = "password_field"
    missing = _l("Enter your password.")

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        return {name: known[name] for name in ("name", "id", "label", "hint", "error")}

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = unicodedata.normalize("NFC", valuelist[0]) if valuelist else ""

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if len(self.data) > LONGEST_PASSWORD:
            raise StopValidation(too_long(LONGEST_PASSWORD, len(self.data)))


class NumberField(Answer):
    """A whole number between ``least`` and ``most``."""

    missing = _l("Enter a number.")

    def __init__(self, *args: Any, least: int = 0, most: int = 1_000_000, **options: Any) -> None:
        known = {"width": "short", "inputmode": "numeric", "spellcheck": False}
        super().__init__(*args, **{**known, **options})
        self.least, self.most = least, most

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        typed = SPACES.sub("", valuelist[0]) if valuelist else ""
        self.data = None
        if typed:
            if not re.fullmatch(r"-?[0-9]{1,9}", typed):
                raise ValueError(_("Enter a whole number."))
            self.data = int(typed)

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if not self.least <= self.data <= self.most:
            raise StopValidation(_("Enter a number between %(least)s and %(most)s.", least=self.least, most=self.most))


class YearField(NumberField):
    """A year as four digits."""

    component = "year_field"
    missing = _l("Enter a year.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"least": FIRST_YEAR, "most": LAST_YEAR, "width": "year", **options})


class DateField(Answer):
    """A day in three short fields: ``<name>-day``, ``-month``, ``-year``."""

    component = "date_field"
    missing = _l("Enter the day, the month and the year.")
    typed: tuple[str, str, str] = ("", "", "")

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(formdata, *args, **options)
        if formdata is None:
            if self.data:
                self.typed = (str(self.data.day), str(self.data.month), str(self.data.year))
            return
        day, month, year = (formdata.get(f"{self.name}-{part}", "").strip() for part in ("day", "month", "year"))
        self.typed = (day, month, year)
        self.data = None
        if any(self.typed):
            try:
                self.data = date(int(year), int(month), int(day))
            except ValueError:
                self.process_errors.append(_("There is no such day. Check the day, the month and the year."))

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("value")
        known["legend"] = known.pop("label")
        return known | dict(zip(("day", "month", "year"), self.typed, strict=True))


class Radios(Answer):
    """One answer of a few. Nothing is chosen beforehand."""

    component = "choices"
    missing = _l("Choose an answer.")

    def __init__(self, *args: Any, options: Options = (), **drawing: Any) -> None:
        super().__init__(*args, **drawing)
        self.options = options

    def offered(self) -> Sequence[Option]:
        return self.options() if callable(self.options) else self.options

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = valuelist[0] if valuelist and valuelist[0] else None

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if self.data not in {option.value for option in self.offered()}:
            raise StopValidation(_("Choose an answer from the list."))

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("value")
        known["legend"] = known.pop("label")
        return {**known, "options": self.offered(), "values": () if self.data is None else (self.data,)}


class Checkboxes(Radios):
    """Any number of answers; ``data`` is a list."""

    def __init__(self, *args: Any, **drawing: Any) -> None:
        super().__init__(*args, **{"kind": "checkbox", "missing": _l("Choose at least one answer."), **drawing})

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))

    def pre_validate(self, form: "Form") -> None:
        Answer.pre_validate(self, form)
        if set(self.data) - {option.value for option in self.offered()}:
            raise StopValidation(_("Choose answers from the list."))

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "values": tuple(self.data or ())}


class Checkbox(Answer):
    """One line to agree to. Must be ticked unless ``optional``; never ticked beforehand for a consent."""

    component = "checkbox"
    missing = _l("Tick the box to go on.")

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = bool(valuelist)

    def is_empty(self) -> bool:
        return not self.data

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("optional")
        known.pop("value")
        return {**known, "checked": bool(self.data)}


class Select(Radios):
    """One of at most twelve known items, in staff forms."""

    component = "select"

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        chosen = known.pop("values")
        known["label"] = known.pop("legend")
        return {**known, "value": chosen[0] if chosen else ""}


class Picker(Radios):
    """One of many answers in groups, with a search box where a script runs."""

    component = "picker"

    def __init__(self, *args: Any, groups: Groups = (), **drawing: Any) -> None:
        super().__init__(*args, **drawing)
        self.groups = groups

    def offered_groups(self) -> Sequence[Group]:
        return self.groups() if callable(self.groups) else self.groups

    def offered(self) -> Sequence[Option]:
        return [option for group in self.offered_groups() for option in group.options]

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("options")
        chosen = known.pop("values")
        return {**known, "groups": self.offered_groups(), "value": chosen[0] if chosen else None}


class FileField(Answer):
    """One file. ``endings`` are the accepted ends of its name; what is inside is checked by the room that takes it."""

    component = "file_field"
    missing = _l("Choose a file.")

    def __init__(self, *args: Any, endings: Sequence[str] = (), **drawing: Any) -> None:
        super().__init__(*args, accept=",".join(endings) or None, **drawing)
        self.endings = tuple(endings)

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        files = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
        self.data = files[0] if files else None

    def is_empty(self) -> bool:
        return self.data is None

    def pre_validate(self, form: "Form") -> None:
        super().pre_validate(form)
        if self.endings and not self.data.filename.lower().endswith(self.endings):
            raise StopValidation(
                _(
                    "This kind of file cannot be read here. Choose a file that ends in %(endings)s.",
                    endings=", ".join(self.endings),
                )
            )

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("value")
        return known


class ThreeLanguageField(Answer):
    """A text in Kyrgyz, Russian and English: ``data`` is ``{"ky": …, "ru": …, "en": …}``.

    Only the source language must be filled in; the others may wait for their translation.
    """

    component = "three_language_field"

    def __init__(
        self, *args: Any, source: str = "en", all_needed: bool = False, limit: int = LONGEST_TEXT, **drawing: Any
    ) -> None:
        super().__init__(*args, source=source, **drawing)
        self.needed = LANGUAGES if all_needed else (source,)
        self.limit = limit
        self.errors_by_language: dict[str, str] = {}

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(formdata, *args, **options)
        given = self.data or {}
        self.data = {code: given.get(code, "") for code in LANGUAGES}
        if formdata is not None:
            clean = clean_text if self.drawing.get("kind") == "textarea" else clean_line
            self.data = {code: clean(formdata.get(f"{self.name}-{code}", "")) for code in LANGUAGES}

    def pre_validate(self, form: "Form") -> None:
        self.errors_by_language = {}
        for code in LANGUAGES:
            if len(self.data[code]) > self.limit:
                self.errors_by_language[code] = too_long(self.limit, len(self.data[code]))
            elif not self.data[code] and code in self.needed and not self.optional:
                self.errors_by_language[code] = str(self.missing)
        if self.errors_by_language:
            raise StopValidation(next(iter(self.errors_by_language.values())))

    def error_pairs(self) -> list[tuple[str, str]]:
        pairs = [(f"{self.id}-{code}", text) for code, text in self.errors_by_language.items()]
        return pairs or [(f"{self.id}-{LANGUAGES[0]}", str(text)) for text in self.errors[:1]]

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("value")
        error = known.pop("error")
        if error and not self.errors_by_language:
            known["error"] = error
        return {**known, "values": self.data, "errors": self.errors_by_language}


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


def too_long(most: int, given: int) -> str:
    """A sentence that names both lengths."""
    return n_(
        "Use no more than %(num)d character; you entered %(given)d.",
        "Use no more than %(num)d characters; you entered %(given)d.",
        most,
        given=given,
    )
