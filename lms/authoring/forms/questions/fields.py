"""Fields that several kinds of question share, and numbers and shares as people type them."""

from fractions import Fraction
from typing import Any

from wtforms.validators import ValidationError

from lms.authoring.forms.fields import LaterText, SourcesField
from lms.core.i18n import LANGUAGES, _, _l
from lms.questions.documents import Words
from lms.questions.numbers import decimal_in, share_in
from lms.ui.forms import Checkbox, Form, NumberField, ThreeLanguageField


class LaterNumber(NumberField):
    """A whole number that may stay empty for now."""

    def is_empty(self) -> bool:
        return False

    def pre_validate(self, form: Any) -> None:
        if self.data is not None or self.process_errors:
            super().pre_validate(form)


def text(label: Any, *, rows: int = 2, hint: Any = None, **more: Any) -> Any:
    """Some lines in three languages."""
    return ThreeLanguageField(label, kind="textarea", rows=rows, hint=hint, **more)


def why(label: Any = None) -> Any:
    return text(label or _l("Why"), rows=3)


def sources(label: Any = None) -> Any:
    return SourcesField(label or _l("Sources"), hint=_l("One on a line, for example: iccpr art. 19(3)"))


def tick(label: Any) -> Any:
    return Checkbox(label, optional=True)


def exact_share(typed: str) -> Fraction | None:
    """``1/2``, ``0,5`` and ``50 %`` are the same; None of what is none."""
    plain = typed.replace(",", ".")
    if plain.endswith("%"):
        hundredths = decimal_in(plain.rstrip("% "))
        return hundredths / 100 if hundredths is not None and 0 <= hundredths <= 100 else None  # noqa: PLR2004
    return share_in(plain)


def _share(form: Form, field: Any) -> None:
    if field.data and exact_share(field.data) is None:
        raise ValidationError(_("Write a part of the point: 1, 1/2 or 0."))


def share() -> Any:
    return LaterText(
        _l("Earns this part of the point"), [_share], width="code", max_length=8, spellcheck=False,
        hint=_l("1 for a right answer, 1/2 for half, 0 for a known mistake."),
    )  # fmt: skip


def exact_number(typed: str) -> str | None:
    """A decimal with a point; None of what is none."""
    plain = "".join(typed.split()).replace(",", ".").replace("−", "-")
    return plain if decimal_in(plain) is not None else None


def _number(form: Form, field: Any) -> None:
    if field.data and exact_number(field.data) is None:
        raise ValidationError(_("Write a number in digits."))


def _not_below_nothing(form: Form, field: Any) -> None:
    _number(form, field)
    if (exact_number(field.data or "") or "0").startswith("-"):
        raise ValidationError(_("Write a number in digits."))


def number(label: Any, *, hint: Any = None) -> Any:
    return LaterText(label, [_number], width="short", max_length=40, spellcheck=False, hint=hint)


def tolerance() -> Any:
    return LaterText(
        _l("Tolerance to either side"), [_not_below_nothing], width="short", max_length=40, spellcheck=False,
        hint=_l("Empty: exactly this number."),
    )  # fmt: skip


def spellings(label: Any) -> Any:
    return text(
        label,
        hint=_l("One spelling on a line; the first is the one that is shown. Capital letters make no difference."),
    )


def lines_of(words: Words) -> dict[str, tuple[str, ...]]:
    """Spellings by language; a language without any is left out."""
    found = {code: tuple(filter(None, map(str.strip, words.get(code, "").split("\n")))) for code in LANGUAGES}
    return {code: lines for code, lines in found.items() if lines}


def words_of_lines(texts: dict[str, tuple[str, ...]]) -> Words:
    return {code: "\n".join(lines) for code, lines in texts.items()}
