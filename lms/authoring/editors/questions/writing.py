"""The essay with its rubric, and the branching case inside a question."""

import re
from typing import Any

from lms.authoring.editors.questions.base import AllRows, QuestionEditor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.questions import EssayForm, Row, StoryForm
from lms.core.i18n import _
from lms.questions.documents import Choice, Criterion, Ending, Level, Node, Question, Rubric, Story
from lms.ui.forms import Form, Option

#: As in the document, where nothing else is said.
DIFFERENCE = 2
NEXT = re.compile(r"node\d+_choice\d+_next")


class EssayEditor(QuestionEditor):
    form_class = EssayForm

    def rows_of(self, question: Question | None) -> AllRows:
        rubric = question.rubric if question else None
        return {"criterion": [_criterion_row(criterion) for criterion in (rubric.criteria if rubric else ())]}

    def more_values(self, question: Question | None) -> dict[str, Any]:
        rubric = question.rubric if question else None
        if rubric is None:
            return {"difference": DIFFERENCE}
        return {
            "guidance": rubric.guidance or {},
            "double": rubric.double,
            "difference": rubric.difference,
            "least_words": rubric.least_words,
            "most_words": rubric.most_words,
        }

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        difference = form.difference.data
        return {
            "rubric": Rubric(
                criteria=tuple(Criterion(row["key"], row["text"], _levels(row)) for row in rows["criterion"]),
                guidance=words_or_none(form.guidance.data),
                double=form.double.data,
                difference=DIFFERENCE if difference is None else difference,
                least_words=form.least_words.data,
                most_words=form.most_words.data,
            )
        }


def _criterion_row(criterion: Criterion) -> Row:
    levels = [{"key": level.key, "points": level.points, "text": level.text} for level in criterion.levels]
    return {"key": criterion.key, "text": criterion.text, "level": levels}


def _levels(row: Row) -> tuple[Level, ...]:
    """From the lowest to the highest, in whichever order they were written."""
    levels = [Level(level["key"], level["points"] or 0, level["text"]) for level in row["level"]]
    return tuple(sorted(levels, key=lambda level: level.points))


class StoryEditor(QuestionEditor):
    form_class = StoryForm

    def rows_of(self, question: Question | None) -> AllRows:
        story = question.story if question else None
        if story is None:
            return {}
        return {
            "node": [_node_row(node) for node in story.nodes],
            "ending": [
                {"key": ending.key, "title": ending.title, "text": ending.text, "outcome": ending.outcome}
                for ending in story.endings
            ],
        }

    def more_values(self, question: Question | None) -> dict[str, Any]:
        return {"start": question.story.start if question and question.story else ""}

    def prepare(self, form: Form) -> None:
        """Every choice may lead to every place that the form has, also to one that is written only now."""
        super().prepare(form)
        nodes = self._places(form, "node", "situation")
        endings = self._places(form, "ending", "title")
        nothing = Option("", _("Not chosen yet"))
        form.start.options = [nothing, *nodes]
        for field in form:
            if NEXT.fullmatch(field.name):
                field.options = [nothing, *nodes, *endings]

    def _places(self, form: Form, name: str, words: str) -> list[Option]:
        found = []
        for number in range(1, self.counts.get(name, 0) + 1):
            key = form[f"{name}{number}_key"].data
            said = self.in_words(form[f"{name}{number}_{words}"].data, "")[:40]
            found.append(Option(key, f"{key} · {said}" if said else key))
        return found

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        nodes = tuple(_node(row) for row in rows["node"])
        endings = tuple(
            Ending(row["key"], row["outcome"] or "at-risk", row["title"], row["text"]) for row in rows["ending"]
        )
        first = nodes[0].key if nodes else ""
        return {"story": Story(start=form.start.data or first, nodes=nodes, endings=endings)}


def _node_row(node: Node) -> Row:
    choices = [
        {
            "key": choice.key,
            "text": choice.text,
            "outcome": choice.outcome,
            "consequence": choice.consequence,
            "sources": "\n".join(choice.sources),
            "next": choice.next,
        }
        for choice in node.choices
    ]
    return {"key": node.key, "situation": node.situation, "question": node.question, "choice": choices}


def _node(row: Row) -> Node:
    choices = tuple(
        Choice(
            key=choice["key"],
            text=choice["text"],
            outcome=choice["outcome"] or "at-risk",
            consequence=choice["consequence"],
            sources=choice["sources"],
            next=choice["next"] or "",
        )
        for choice in row["choice"]
    )
    return Node(row["key"], row["situation"], row["question"], choices)
