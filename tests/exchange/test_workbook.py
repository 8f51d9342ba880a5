"""The workbook: every kind that fits a table goes out and comes back; each mistake is said with row and column."""

import io
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.core.i18n import speaking
from lms.exchange import workbook
from lms.exchange.readings import Reading, Refused
from lms.exchange.workbook.columns import columns
from lms.exchange.workbook.kinds_read import READERS
from lms.sheets import Column, Sheet, write_xlsx
from tests.exchange import strategies as some
from tests.exchange.comparing import differences

KINDS = {
    "choices": some.choices(),
    "true-false": some.true_false(),
    "matching": some.matching(reasoned=True),
    "ordering": some.ordering(reasoned=True),
    "numeric": some.numeric(),
    "short-text": some.short_text(codes=("ky", "ru", "en")),
    "gaps": some.several_gaps(),
    "error-text": some.error_text(),
    "essay": some.marked_essay(),
}


def sheet(*rows):
    """A workbook of these rows, under the keys of the columns."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    target = BytesIO()
    write_xlsx(
        target, [Sheet("Questions", [Column(key, key) for key in keys], [{**dict.fromkeys(keys), **r} for r in rows])]
    )
    return target.getvalue()


CHOICE = {
    "kind": "single-choice",
    "stem_en": "Who?",
    "text1_en": "A",
    "right1": "yes",
    "text2_en": "B",
    "text3_en": "C",
}


@pytest.mark.parametrize("kind", KINDS)
@some.quick(6)
@given(data=st.data())
def test_each_kind_comes_back_as_it_was(kind, app, data):
    with app.app_context():
        questions = data.draw(some.with_keys([KINDS[kind]]))
        written = workbook.write(questions)
        again = workbook.read(written.content, language="en")

    held = [_as_held(question) for question in questions]
    assert differences(held, [_as_held(question) for question in again.questions]) == []


def _as_held(question):
    """The reason of a right option of a gap or pair stands in one cell for both."""
    import msgspec  # noqa: PLC0415

    if question.kind not in {"matching", "gap-fill"}:
        return question
    right = {part.right: part for part in question.parts}
    options = tuple(
        msgspec.structs.replace(option, feedback=right[option.key].feedback, sources=right[option.key].sources)
        if option.key in right
        else option
        for option in question.options
    )
    return msgspec.structs.replace(question, options=options)


@pytest.mark.parametrize("code", ["ky", "ru", "en"])
def test_the_template_reads_back_as_sound_questions_in_every_language(session, code):
    with speaking(code):
        content = workbook.template()
    reading = workbook.read(content, language=code)

    assert [remark.text for remark in reading.remarks] == []
    assert {question.kind for question in reading.questions} == {
        "single-choice", "multiple-choice", "true-false", "matching", "ordering", "numeric", "short-text", "gap-fill",
        "error-text", "essay",
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.read("xl/workbook.xml").decode()
        first = archive.read("xl/worksheets/sheet1.xml").decode()
    assert all(f'name="{name}"' in names for name in ("Кыргызча", "Русский", "English"))
    assert "<dataValidations" in first


@pytest.mark.parametrize(
    ("change", "place", "weight", "said"),
    [
        ({"kind": "guess"}, "row 2, column “Kind”", "left-out", "no kind “guess”"),
        ({"kind": ""}, "row 2, column “Kind”", "left-out", "no kind"),
        ({"kind": "scenario"}, "row 2, column “Kind”", "left-out", "branching"),
        ({"difficulty": "7"}, "row 2, column “Difficulty (1–3)”", "lost", "1, 2 or 3"),
        ({"difficulty": "hard"}, "row 2, column “Difficulty (1–3)”", "lost", "no whole number"),
        ({"form": "C"}, "row 2, column “Form (A or B)”", "lost", "A or B"),
        ({"right2": "perhaps"}, "row 2, column “Right 2”", "lost", "neither yes nor no"),
        ({"credit": "each"}, "row 2, column “Rule of credit”", "lost", "no rule of credit"),
        ({"right1": ""}, "row 2", "lost", "exactly one correct"),
        ({"kind": "numeric", "right1": "1"}, "row 2, column “Option 1 – English”", "left-out", "no number"),
        ({"kind": "short-text", "right1": "3/2"}, "row 2, column “Right 1”", "left-out", "no share"),
        ({"kind": "true-false"}, "row 2, column “Option 1 – English”", "left-out", "two options"),
        ({"kind": "essay", "rubric_en": "Good | much"}, "row 2, column “Criteria – English”", "left-out", "A level"),
    ],
)
def test_each_mistake_is_said_with_row_and_column(session, change, place, weight, said):
    reading = workbook.read(sheet({**CHOICE, **change}, {**CHOICE, "key": "fine"}), language="en")

    (remark,) = [remark for remark in reading.remarks if remark.number == 1][:1]
    assert (remark.place, remark.weight.value) == (place, weight)
    assert said in remark.text
    assert reading.questions[-1].key == "fine"


def test_kinds_and_answers_may_be_named_in_any_language(session):
    rows = [
        {**CHOICE, "kind": kind, "right1": right}
        for kind, right in (("Один верный вариант", "да"), ("бир туура вариант", "ооба"))
    ]
    with_titles = [{**row, "stem_en": "Who?"} for row in rows]

    reading = workbook.read(sheet(*with_titles), language="en")

    assert [question.kind for question in reading.questions] == ["single-choice"] * 2
    assert [question.options[0].correct for question in reading.questions] == [True, True]


def test_no_two_columns_have_one_title(app):
    with app.app_context():
        for code in ("ky", "ru", "en"):
            titles = [column.title(code) for column in columns()]
            assert sorted(titles) == sorted(set(titles))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"junk", b"PK\x03\x04junk", "Суроо;Жооп".encode("cp1251"), b"kind\n" + b"x" * 30_000_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    ],
    ids=["empty", "text", "zip", "cp1251", "30 MB", "old"],
)  # fmt: skip
def test_what_is_no_workbook_of_ours_is_refused(session, content):
    with pytest.raises(Refused) as refusal:
        workbook.read(content, language="en")
    assert str(refusal.value)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_quickly(session):
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("../../xl/worksheets/sheet1.xml", b"0" * 200_000_000)
    started = time.process_time()
    with pytest.raises(Refused):
        workbook.read(target.getvalue(), language="en")
    assert time.process_time() - started < 2


@some.quick(30)
@given(st.lists(st.lists(st.text(alphabet="ab1|;:{}->±% /\n=а", max_size=12), min_size=6, max_size=6), max_size=4),
       st.sampled_from(sorted(READERS)))  # fmt: skip
def test_junk_in_cells_is_read_or_said(app, rows, kind):
    keys = ["stem_en", "text1_en", "right1", "text2_ky", "passage_en", "rubric_en"]
    lines = ["\t".join(["kind", *keys])]
    lines += ["\t".join([kind, *(cell.replace("\n", " ").replace("\t", " ") for cell in row)]) for row in rows]
    with app.app_context():
        try:
            result = workbook.read("\n".join(lines).encode(), language="ky")
        except Refused as refusal:
            result = str(refusal)
    assert isinstance(result, Reading) or len(result) > 20
