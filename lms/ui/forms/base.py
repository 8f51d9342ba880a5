"""What every field shares: it draws itself through a component and says what to do when it is wrong."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from flask import current_app
from flask_babel import LazyString
from markupsafe import Markup
from wtforms import Field
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from lms.core.i18n import _l

Text: TypeAlias = str | LazyString


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

    def pre_validate(self, form: BaseForm) -> None:
        if self.process_errors:
            raise StopValidation
        if self.is_empty():
            raise StopValidation(None if self.optional else str(self.missing))

    def error_pairs(self) -> list[tuple[str, str]]:
        """(id of the control, sentence) for the error summary."""
        return [(self.id, str(self.errors[0]))] if self.errors else []
