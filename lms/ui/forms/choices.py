"""Fields that offer answers: radios, boxes, lists, the picker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from lms.core.i18n import _, _l
from lms.ui.forms.base import Answer, Text


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

    def pre_validate(self, form: BaseForm) -> None:
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

    def pre_validate(self, form: BaseForm) -> None:
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
