"""Rows as a workbook, read back with another library and, where it is installed, with LibreOffice."""

import csv
import io
import subprocess
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from lms.sheets import Column, Engine, Kind, Sheet, SheetRefused, write_xlsx, xlsx_files
from tests.support.left_out import needs_program

COLUMNS = [
    Column("place", "Мекеме"),
    Column("people", "Адамдар", Kind.INTEGER),
    Column("share", "Үлүшү", Kind.PERCENT),
    Column("mean", "Mean", Kind.DECIMAL),
    Column("on", "Day", Kind.DATE),
    Column("at", "At", Kind.DATETIME),
]
FULL = ["Өзгөн райондук соту ⃀", 12, 0.75, 8.25, date(2026, 5, 5), datetime(2026, 5, 5, 20, 30, tzinfo=UTC)]
HIDDEN = ['=HYPERLINK("http://evil.example")', "·", "·", "·", None, "·"]
EMPTY = [None] * 6
both_engines = pytest.mark.parametrize("engine", list(Engine))


def workbook(*sheets: Sheet, engine: Engine | None = None):
    return load_workbook(io.BytesIO(written(*sheets, engine=engine)))


def written(*sheets: Sheet, engine: Engine | None = None) -> bytes:
    target = io.BytesIO()
    write_xlsx(target, sheets, engine=engine)
    return target.getvalue()


def values(sheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@both_engines
def test_cells_keep_their_values_and_types(engine):
    sheet = workbook(Sheet("Data", COLUMNS, [EMPTY, FULL, HIDDEN]), engine=engine)["Data"]

    assert values(sheet) == [
        ["Мекеме", "Адамдар", "Үлүшү", "Mean", "Day", "At"],
        EMPTY,
        ["Өзгөн райондук соту ⃀", 12, 0.75, 8.25, datetime(2026, 5, 5), datetime(2026, 5, 6, 2, 30)],  # noqa: DTZ001
        HIDDEN,
    ]
    assert [cell.number_format for cell in sheet[3]][1:] == ["0", "0.0%", "0.00", "dd.mm.yyyy", "dd.mm.yyyy hh:mm"]


@both_engines
def test_no_cell_is_a_formula_or_a_link(engine):
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "{=1}", "\t=1", "00123"]
    sheet = workbook(Sheet("Data", [Column("t", "=2+2")], [[text] for text in texts]), engine=engine)["Data"]

    assert [cell.data_type for [cell] in sheet.iter_rows()] == ["s"] * 9
    assert [cell.value for [cell] in sheet.iter_rows()] == ["=2+2", *texts]
    assert not any(cell.hyperlink for [cell] in sheet.iter_rows())


@both_engines
def test_the_heading_row_is_frozen_and_columns_fit(engine):
    sheet = workbook(Sheet("Data", COLUMNS, [FULL]), engine=engine)["Data"]

    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:F2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width >= 8
    assert sheet.column_dimensions["F"].width >= len("05.05.2026 20:30")


@both_engines
def test_a_long_word_of_a_title_stands_in_one_line_though_it_is_bold(engine):
    columns = [Column("gain", "Нормалдаштырылган өсүш", Kind.DECIMAL)]
    sheet = workbook(Sheet("Data", columns, [[0.5]]), engine=engine)["Data"]

    assert sheet.column_dimensions["A"].width >= 1.2 * len("Нормалдаштырылган")


def test_a_row_is_as_high_as_its_longest_text():
    """Else lines lie on each other in programs that do not measure rows when they open a file."""
    columns = [Column("term", "Term", width=28), Column("text", "Meaning", width=60)]
    rows = [["Short", "One line."], ["Long", "Ten letters " * 12], ["Two", "First.\nSecond."]]
    sheet = workbook(Sheet("Data", columns, rows, heading=["Head"]), engine=Engine.XLSXWRITER)["Data"]

    assert [sheet.row_dimensions[number].height for number in (4, 5, 6)] == [None, 45, 30]


@both_engines
def test_several_sheets_stand_in_their_order(engine):
    definitions = Sheet("Definitions", [Column("term", "Term"), Column("text", "Meaning")], [["·", "hidden"]])
    book = workbook(Sheet("Data", COLUMNS, [FULL]), definitions, engine=engine)

    assert book.sheetnames == ["Data", "Definitions"]
    assert values(book["Definitions"]) == [["Term", "Meaning"], ["·", "hidden"]]


@both_engines
def test_numbers_too_long_for_a_spreadsheet_keep_their_digits_as_text(engine):
    sheet = workbook(Sheet("Data", [Column("n", "N", Kind.INTEGER)], [[2**53 + 1]]), engine=engine)["Data"]

    assert sheet["A2"].value == "9007199254740993"


@both_engines
def test_days_before_the_spreadsheet_calendar_are_text(engine):
    sheet = workbook(Sheet("Data", [Column("d", "D", Kind.DATE)], [[date(1876, 1, 1)]]), engine=engine)["Data"]

    assert sheet["A2"].value == "1876-01-01"


@both_engines
def test_characters_that_xml_cannot_hold_are_left_out(engine):
    sheet = workbook(Sheet("Data", [Column("t", "T")], [["а\x00б\x0b\ud800в\r\nг"]]), engine=engine)["Data"]

    assert sheet["A2"].value == "абв\nг"


def test_whole_numbers_come_back_whole():
    sheet = workbook(Sheet("Data", COLUMNS, [FULL]))["Data"]

    assert isinstance(sheet["B2"].value, int)


