"""The empty workbook: an example of every kind to write over, and how to fill it in, in three languages."""

from io import BytesIO

from lms.core.i18n import LANGUAGES, NATIVE_NAMES, _, _l
from lms.exchange.standard import in_each
from lms.exchange.workbook.columns import KIND_NAMES, yes
from lms.exchange.workbook.kinds_written import Row
from lms.exchange.workbook.writing import questions_sheet
from lms.sheets import Column, Sheet, write_xlsx


def template() -> bytes:
    """The first sheet is the one that is read; its examples are brought in unless they are deleted."""
    target = BytesIO()
    write_xlsx(target, [questions_sheet([_example(*example) for example in EXAMPLES]), *map(_help, LANGUAGES)])
    return target.getvalue()


def _help(code: str) -> Sheet:
    columns = [Column("what", in_each(_l("What"))[code], width=28), Column("how", in_each(_l("How"))[code], width=100)]
    rows = [
        {"what": in_each(KIND_NAMES.get(what, what))[code], "how": in_each(how)[code]}  # kinds by their names
        for what, how in (*GENERAL, *OF_KINDS)
    ]
    return Sheet(
        NATIVE_NAMES[code], columns, rows, heading=[in_each(_l("How to fill in the sheet of questions"))[code]]
    )


GENERAL = (
    (_l("A row"), _l("One question in a row. Delete the examples, or write over them. Only the first sheet is read.")),
    (
        _l("Languages"),
        _l("Each text has a column for Kyrgyz, Russian and English. What is empty can be written later."),
    ),
    (_l("Kind"), _l("Choose from the list in the cell. What a kind does not need stays empty.")),
    (
        _l("Key"),
        _l("A short name in Latin letters, for example q12. It finds the question again; left empty, it is given."),
    ),
    (
        _l("Why"),
        _l("The reason that a learner reads beside this option, whether it is right or wrong. Every option needs one."),
    ),
    (_l("Sources"), _l("As in the module, for example “iccpr art. 19(3)”; several with a semicolon between them.")),
    (_l("Tags"), _l("Your own words to find questions by, with semicolons between them.")),
    (
        _l("Form and pair"),
        _l("A or B for a question of the pre-test, and the same pair for the two that belong together."),
    ),
)
OF_KINDS = (
    ("single-choice", _l("Three to five options. “Right” is Yes for exactly one.")),
    ("multiple-choice", _l("Three to five options. “Right” is Yes for each right one.")),
    ("true-false", _l("Option 1 is “true”, option 2 is “false”; their texts may stay empty. “Right” is Yes for one.")),
    (
        "matching",
        _l("Each option is a pair: “left -> right”. Without the arrow it is a right side that belongs to nothing."),
    ),
    ("ordering", _l("The steps in their right order, one in each option.")),
    (
        "numeric",
        _l("Each option is an accepted number: “0.75” or “0.75 ± 0.05”. “Right” is what it earns: 1, 1/2, 50 %, 0."),
    ),
    (
        "short-text",
        _l("Each option is an accepted answer, with | between spellings. “Right” is what it earns: 1, 1/2, 50 %, 0."),
    ),
    (
        "gap-fill",
        _l(
            "In the text, gaps are {a}, {b} … “Right” names the gap that an option belongs into, or nothing. "
            "“a: 1” is an answer that is typed into gap {a} and earns the whole of it."
        ),
    ),
    (
        "error-text",
        _l(
            "In the text, {a}, {b} … stand for the words of option 1, option 2 … “Right” is Yes for words that are "
            "wrong and are to be marked."
        ),
    ),
    (
        "essay",
        _l("A criterion on each line of the cell: “Names the standard | 0: no | 1: in part | 2: yes”."),
    ),
)

#: Kind, question, text with places, options: text, what stands under “Right”, reason.
EXAMPLES = (
    (
        "single-choice",
        _l("Who decides what a word means in a judgment?"),
        None,
        ((_l("The court"), True), (_l("The newspaper"), False), (_l("Nobody"), False)),
    ),
    (
        "multiple-choice",
        _l("Which of these are weighed?"),
        None,
        ((_l("Context"), True), (_l("Intent"), True), (_l("Size of the letters"), False)),
    ),
    ("true-false", _l("A court gives reasons for its decision."), None, ((None, True), (None, False))),
    (
        "matching",
        _l("What belongs together?"),
        None,
        ((_l("Judge -> decides"), ""), (_l("Prosecutor -> accuses"), ""), (_l("Lawyer -> defends"), "")),
    ),
    (
        "ordering",
        _l("Put the steps in order."),
        None,
        ((_l("Complaint"), ""), (_l("Hearing"), ""), (_l("Judgment"), "")),
    ),
    ("numeric", _l("How many questions are right if 9 of 12 are? Give the share."), None, (("0.75 ± 0.01", "1"),)),
    ("short-text", _l("Who defends the accused?"), None, ((_l("a lawyer | lawyer"), "1"),)),
    (
        "gap-fill",
        _l("Choose the words."),
        _l("The {a} decides, the {b} accuses."),
        ((_l("judge"), "a"), (_l("prosecutor"), "b"), (_l("witness"), "")),
    ),
    (
        "error-text",
        _l("Mark what is wrong."),
        _l("The court sits {a} and announces its decision {b}."),
        ((_l("in secret"), True), (_l("in public"), False)),
    ),
    ("essay", _l("Explain how the standard applies to the case."), None, ()),
)


def _example(kind: str, stem: object, passage: object, options: tuple[tuple[object, object], ...]) -> Row:
    row: Row = {"kind": str(KIND_NAMES[kind]), "tags": _("example")}
    row |= _cells("stem", stem) | _cells("passage", passage)
    for number, (text, right) in enumerate(options, start=1):
        row |= _cells(f"text{number}", text)
        row[f"right{number}"] = yes(right) if isinstance(right, bool) else str(right)
    if kind == "essay":
        row |= _cells("rubric", _l("Names the standard | 0: no | 1: in part | 2: yes"))
    return row


def _cells(key: str, text: object) -> Row:
    return {f"{key}_{code}": said for code, said in in_each(text).items()} if text is not None else {}
