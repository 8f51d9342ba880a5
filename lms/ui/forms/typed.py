"""Fields a person types into, and the file field."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from lms.core.i18n import LANGUAGES, _, _l
from lms.ui.forms.base import Answer
from lms.ui.forms.texts import LONGEST_LINE, LONGEST_PASSWORD, LONGEST_TEXT, SPACES, clean_line, clean_text, too_long

FIRST_YEAR, LAST_YEAR = 1900, 2100


class TextField(Answer):
    """One line. ``letters=True`` offers ң ө ү on Kyrgyz pages."""

    def __init__(self, *args: Any, max_length: int = LONGEST_LINE, **options: Any) -> None:
        super().__init__(*args, **options)
        self.max_length = max_length

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = clean_line(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:
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

    def pre_validate(self, form: BaseForm) -> None:
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

    def pre_validate(self, form: BaseForm) -> None:
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

    def pre_validate(self, form: BaseForm) -> None:
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
            except (ValueError, OverflowError):  # the second for a number of twenty digits
                self.process_errors.append(_("There is no such day. Check the day, the month and the year."))

    def arguments(self) -> dict[str, Any]:
        known = super().arguments()
        known.pop("value")
        known["legend"] = known.pop("label")
        return known | dict(zip(("day", "month", "year"), self.typed, strict=True))


class FileField(Answer):
    """One file. ``endings`` are the accepted ends of its name; what is inside is checked by the room that takes it."""

    component = "file_field"
    missing = _l("Choose a file.")

    def __init__(self, *args: Any, endings: Sequence[str] = (), **drawing: Any) -> None:
        super().__init__(*args, **drawing)
        self.take(*endings)

    def take(self, *endings: str) -> None:
        """What is taken from here on, where that depends on what is there."""
        self.endings = endings
        self.drawing["accept"] = ",".join(endings) or None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        files = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
        self.data = files[0] if files else None

    def is_empty(self) -> bool:
        return self.data is None

    def pre_validate(self, form: BaseForm) -> None:
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
        self.needed: tuple[str, ...] = LANGUAGES if all_needed else (source,)
        self.limit = limit
        self.errors_by_language: dict[str, str] = {}

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        super().process(formdata, *args, **options)
        given = self.data or {}
        self.data = {code: given.get(code, "") for code in LANGUAGES}
        if formdata is not None:
            clean = clean_text if self.drawing.get("kind") == "textarea" else clean_line
            self.data = {code: clean(formdata.get(f"{self.name}-{code}", "")) for code in LANGUAGES}

    def pre_validate(self, form: BaseForm) -> None:
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
