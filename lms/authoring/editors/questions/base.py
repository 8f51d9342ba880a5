"""What the editors of all kinds of question share: the frame around what a kind asks."""

from abc import abstractmethod
from typing import Any, ClassVar

import msgspec
from flask import request

from lms.authoring.editing import add_item, free_key, item_of, replace_item
from lms.authoring.editors.base import Absent, Editor
from lms.authoring.forms.fields import words_or_none, write_in
from lms.authoring.forms.questions import (
    BankFields,
    Counts,
    FrameForm,
    Row,
    Rows,
    counts_of,
    counts_sent,
    grown,
    read_rows,
    settle,
    values_of,
    with_rows,
)
from lms.authoring.forms.questions.fields import exact_number, exact_share, lines_of, words_of_lines
from lms.authoring.forms.questions.layout import folds_of, groups_of
from lms.authoring.packs.problems import Place
from lms.catalogue.documents import ModuleDocument
from lms.core.i18n import _
from lms.questions.documents import Accepted, Image, Option, Question, question_from
from lms.questions.kinds import KINDS
from lms.ui.forms import Form
from lms.ui.forms import Option as Answer

PREFIXES = {"checks": "c", "questions": "q"}
AllRows = dict[str, list[Row]]


class BankEditor(Editor):
    """A question of the bank, or a knowledge check (``field`` says which)."""

    needed: ClassVar[tuple[str, ...]] = ("stem",)

    def __init__(self, document: ModuleDocument, key: str | None = None, *, field: str = "questions") -> None:
        super().__init__(document, key)
        self.field = field

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
        if self.field == "checks":
            return _("Check %(key)s", key=self.key) if self.key else _("New check")
        return _("Question %(key)s", key=self.key) if self.key else _("New question")

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.part.kind].name) if self.part else ""

    @property
    def place(self) -> Place:
        return (self.field, self.key or "")

    def prepare(self, form: Form) -> None:
        form.objective.options = [Answer("", _("Not chosen yet")), *self.objective_options()]
        form.lesson.options = self.lesson_options()

    def new_key(self) -> str:
        taken = [question.key for question in (*self.document.checks, *self.document.questions)]
        return free_key(PREFIXES[self.field], taken)

    def kept(self, question: Question) -> ModuleDocument:
        """The document with this question in its place."""
        if self.key is None:
            self.key = question.key
            return add_item(self.document, self.field, question)
        return replace_item(self.document, self.field, question.key, question)


