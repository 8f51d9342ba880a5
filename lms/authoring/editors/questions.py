"""Questions of checks and of the bank."""

from collections.abc import Iterator
from typing import Any, ClassVar

from lms.authoring.editing import add_item, free_key, item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none
from lms.authoring.forms.questions import LETTERS, OPTIONS, CheckForm, QuestionForm
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
from lms.questions.documents import Option, Question
from lms.ui.forms import Form
from lms.ui.forms import Option as Answer


class CheckEditor(Editor):
    """A knowledge check."""

    form_class = CheckForm
    template = "authoring/edit_question.html"
    needed = ("stem",)
    field: ClassVar[str] = "checks"
    prefix: ClassVar[str] = "c"

    @property
    def part(self) -> Question | None:
        if self.key is None:
            return None
        question = item_of(self.document, self.field, self.key)
        if question is None:
            raise Absent
        return question

    @property
    def heading(self) -> str:
        return _("Check %(key)s", key=self.key) if self.key else _("New check")

    @property
    def place(self) -> Place:
        return (self.field, self.key or "")

    def prepare(self, form: Form) -> None:
        form.objective.options = [Answer("", _("Not chosen yet")), *self.objective_options()]
        form.lesson.options = self.lesson_options()

    def values(self) -> dict[str, Any]:
        question = self.part
        if question is None:
            return {"shuffle": True, "kind": "single-choice"}
        values: dict[str, Any] = {
            "kind": question.kind,
            "objective": question.objective,
            "lesson": question.lesson,
            "case": question.case or {},
            "stem": question.stem,
            "shuffle": question.shuffle,
        }
        for number, option in enumerate(question.options[:OPTIONS], start=1):
            values |= {
                f"option{number}_key": option.key,
                f"option{number}_correct": option.correct,
                f"option{number}_text": option.text,
                f"option{number}_feedback": option.feedback,
                f"option{number}_sources": "\n".join(option.sources),
            }
        return values

    def result(self, form: Form) -> ModuleDocument:
        question = Question(
            key=self.key or self._new_key(),
            kind=form.kind.data,
            objective=form.objective.data or "",
            lesson=form.lesson.data or "",
            stem=form.stem.data,
            options=tuple(self._options(form)),
            shuffle=form.shuffle.data,
            case=words_or_none(form.case.data),
            **self._more(form),
        )
        if self.key is None:
            self.key = question.key
            return add_item(self.document, self.field, question)
        return replace_item(self.document, self.field, question.key, question)

    def _more(self, form: Form) -> dict[str, Any]:
        question = self.part
        return {} if question is None else {"difficulty": question.difficulty}

    def _new_key(self) -> str:
        taken = [question.key for question in (*self.document.checks, *self.document.questions)]
        return free_key(self.prefix, taken)

    def _options(self, form: Form) -> Iterator[Option]:
        """Slots in which something was written; what was there keeps its key, because answers hang on it."""
        question = self.part
        known = [option.key for option in question.options] if question else []
        used: set[str] = set()
        for number in range(1, OPTIONS + 1):
            text, feedback = form[f"option{number}_text"].data, form[f"option{number}_feedback"].data
            if words_or_none(text) is None and words_or_none(feedback) is None:
                continue
            key = form[f"option{number}_key"].data
            if key not in known or key in used:
                key = next(letter for letter in (*LETTERS, "f", "g", "h", "i", "j") if letter not in {*known, *used})
            used.add(key)
            yield Option(
                key=key,
                text=text,
                feedback=feedback,
                sources=form[f"option{number}_sources"].citations,
                correct=form[f"option{number}_correct"].data,
            )


class QuestionEditor(CheckEditor):
    """A question of the bank."""

    form_class = QuestionForm
    field = "questions"
    prefix = "q"

    @property
    def heading(self) -> str:
        return _("Question %(key)s", key=self.key) if self.key else _("New question")

    def values(self) -> dict[str, Any]:
        question = self.part
        if question is None:
            return {**super().values(), "difficulty": "2", "form": "none"}
        return {
            **super().values(),
            "difficulty": str(question.difficulty),
            "form": question.form or "none",
            "pair": question.pair or "",
        }

    def _more(self, form: Form) -> dict[str, Any]:
        chosen = form["form"].data
        return {
            "difficulty": int(form.difficulty.data),
            "form": None if chosen == "none" else chosen,
            "pair": form.pair.data or None,
        }
