"""Pairs, gaps, numbers, short texts."""

from collections.abc import Sequence
from typing import Any

from lms.authoring.editors.questions.base import (
    AllRows,
    QuestionEditor,
    accepted_from,
    accepted_row,
    option_from,
    option_row,
)
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.questions import (
    GapFillForm,
    MatchingForm,
    NumericForm,
    Row,
    ShortTextForm,
    with_keys,
)
from lms.authoring.forms.questions.rows import KEY, next_key
from lms.questions.documents import Accepted, Option, Part, Question
from lms.ui.forms import Form


class RightSides:
    """The options that places are filled with: each has one key, and two places may share one."""

    def __init__(self, before: Question | None, rows: Sequence[Row]) -> None:
        self.options: dict[str, Option] = {}
        self._before = [option.key for option in before.options] if before else []
        self._wanted = {row["right_key"] for row in rows if row["right_key"]}

    def put(self, row: Row) -> str | None:
        """The key of what belongs into the place of this row; None if nothing was written."""
        text, key = row["right"], row["right_key"]
        if words_or_none(text) is None:
            return None
        if not KEY.fullmatch(key or "") or key in self.options:
            same = [one for one, option in self.options.items() if option.text == text and key in ("", one)]
            if same:
                return same[0]
            key = next_key({*self.options, *self._wanted, *self._before}, "")
        self.options[key] = Option(key, text, row["right_feedback"], row["right_sources"])
        return str(key)

    def further(self, rows: list[Row]) -> None:
        """Options that belong nowhere."""
        for row in with_keys(rows, "", [*self.options]):
            self.options[row["key"]] = option_from({**row, "correct": False})

    def in_order(self) -> tuple[Option, ...]:
        """Those that were there stand as they stood, new ones behind them."""
        place = {key: index for index, key in enumerate(self._before)}
        return tuple(sorted(self.options.values(), key=lambda option: place.get(option.key, len(place))))


def _part_row(question: Question, part: Part) -> Row:
    option = question.option(part.right or "")
    return {
        "key": part.key,
        "text": part.text,
        "feedback": part.feedback,
        "sources": "\n".join(part.sources),
        "right": option.text if option else {},
        "right_key": option.key if option else "",
        "right_feedback": option.feedback if option else {},
        "right_sources": "\n".join(option.sources) if option else "",
    }


def _extra_rows(question: Question) -> list[Row]:
    """The keys of options that are nobody's; they are letters too, so they are kept apart from those of pairs."""
    used = {part.right for part in question.parts}
    return [option_row(option) for option in question.options if option.key not in used]


class MatchingEditor(QuestionEditor):
    form_class = MatchingForm

    def rows_of(self, question: Question | None) -> AllRows:
        if question is None:
            return {}
        return {"pair": [_part_row(question, part) for part in question.parts], "extra": _extra_rows(question)}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        sides = RightSides(self.part, rows["pair"])
        parts = [
            Part(row["key"], row["feedback"], row["sources"], text=row["text"], right=sides.put(row))
            for row in rows["pair"]
        ]
        sides.further(rows["extra"])
        return {"parts": tuple(parts), "options": sides.in_order()}


class _TypedEditor(QuestionEditor):
    """What is typed is compared with what was foreseen."""

    def rows_of(self, question: Question | None) -> AllRows:
        if question is None:
            return {"answer": [{"share": "1"}]}
        return {"answer": [accepted_row(answer) for answer in question.accepted]}

    def more_values(self, question: Question | None) -> dict[str, Any]:
        if question is None:
            return {}
        return {"otherwise": question.otherwise or {}, "unit": question.unit or {}}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        return {
            "accepted": tuple(map(accepted_from, rows["answer"])),
            "otherwise": words_or_none(form.otherwise.data),
        }


class NumericEditor(_TypedEditor):
    form_class = NumericForm

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        return {**super().content(form, rows), "unit": words_or_none(form.unit.data)}


class ShortTextEditor(_TypedEditor):
    form_class = ShortTextForm


class GapFillEditor(QuestionEditor):
    form_class = GapFillForm

    def rows_of(self, question: Question | None) -> AllRows:
        if question is None:
            return {"gap": [{"way": "chosen"}, {"way": "chosen"}]}
        return {"gap": [self._gap_row(question, part) for part in question.parts], "extra": _extra_rows(question)}

    def _gap_row(self, question: Question, part: Part) -> Row:
        row = {**_part_row(question, part), "way": "chosen"}
        if part.right is None and part.accepted:
            first, *others = part.accepted
            row["way"] = "typed"
            if first.texts and first.number is None and first.share == "1":
                shown = accepted_row(first)
                row |= {"right": shown["texts"], "right_key": first.key, "right_feedback": shown["feedback"]}
                row["right_sources"] = shown["sources"]
            else:
                others = [first, *others]
            row["answer"] = [accepted_row(answer) for answer in others]
        return row

    def more_values(self, question: Question | None) -> dict[str, Any]:
        return {
            "passage": (question.passage if question else None) or {},
            "otherwise": (question.otherwise if question else None) or {},
        }

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        chosen = [row for row in rows["gap"] if row["way"] != "typed"]
        sides = RightSides(self.part, chosen)
        parts = [
            Part(
                row["key"],
                row["feedback"],
                row["sources"],
                right=None if row["way"] == "typed" else sides.put(row),
                accepted=_typed_answers(row) if row["way"] == "typed" else (),
            )
            for row in rows["gap"]
        ]
        sides.further(rows["extra"])
        return {
            "parts": tuple(parts),
            "options": sides.in_order(),
            "passage": words_or_none(form.passage.data),
            "otherwise": words_or_none(form.otherwise.data),
        }


def _typed_answers(row: Row) -> tuple[Accepted, ...]:
    """The right words, then everything else that was foreseen."""
    answers = list(row["answer"])
    if words_or_none(row["right"]) is not None:
        first = {"key": row["right_key"], "texts": row["right"], "share": "1", "feedback": row["right_feedback"]}
        answers.insert(0, {**first, "sources": row["right_sources"]})
    return tuple(accepted_from(answer) for answer in with_keys(answers, ""))
