"""The scenario: frame, situations, endings."""

from collections.abc import Iterator
from typing import Any

import msgspec

from lms.authoring.editing import add_item, free_key, item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.scenario import CHOICES, EndingForm, FrameForm, NodeForm
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument, Scenario
from lms.core.i18n import LANGUAGES, _
from lms.questions.documents import Choice, Ending, Node
from lms.ui.forms import Form, Option

KEYS = "abc"


def begun(document: ModuleDocument) -> Scenario:
    """The scenario, or an empty one to begin with."""
    empty = dict.fromkeys(LANGUAGES, "")
    return document.scenario or Scenario(
        key="scenario", title=empty, intro=empty, start="", nodes=(), endings=(), standard=empty
    )


class _ScenarioEditor(Editor):
    @property
    def scenario(self) -> Scenario:
        return begun(self.document)

    def saved(self, scenario: Scenario) -> ModuleDocument:
        return msgspec.structs.replace(self.document, scenario=scenario)

    def node_options(self) -> list[Option]:
        return [
            Option(node.key, f"{node.key} · {self.in_words(node.situation, '')[:60]}") for node in self.scenario.nodes
        ]

    def ending_options(self) -> list[Option]:
        return [Option(e.key, f"{e.key} · {self.in_words(e.title, '')[:60]}") for e in self.scenario.endings]


class FrameEditor(_ScenarioEditor):
    form_class = FrameForm
    heading = property(lambda self: _("Scenario"))
    place: Place = ("scenario",)

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(
            ("scenario", name) for name in ("title", "intro", "start", "standard", "standard_sources", "lesson")
        )

    @property
    def part(self) -> Any:
        return msgspec.structs.replace(self.scenario, nodes=(), endings=())

    def prepare(self, form: Form) -> None:
        form.start.options = [Option("", _("Not chosen yet")), *self.node_options()]
        form.lesson.options = self.lesson_options()

    def values(self) -> dict[str, Any]:
        scenario = self.scenario
        return {
            "title": scenario.title,
            "intro": scenario.intro,
            "start": scenario.start,
            "standard": scenario.standard,
            "standard_sources": "\n".join(scenario.standard_sources),
            "lesson": scenario.lesson,
        }

    def result(self, form: Form) -> ModuleDocument:
        return self.saved(
            msgspec.structs.replace(
                self.scenario,
                title=form.title.data,
                intro=form.intro.data,
                start=form.start.data or "",
                standard=form.standard.data,
                standard_sources=form.standard_sources.citations,
                lesson=form.lesson.data or None,
            )
        )


class NodeEditor(_ScenarioEditor):
    """A situation with its choices."""

    form_class = NodeForm
    template = "authoring/edit_node.html"
    needed = ("situation",)

    @property
    def part(self) -> Node | None:
        return _place_or_none(self.scenario, "nodes", self.key)

    @property
    def heading(self) -> str:
        return _("Situation %(key)s", key=self.key) if self.key else _("New situation")

    @property
    def place(self) -> Place:
        return ("scenario", "nodes", self.key or "")

    def prepare(self, form: Form) -> None:
        others = [option for option in self.node_options() if option.value != self.key]
        for number in range(1, CHOICES + 1):
            form[f"choice{number}_next"].options = [Option("", _("Not chosen yet")), *others, *self.ending_options()]

    def values(self) -> dict[str, Any]:
        node = self.part
        if node is None:
            return {}
        values: dict[str, Any] = {"situation": node.situation, "question": node.question}
        for number, choice in enumerate(node.choices[:CHOICES], start=1):
            values |= {
                f"choice{number}_key": choice.key,
                f"choice{number}_text": choice.text,
                f"choice{number}_outcome": choice.outcome,
                f"choice{number}_consequence": choice.consequence,
                f"choice{number}_sources": "\n".join(choice.sources),
                f"choice{number}_next": choice.next,
            }
        return values

    def result(self, form: Form) -> ModuleDocument:
        key = self.key or free_key("n", [node.key for node in self.scenario.nodes])
        node = Node(key, form.situation.data, form.question.data, tuple(self._choices(form)))
        if self.key is None:
            self.key = key
            scenario = add_item(self.scenario, "nodes", node)
            return self.saved(msgspec.structs.replace(scenario, start=scenario.start or key))
        return self.saved(replace_item(self.scenario, "nodes", key, node))

    def _choices(self, form: Form) -> Iterator[Choice]:
        node = self.part
        known = [choice.key for choice in node.choices] if node else []
        used: set[str] = set()
        for number in range(1, CHOICES + 1):
            text = form[f"choice{number}_text"].data
            if words_or_none(text) is None:
                continue
            key = form[f"choice{number}_key"].data
            if key not in known or key in used:
                key = next(letter for letter in (*KEYS, "d", "e", "f") if letter not in {*known, *used})
            used.add(key)
            yield Choice(
                key=key,
                text=text,
                outcome=form[f"choice{number}_outcome"].data or "at-risk",
                consequence=form[f"choice{number}_consequence"].data,
                sources=form[f"choice{number}_sources"].citations,
                next=form[f"choice{number}_next"].data or "",
            )


class EndingEditor(_ScenarioEditor):
    form_class = EndingForm

    @property
    def part(self) -> Ending | None:
        return _place_or_none(self.scenario, "endings", self.key)

    @property
    def heading(self) -> str:
        return _("Ending %(key)s", key=self.key) if self.key else _("New ending")

    @property
    def place(self) -> Place:
        return ("scenario", "endings", self.key or "")

    def values(self) -> dict[str, Any]:
        ending = self.part
        return {} if ending is None else {"title": ending.title, "outcome": ending.outcome, "text": ending.text}

    def result(self, form: Form) -> ModuleDocument:
        key = self.key or free_key("e", [ending.key for ending in self.scenario.endings])
        ending = Ending(key, form.outcome.data, form.title.data, form.text.data)
        if self.key is None:
            self.key = key
            return self.saved(add_item(self.scenario, "endings", ending))
        return self.saved(replace_item(self.scenario, "endings", key, ending))


def _place_or_none(scenario: Scenario, field: str, key: str | None) -> Any:
    if key is None:
        return None
    place = item_of(scenario, field, key)
    if place is None:
        raise Absent
    return place
