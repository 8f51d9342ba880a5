"""From the rows of a workbook to questions."""

from typing import Any, cast, get_args

from lms.core.i18n import _, language
from lms.exchange.building import limited, said
from lms.exchange.encodings import MOST_BYTES
from lms.exchange.notes import Notes
from lms.exchange.readings import Answer, Item, Reading, Refused
from lms.exchange.shared import Form, Keys, slug_of
from lms.exchange.workbook.cells import Cells, Unfit
from lms.exchange.workbook.columns import Vocabulary, columns, headings
from lms.exchange.workbook.kinds_read import READERS
from lms.questions.documents import KindCode, Question
from lms.questions.kinds import KINDS
from lms.sheets.uploads import Limits, TableRefused, read_table, under_headings

LIMITS = Limits(bytes=MOST_BYTES, rows=10_000, columns=250, cell=20_000, characters=20_000_000, lines=True)


def read(content: bytes, *, language: str) -> Reading:
    """Questions of a workbook (or of the same table as CSV). Raises Refused.

    Every column says in its title which language it is in; ``language`` only decides in which answers are shown.
    """
    try:
        entries = under_headings(read_table(content, LIMITS), headings())
    except TableRefused as refusal:
        raise Refused(refusal.sentence()) from refusal
    reading, keys, vocabulary, titles = Reading("xlsx"), Keys(), Vocabulary(), _titles()
    for number, entry in enumerate(entries, start=1):
        notes = Notes(_("row %(row)s", row=entry.line), number, reading.remarks)
        try:
            question = _question(Cells(entry.values, titles, vocabulary, notes), keys)
        except Unfit:
            continue
        answers = _answers(question, language)
        is_named = bool(slug_of(entry.values["key"]))
        reading.items.append(Item(number, notes.place, question, answers, question.category or "", is_named))
    return reading


def _titles() -> dict[str, str]:
    code = language()
    return {column.key: column.title(code) for column in columns()}


def _question(cells: Cells, keys: Keys) -> Question:
    kind = _kind(cells)
    fields = READERS[kind](cells)
    question = Question(
        key=keys.give("", cells.one("key")),
        kind=kind,
        objective=cells.one("objective"),
        lesson=cells.one("lesson"),
        stem=cells.words("stem"),
        case=cells.words_or_none("case"),
        passage=cells.words_or_none("passage"),
        unit=cells.words_or_none("unit"),
        otherwise=cells.words_or_none("otherwise"),
        explanation=cells.words_or_none("explanation"),
        explanation_sources=cells.listed("explanation_sources"),
        tags=cells.listed("tags"),
        category=cells.one("category") or None,
        origin=cells.one("origin") or None,
        shuffle=cells.truth("shuffle", otherwise=True),
        **_facts(cells, kind),
        **{"options": (), **fields},
    )
    return limited(question, cells.notes)


def _kind(cells: Cells) -> KindCode:
    cell = cells.one("kind")
    kind = cells.vocabulary.kind(cell)
    if kind is None:
        cells.unfit("kind", _("There is no kind “%(cell)s”. Choose one from the list in this column.", cell=cell[:60]))
    if kind not in READERS:
        cells.unfit("kind", _("A branching case does not fit into a table. Write it in the studio."))
    return cast("KindCode", kind)


def _facts(cells: Cells, kind: KindCode) -> dict[str, Any]:
    difficulty = cells.whole("difficulty", otherwise=2)
    if difficulty not in {1, 2, 3}:
        cells.lost("difficulty", _("The difficulty is 1, 2 or 3."))
        difficulty = 2
    form = cells.one("form").upper().replace("А", "A").replace("В", "B")  # Cyrillic letters look the same
    if form and form not in get_args(Form):
        cells.lost("form", _("A form is A or B."))
        form = ""
    return {
        "difficulty": difficulty,
        "form": form or None,
        "pair": cells.one("pair") or None,
        "credit": _credit(cells, kind),
    }


def _credit(cells: Cells, kind: KindCode) -> str:
    cell = cells.one("credit")
    found = cells.vocabulary.credit(cell) if cell else KINDS[kind].credits[0]
    if found not in KINDS[kind].credits:
        cells.lost("credit", _("“%(cell)s” is no rule of credit for this kind of question.", cell=cell[:60]))
        return KINDS[kind].credits[0]
    return found


def _answers(question: Question, code: str) -> list[Answer]:
    """For whoever looks at the rows before they come in."""
    pairs = {part.right: said(part.text, code) for part in question.parts if part.text}
    answers = [
        Answer(
            f"{pairs[option.key]} -> {said(option.text, code)}" if option.key in pairs else said(option.text, code),
            100.0 if option.correct or option.key in {part.right for part in question.parts} else 0.0,
            said(option.feedback, code),
        )
        for option in question.options
    ]
    typed = [*question.accepted, *(answer for part in question.parts for answer in part.accepted)]
    for answer in typed:
        texts = answer.texts.get(code) or next(iter(answer.texts.values()), ())
        shown = f"{answer.number} ± {answer.tolerance}" if answer.number else " | ".join(texts)
        answers.append(Answer(shown, round(float(answer.worth * 100), 5), said(answer.feedback, code)))
    return answers