class QuestionEditor(BankEditor):
    """A question whose words are the module's own. One for each kind says what the kind asks."""

    template = "authoring/edit_question.html"
    form_class: ClassVar[type[FrameForm]]

    def __init__(
        self, document: ModuleDocument, key: str | None = None, *, field: str = "questions", kind: str = ""
    ) -> None:
        super().__init__(document, key, field=field)
        self.kind = kind or (self.part.kind if self.part else "")
        #: The rows of which more were asked for.
        self.grown: str | None = None
        self.counts: Counts = {}

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind].name)

    # ── What a kind says ─────────────────────────────────────────────────────

    def rows_of(self, question: Question | None) -> AllRows:
        """The rows of a stored question; for a new one those an author begins with."""
        return {}

    def more_values(self, question: Question | None) -> dict[str, Any]:
        """What the kind's further fields show."""
        return {}

    @abstractmethod
    def content(self, form: Form, rows: AllRows) -> dict[str, Any]:
        """The fields of the document that the kind uses."""

    def title_of(self, spec: Rows, number: int, key: str) -> str:
        return str(spec.title) % {"number": number, "key": key}

    # ── The form ─────────────────────────────────────────────────────────────

    def form(self, *, is_posted: bool) -> Form:
        specs, rows = self.form_class.rows, self.rows_of(self.part)
        self.counts = counts_sent(specs, request.form) if is_posted else counts_of(specs, rows)
        if is_posted and self.grown:
            self.counts = grown(specs, self.counts, self.grown)
        form_class = with_rows(self._framed(), specs, self.counts)
        values = {**self.values(), **values_of(specs, rows), "base": self.base}
        form = form_class() if is_posted else form_class(formdata=None, data=values)
        write_in(form, self.document.source_language, needed=self.needed)
        settle(form, specs, self.counts)
        self.prepare(form)
        return form

    def _framed(self) -> type[FrameForm]:
        if self.field == "checks":
            return self.form_class
        return type(self.form_class.__name__, (BankFields, self.form_class), {})

    def prepare(self, form: Form) -> None:
        super().prepare(form)
        image = self.part.image if self.part else None
        names = [file.name for file in self.document.media if file.is_picture]
        names += [image.name] if image and image.name not in names else []
        form.picture.options = [Answer("", _("No picture")), *(Answer(name, name) for name in names)]

    def values(self) -> dict[str, Any]:
        question, kind = self.part, KINDS[self.kind]
        if question is None:
            first = {"shuffle": True, "credit": kind.credits[0], "difficulty": "2", "form": "none", "kind": self.kind}
            return {**first, **self.more_values(None)}
        image = question.image
        return {
            "kind": question.kind,
            "stem": question.stem,
            "objective": question.objective,
            "lesson": question.lesson,
            "tags": ", ".join(question.tags),
            "category": question.category or "",
            "case": question.case or {},
            "picture": image.name if image else "",
            "picture_alt": image.alt if image else {},
            "explanation": question.explanation or {},
            "explanation_sources": "\n".join(question.explanation_sources),
            "shuffle": question.shuffle,
            "credit": question.credit,
            "difficulty": str(question.difficulty),
            "form": question.form or "none",
            "pair": question.pair or "",
            **self.more_values(question),
        }

    # ── The document ─────────────────────────────────────────────────────────

    def result(self, form: Form) -> ModuleDocument:
        rows = {spec.name: read_rows(form, spec) for spec in self.form_class.rows}
        empty = {"key": self.new_key(), "kind": self.kind, "objective": "", "lesson": "", "stem": {}, "options": []}
        before = self.part or question_from(empty)
        question = msgspec.structs.replace(before, **self._frame(form), **belonging(form), **self.content(form, rows))
        return self.kept(question)

    def _frame(self, form: Form) -> dict[str, Any]:
        picture = form.picture.data
        found: dict[str, Any] = {
            "stem": form.stem.data,
            "case": words_or_none(form.case.data),
            "image": Image(picture, form.picture_alt.data) if picture else None,
            "explanation": words_or_none(form.explanation.data),
            "explanation_sources": form.explanation_sources.citations,
            "category": form.category.data or None,
        }
        if "shuffle" in form:
            found["shuffle"] = form.shuffle.data
        if "credit" in form and form.credit.data:
            found["credit"] = form.credit.data
        return found

    # ── The page ─────────────────────────────────────────────────────────────

    def laid_out(self, form: Form) -> dict[str, Any]:
        """What the template draws: fields, rows, and what is folded away."""
        names = self.form_class
        return {
            "front": [form[name] for name in names.front],
            "groups": groups_of(form, names.rows, self.counts, self.title_of, grown=self.grown),
            "after": [form[name] for name in names.after],
            "folds": folds_of(form, names.folds),
        }


def belonging(form: Form) -> dict[str, Any]:
    """Where a question belongs in this module."""
    found: dict[str, Any] = {
        "objective": form.objective.data or "",
        "lesson": form.lesson.data or "",
        "tags": tuple(dict.fromkeys(filter(None, map(str.strip, (form.tags.data or "").split(","))))),
    }
    if "difficulty" in form:
        chosen = form["form"].data
        found |= {
            "difficulty": int(form.difficulty.data),
            "form": None if chosen == "none" else chosen,
            "pair": form.pair.data or None,
        }
    return found


# ── Rows and what they are in a document ──────────────────────────────────────


def option_row(option: Option) -> Row:
    return {
        "key": option.key,
        "text": option.text,
        "correct": option.correct,
        "feedback": option.feedback,
        "sources": "\n".join(option.sources),
    }


def option_from(row: Row) -> Option:
    return Option(row["key"], row["text"], row["feedback"], row["sources"], bool(row.get("correct")))


def accepted_row(answer: Accepted) -> Row:
    return {
        "key": answer.key,
        "texts": words_of_lines(answer.texts),
        "number": answer.number or "",
        "tolerance": "" if answer.tolerance == "0" else answer.tolerance,
        "share": answer.share,
        "feedback": answer.feedback,
        "sources": "\n".join(answer.sources),
    }


def accepted_from(row: Row) -> Accepted:
    share = exact_share(row["share"] or "1")
    return Accepted(
        key=row["key"],
        feedback=row["feedback"],
        sources=row["sources"],
        texts=lines_of(row.get("texts") or {}),
        number=exact_number(row.get("number") or "") if row.get("number") else None,
        tolerance=exact_number(row.get("tolerance") or "0") or "0",
        share=str(share),
    )
