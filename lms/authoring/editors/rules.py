"""How the module is passed, and what its final quiz draws."""

from datetime import date
from typing import Any

import msgspec

from lms.authoring.editors.base import Editor
from lms.authoring.forms.questions.base import DIFFICULTIES
from lms.authoring.forms.rules import DRAW_RULES, RulesForm
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import DrawRule, ModuleDocument, Rules
from lms.core.i18n import _
from lms.ui.forms import Form, Option

PLAIN = (
    "pass_share",
    "attempts",
    "pause_after",
    "pause_hours",
    "pre_test_questions",
    "final_questions",
    "minutes",
    "one_way",
    "shuffle_questions",
)


class RulesEditor(Editor):
    form_class = RulesForm
    template = "authoring/edit_rules.html"
    needed = ()
    heading = property(lambda self: _("How the module is passed"))
    place: Place = ("rules",)

    @property
    def part(self) -> Rules:
        return self.document.rules

    def prepare(self, form: Form) -> None:
        anything = Option("", _("any"))
        for number in range(1, DRAW_RULES + 1):
            form[f"draw{number}_objective"].options = [anything, *self.objective_options()]
            form[f"draw{number}_difficulty"].options = [anything, *DIFFICULTIES]
            form[f"draw{number}_lesson"].options = [anything, *self.lesson_options()[1:]]

    def values(self) -> dict[str, Any]:
        rules = self.part
        values: dict[str, Any] = {name: getattr(rules, name) for name in PLAIN}
        values["results_from"] = day_or_none(rules.results_from)
        for number, rule in enumerate(rules.draw[:DRAW_RULES], start=1):
            values |= {f"draw{number}_{name}": value for name, value in msgspec.structs.asdict(rule).items()}
            values[f"draw{number}_difficulty"] = str(rule.difficulty or "")
        return values

    def result(self, form: Form) -> ModuleDocument:
        shown = [_rule(form, number) for number in range(1, DRAW_RULES + 1)]
        rules = Rules(
            **{name: form[name].data for name in PLAIN},
            results_from=form.results_from.data.isoformat() if form.results_from.data else None,
            draw=(*(rule for rule in shown if rule), *self.part.draw[DRAW_RULES:]),
        )
        return msgspec.structs.replace(self.document, rules=rules)


def day_or_none(text: str | None) -> date | None:
    """The day; None also for what a package calls a day and is none: its problem says so."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _rule(form: Form, number: int) -> DrawRule | None:
    """None where no number stands."""
    said: dict[str, Any] = {name: form[f"draw{number}_{name}"].data or None for name in DrawRule.__struct_fields__}
    if not said["count"]:
        return None
    return DrawRule(**{**said, "difficulty": int(said["difficulty"]) if said["difficulty"] else None})
