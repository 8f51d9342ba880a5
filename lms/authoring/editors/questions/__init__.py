"""Editors of questions, one for each kind, and the one for a question that another module owns."""

from lms.authoring.editing import item_of
from lms.authoring.editors.base import Absent
from lms.authoring.editors.questions.base import BankEditor, QuestionEditor
from lms.authoring.editors.questions.choosing import ErrorTextEditor, OptionsEditor, OrderingEditor, TrueFalseEditor
from lms.authoring.editors.questions.filling import GapFillEditor, MatchingEditor, NumericEditor, ShortTextEditor
from lms.authoring.editors.questions.reused import ReusedEditor
from lms.authoring.editors.questions.writing import EssayEditor, StoryEditor
from lms.catalogue.documents import ModuleDocument
from lms.questions.kinds import KINDS

__all__ = ["EDITORS", "BankEditor", "QuestionEditor", "ReusedEditor", "editor_of", "new_editor"]

EDITORS: dict[str, type[QuestionEditor]] = {
    "single-choice": OptionsEditor,
    "multiple-choice": OptionsEditor,
    "true-false": TrueFalseEditor,
    "matching": MatchingEditor,
    "ordering": OrderingEditor,
    "numeric": NumericEditor,
    "short-text": ShortTextEditor,
    "gap-fill": GapFillEditor,
    "error-text": ErrorTextEditor,
    "essay": EssayEditor,
    "scenario": StoryEditor,
}


def new_editor(document: ModuleDocument, field: str, kind: str) -> QuestionEditor:
    """For a question that is made now. Raises ``Absent`` for a kind that cannot stand there."""
    if kind not in EDITORS or (field == "checks" and not KINDS[kind].for_checks):
        raise Absent
    return EDITORS[kind](document, field=field, kind=kind)


def editor_of(document: ModuleDocument, field: str, key: str) -> BankEditor:
    """For a question that is there. Raises ``Absent``."""
    question = item_of(document, field, key)
    if question is None:
        raise Absent
    if question.origin and field == "questions":
        return ReusedEditor(document, key, field=field)
    return EDITORS[question.kind](document, key, field=field)
