"""From questions to the rows of a workbook."""

from collections.abc import Mapping, Sequence
from io import BytesIO

import msgspec

from lms.core.i18n import _, language
from lms.exchange.building import key_of
from lms.exchange.losses import note_losses
from lms.exchange.notes import Notes
from lms.exchange.readings import Remark, Written
from lms.exchange.workbook.columns import CREDIT_NAMES, KIND_NAMES, sheet_columns, yes
from lms.exchange.workbook.kinds_written import WRITERS, Row, in_three, listed, options_of, rubric_of
from lms.questions.documents import Question
from lms.questions.kinds import KINDS
from lms.questions.passages import PLACE
from lms.sheets import Sheet, write_xlsx

HELD = frozenset({"case", "unit", "otherwise", "explanation"})


def write(questions: Sequence[Question], *, media: Mapping[str, bytes] | None = None) -> Written:
    """A workbook with one row for each question, in the language of the page, and what it could not hold."""
    remarks: list[Remark] = []
    rows = []
    for number, question in enumerate(questions, start=1):
        notes = Notes(_("question %(key)s", key=question.key), number, remarks)
        if question.kind not in WRITERS:
            notes.left_out(_("A branching case does not fit into a table."))
            continue
        note_losses(question, HELD, notes)
        rows.append(row_of(question, notes))
    target = BytesIO()
    write_xlsx(target, [questions_sheet(rows)])
    return Written(target.getvalue(), remarks)


def questions_sheet(rows: Sequence[Row]) -> Sheet:
    columns = sheet_columns(language())
    full = [{column.key: row.get(column.key) for column in columns} for row in rows]
    return Sheet(_("Questions"), columns, full, choices=_choices())


def _choices() -> dict[str, list[str]]:
    return {
        "kind": [str(name) for name in KIND_NAMES.values()],
        "credit": [str(name) for name in CREDIT_NAMES.values()],
        "difficulty": ["1", "2", "3"],
        "form": ["A", "B"],
        "shuffle": [yes(True), yes(False)],  # noqa: FBT003
        "double": [yes(True), yes(False)],  # noqa: FBT003
    }


def row_of(question: Question, notes: Notes) -> Row:
    question = _lettered(question)
    row: Row = {
        "key": question.key,
        "kind": str(KIND_NAMES[question.kind]),
        "category": question.category,
        "objective": question.objective,
        "lesson": question.lesson,
        "difficulty": question.difficulty,
        "form": question.form,
        "pair": question.pair,
        "tags": listed(question.tags, notes),
        "credit": str(CREDIT_NAMES[question.credit]) if len(KINDS[question.kind].credits) > 1 else None,
        "shuffle": yes(question.shuffle),
        "explanation_sources": listed(question.explanation_sources, notes),
        "origin": question.origin,
    }
    for key in ("stem", "case", "passage", "unit", "otherwise", "explanation"):
        row |= in_three(key, getattr(question, key))
    return row | options_of(question, notes) | rubric_of(question)


def _lettered(question: Question) -> Question:
    """The places of a text with errors, named by letters as the reader will name its options."""
    if question.kind != "error-text":
        return question
    names = {option.key: key_of(place) for place, option in enumerate(question.options)}
    passage = {
        code: PLACE.sub(lambda found: f"{{{names.get(found[1], found[1])}}}", text)
        for code, text in (question.passage or {}).items()
    }
    options = tuple(msgspec.structs.replace(option, key=names[option.key]) for option in question.options)
    return msgspec.structs.replace(question, passage=passage, options=options)