def test_sentences_stand_above_and_beneath_the_table():
    sheet = workbook(Sheet("A", COLUMNS, [FULL], heading=["Table A", "2026"], notes=["· hidden to protect people"]))[
        "A"
    ]

    assert [sheet[f"A{row}"].value for row in range(1, 8)] == [
        "Table A", "2026", None, "Мекеме", "Өзгөн райондук соту ⃀", None, "· hidden to protect people",
    ]  # fmt: skip
    assert sheet.freeze_panes == "A5"


def test_a_long_sentence_beneath_a_table_is_no_wider_than_the_table():
    columns = [Column("name", "Name"), Column("number", "Number", Kind.INTEGER)]
    note = "A sentence that is much longer than two columns are wide. " * 3
    sheet = workbook(Sheet("A", columns, [{"name": "x", "number": 1}], heading=["A"], notes=[note, "= 2"]))["A"]

    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A6:B6", "A7:B7"]
    assert (sheet["A6"].value, sheet["A7"].value) == (note, "= 2")
    assert sheet["A6"].alignment.wrap_text
    width = sum(sheet.column_dimensions[letter].width for letter in "AB")
    assert sheet.row_dimensions[6].height >= 15 * len(note) / width
    assert sheet.row_dimensions[7].height in {None, 15}


def test_a_title_stands_over_its_numbers_and_is_shown_whole():
    columns = [Column("place", "Мекеме"), Column("people", "Башка же көрсөтпөөнү каалайт", Kind.INTEGER, width=12)]

    sheet = workbook(Sheet("A", columns, [["Сот", 3], ["Прокуратура", "·"]], heading=["A"]))["A"]

    assert [sheet[cell].alignment.horizontal for cell in ("A3", "B3", "B4", "B5")] == [
        "left",
        "right",
        "right",
        "right",
    ]
    assert sheet.row_dimensions[3].height == 45  # three lines


def test_two_columns_may_have_the_same_title():
    columns = [Column("f_new", "New"), Column("m_new", "New")]

    assert values(workbook(Sheet("A", columns, [{"f_new": "1", "m_new": "2"}]))["A"]) == [["New", "New"], ["1", "2"]]


def test_a_table_without_rows_still_has_its_heading():
    assert values(workbook(Sheet("A", COLUMNS, []))["A"]) == [[column.title for column in COLUMNS]]


def test_names_of_sheets_are_made_acceptable():
    long = "Участие в модулях по областям и органам: 2019/2026"
    book = workbook(*[Sheet(name, COLUMNS[:1], [["x"]]) for name in (long, long.upper(), "'[]'", "a/b")])

    assert book.sheetnames[2:] == ["3", "a b"]
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert len({name.casefold() for name in book.sheetnames}) == 4


def test_a_long_plain_table_is_written_by_the_fast_library(monkeypatch):
    used = []
    monkeypatch.setattr(xlsx_files, "LONG_TABLE", 10)
    monkeypatch.setitem(xlsx_files.WRITERS, Engine.RUST, lambda target, prepared: used.append("rust"))
    monkeypatch.setitem(xlsx_files.WRITERS, Engine.XLSXWRITER, lambda target, prepared: used.append("xlsxwriter"))

    for count, notes in ((11, ()), (10, ()), (11, ("a note",))):
        write_xlsx(io.BytesIO(), [Sheet("A", COLUMNS[:1], (["x"] for _ in range(count)), notes=notes)])

    assert used == ["rust", "xlsxwriter", "xlsxwriter"]


def test_a_table_longer_than_the_rows_read_ahead_is_whole(monkeypatch):
    monkeypatch.setattr(xlsx_files, "LONG_TABLE", 10)

    sheet = workbook(Sheet("A", [Column("n", "N", Kind.INTEGER)], ([n] for n in range(500))))["A"]

    assert [row[0] for row in values(sheet)[1:]] == list(range(500))


@both_engines
def test_more_rows_than_a_sheet_holds_are_refused(engine, monkeypatch):
    monkeypatch.setattr(xlsx_files, "MOST_ROWS", 5)

    assert len(values(workbook(Sheet("A", COLUMNS[:1], [["x"]] * 4), engine=engine)["A"])) == 5
    with pytest.raises(SheetRefused, match="write CSV instead"):
        written(Sheet("A", COLUMNS[:1], [["x"]] * 5), engine=engine)


@both_engines
def test_a_text_longer_than_a_cell_holds_is_refused(engine):
    with pytest.raises(SheetRefused, match="row 3 holds more than"):
        written(Sheet("A", COLUMNS[:1], [["x"], ["я" * 32_768]]), engine=engine)


def test_a_workbook_without_sheets_or_columns_is_refused():
    for sheets in ([], [Sheet("A", [], [])]):
        with pytest.raises(SheetRefused):
            written(*sheets)


@both_engines
def test_a_workbook_is_written_to_a_path(engine, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [Sheet("A", COLUMNS, [FULL])], engine=engine)

    assert load_workbook(tmp_path / "a.xlsx")["A"]["B2"].value == 12


@needs_program("soffice", package="libreoffice-calc")
@both_engines
def test_libreoffice_reads_the_same_table(engine, tmp_path):
    write_xlsx(tmp_path / "a.xlsx", [Sheet("A", COLUMNS, [FULL, HIDDEN])], engine=engine)

    subprocess.run(
        [
            "soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
            "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", tmp_path, tmp_path / "a.xlsx",
        ],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip

    rows = list(csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[1] == ["Өзгөн райондук соту ⃀", "12", "75.0%", "8.25", "05.05.2026", "06.05.2026 02:30"]
    assert rows[2] == ['=HYPERLINK("http://evil.example")', "·", "·", "·", "", "·"]
