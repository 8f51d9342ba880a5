"""Options, true or false, wrong words in a text, an order."""

from typing import Any

from lms.authoring.editors.questions.base import AllRows, QuestionEditor, option_from, option_row
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.questions import ErrorTextForm, OptionsForm, OrderingForm, Rows, TrueFalseForm
from lms.core.i18n import _
from lms.questions.documents import Question
from lms.questions.kinds.true_false import KEYS
from lms.ui.forms import Form

#: The two well-known words, as they stand on a new question.
TRUE_FALSE = {
    "true": {"ky": "Туура", "ru": "Верно", "en": "True"},
    "false": {"ky": "Туура эмес", "ru": "Неверно", "en": "False"},
}


class OptionsEditor(QuestionEditor):
    """One option is right, or several may be; the one may become the other."""

    form_class = OptionsForm

    def rows_of(self, question: Question | None) -> AllRows:
        return {"option": [option_row(option) for option in question.options] if question else []}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        kind = form.kind.data
        more = {"credit": "whole"} if kind == "single-choice" else {}
        return {"kind": kind, "options": tuple(map(option_from, rows["option"])), **more}

    def _frame(self, form: Form) -> dict[str, Any]:
        found = super()._frame(form)
        if form.kind.data == "single-choice":
            found.pop("credit", None)
        return found


class TrueFalseEditor(QuestionEditor):
    form_class = TrueFalseForm

    def title_of(self, spec: Rows, number: int, key: str) -> str:
        return _("Whoever answers “true”") if number == 1 else _("Whoever answers “not true”")

    def rows_of(self, question: Question | None) -> AllRows:
        known = question.options_by_key if question else {}
        return {
            "option": [
                option_row(known[key]) if key in known else {"key": key, "text": TRUE_FALSE[key]} for key in KEYS
            ]
        }

    def more_values(self, question: Question | None) -> dict[str, Any]:
        right = [option.key for option in question.options if option.correct] if question else []
        return {"answer": right[0] if right else None}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        options = []
        for key, row in zip(KEYS, rows["option"], strict=True):
            text = words_or_none(row["text"]) or TRUE_FALSE[key]
            options.append(option_from({**row, "key": key, "text": text, "correct": form.answer.data == key}))
        return {"options": tuple(options)}


class ErrorTextEditor(QuestionEditor):
    form_class = ErrorTextForm

    def rows_of(self, question: Question | None) -> AllRows:
        return {"word": [option_row(option) for option in question.options] if question else []}

    def more_values(self, question: Question | None) -> dict[str, Any]:
        return {"passage": (question.passage if question else None) or {}}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        return {
            "options": tuple(map(option_from, rows["word"])),
            "passage": words_or_none(form.passage.data),
        }


class OrderingEditor(QuestionEditor):
    form_class = OrderingForm

    def rows_of(self, question: Question | None) -> AllRows:
        steps = enumerate(question.options, start=1) if question else ()
        return {"step": [{**option_row(option), "place": place} for place, option in steps]}

    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        """By place; of two with the same, the one that was moved goes first. Without a place a step stays at its."""
        placed = []
        for number, row in enumerate(rows["step"], start=1):
            place = row["place"] or number
            placed.append((place, place == number, number, row))
        ordered = [row for *_rank, row in sorted(placed, key=lambda one: one[:3])]
        return {"options": tuple(option_from({**row, "correct": False}) for row in ordered)}
