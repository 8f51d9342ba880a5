"""Settings and objectives of a module."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from lms.authoring.editing import free_key
from lms.authoring.editors.base import Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.modules import OBJECTIVES, TEXT_STATES, ObjectivesForm, SettingsForm
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument, Objective, Professions
from lms.catalogue.translation import CHECKED
from lms.core.i18n import LANGUAGES, _
from lms.ui.forms import Form, Option

EVERYBODY = "all"
PLAIN = ("title", "summary", "minutes", "level", "core", "validity_months")


class SettingsEditor(Editor):
    """Professions and outputs come from outside the document."""

    form_class = SettingsForm
    professions: tuple[Option, ...] = ()
    outputs: tuple[Option, ...] = ()

    heading = property(lambda self: _("Settings"))
    place: Place = ("settings",)

    @property
    def places(self) -> tuple[Place, ...]:
        names = (
            *PLAIN,
            "slug",
            "code",
            "content_note",
            "outputs",
            "professions",
            "states",
            "law_as_of",
            "source_language",
        )
        return tuple((name,) for name in names)

    @property
    def part(self) -> Any:
        data = msgspec.to_builtins(self.document)
        return {name: data.get(name) for (name,) in self.places}

    def prepare(self, form: Form) -> None:
        everybody = Option(EVERYBODY, _("Everybody"))
        form.required.options = form.recommended.options = (everybody, *self.professions)
        form.outputs.options = self.outputs
        for code in LANGUAGES:
            stands = self.document.states.get(code)
            form[f"state_{code}"].options = tuple(
                option for option in TEXT_STATES if option.value == stands or option.value not in CHECKED
            )

    def values(self) -> dict[str, Any]:
        document = self.document
        return {
            **{name: getattr(document, name) for name in PLAIN},
            "content_note": document.content_note or {},
            "required": list(document.professions.required),
            "recommended": list(document.professions.recommended),
            "outputs": list(document.outputs),
            "law_as_of": date.fromisoformat(document.law_as_of) if document.law_as_of else None,
            **{f"state_{code}": document.states.get(code) for code in LANGUAGES},
        }

    def result(self, form: Form) -> ModuleDocument:
        return msgspec.structs.replace(
            self.document,
            **{name: form[name].data for name in PLAIN},
            content_note=words_or_none(form.content_note.data),
            professions=Professions(
                as_stood(self.document.professions.required, form.required.data),
                as_stood(self.document.professions.recommended, form.recommended.data),
            ),
            outputs=as_stood(self.document.outputs, form.outputs.data),
            law_as_of=form.law_as_of.data.isoformat() if form.law_as_of.data else None,
            states={code: form[f"state_{code}"].data for code in LANGUAGES},
        )


def as_stood(stood: Sequence[str], chosen: Sequence[str]) -> tuple[str, ...]:
    """What was chosen, in the order of the text: saving without a change changes nothing, and asks no reviewer anew."""
    kept = [one for one in stood if one in chosen]
    return (*kept, *(one for one in chosen if one not in kept))


class ObjectivesEditor(Editor):
    form_class = ObjectivesForm
    template = "authoring/edit_objectives.html"
    needed = ()
    heading = property(lambda self: _("Objectives"))
    place: Place = ("objectives",)

    @property
    def part(self) -> tuple[Objective, ...]:
        return self.document.objectives

    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for number, objective in enumerate(self.part[:OBJECTIVES], start=1):
            values[f"objective{number}"] = objective.text
            values[f"objective{number}_key"] = objective.key
        return values

    def result(self, form: Form) -> ModuleDocument:
        made: list[Objective] = []
        known = {objective.key for objective in self.part}
        for number in range(1, OBJECTIVES + 1):
            words = form[f"objective{number}"].data
            if words_or_none(words) is None:
                continue
            key = form[f"objective{number}_key"].data
            if key not in known or key in {objective.key for objective in made}:
                key = free_key("o", [*known, *(objective.key for objective in made)])
            made.append(Objective(key, words))
        return msgspec.structs.replace(self.document, objectives=tuple(made))
