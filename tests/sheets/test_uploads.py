"""Tables that people upload: the same lines from every program, one sentence for each thing that can be wrong."""

import io
from datetime import date

import pytest
import xlsxwriter

from lms.core.i18n import speaking
from lms.sheets import Column, write_csv
from lms.sheets.uploads import (
    Cause,
    Heading,
    Limits,
    TableRefused,
    has_broken_letters,
    read_pasted,
    read_table,
    under_headings,
)

ROWS = [["Аты", "Орду"], ["Гүлнара Өзгөнова", "Талас; сот"], ["Ыңгай", "Ош, шаар"]]
HEADINGS = (Heading("name", ("Name", "Аты", "Имя")), Heading("place", ("Place", "Орду"), optional=True))


def workbook(rows, *, name="Sheet1", hidden=None) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        if hidden is not None:
            book.add_worksheet("hidden").hide()
        sheet = book.add_worksheet(name)
        sheet.activate()
        sheet.set_first_sheet()
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell, day if isinstance(cell, date) else None)
    return stream.getvalue()


def comma_separated(delimiter: str) -> str:
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in ROWS]
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


def refusal(content: bytes, limits: Limits | None = None) -> TableRefused:
    with pytest.raises(TableRefused) as refused:
        read_table(content, limits or Limits())
    return refused.value


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_way_of_writing_a_table_reads_the_same(encoding, delimiter):
    content = comma_separated(delimiter).encode(encoding)

    assert [list(line.cells) for line in read_table(content)] == ROWS


def test_a_workbook_reads_the_same_as_text():
    assert read_table(workbook(ROWS)) == read_table(comma_separated(",").encode())


def test_numbers_and_days_come_as_they_were_typed():
    content = workbook([[996555123456, 1.5, date(2026, 11, 2), "  two \n lines "]])

    assert read_table(content)[0].cells == ("996555123456", "1.5", "2026-11-02", "two lines")


def test_lines_keep_the_numbers_that_their_program_shows():
    with_gaps = [["a"], [], ["b"], ["", ""], ["c"]]

    assert [line.number for line in read_table(workbook(with_gaps))] == [1, 3, 5]
    assert [line.number for line in read_pasted('a,1\r\n\r\n"b\nb",2\r\nc,3')] == [1, 3, 5]


def test_a_hidden_sheet_is_not_read():
    assert read_table(workbook([["seen"]], hidden=[["secret"]]))[0].cells == ("seen",)


def test_the_line_that_names_the_delimiter_is_no_line_of_the_table():
    assert read_pasted("sep=;\r\na;b\r\n")[0].cells == ("a", "b")


def test_a_file_of_our_own_reads_back_without_its_apostrophes():
    stream = io.StringIO(newline="")
    write_csv([["+996 555 123 456", "'Айгүл"]], stream, [Column("phone", "Phone"), Column("name", "Name")])

    assert read_table(stream.getvalue().encode())[1].cells == ("+996 555 123 456", "'Айгүл")


def test_hidden_marks_are_taken_out():
    assert read_pasted("А\u200bй\u202eгүл\u00a0 Б,1")[0].cells == ("Айгүл Б", "1")


@pytest.mark.parametrize("encoding", ["cp1251", "kz1048", "koi8-r"])
def test_an_old_encoding_is_refused_with_the_line(encoding):
    content = "id,name\r\n1,Aibek\r\n2,Иванов\r\n".encode(encoding)

    refused = refusal(content)

    assert (refused.cause, refused.line) == (Cause.ENCODING, 3)


def test_one_line_in_another_encoding_is_found():
    content = "Аты\n".encode() * 6 + "Имя\n".encode("cp1251")

    assert refusal(content).line == 7


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", Cause.EMPTY),
        (b"\xef\xbb\xbf\r\n , \r\n", Cause.EMPTY),
        (workbook([]), Cause.EMPTY),
        (b"%PDF-1.7 \x00\x01\x02\xff", Cause.TYPE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Cause.TYPE),
        (b"<html><table><tr><td>a</td></tr></table>", Cause.TYPE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, Cause.OLD_WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), Cause.PROTECTED),
        (b"PK\x03\x04 and nothing more", Cause.DAMAGED),
        (workbook([["a"]])[:-300], Cause.DAMAGED),
    ],
)
def test_each_file_that_is_no_table_is_refused_for_its_cause(content, cause):
    assert refusal(content).cause is cause


def test_a_list_is_refused_where_it_exceeds_a_limit():
    small = Limits(bytes=50_000, rows=3, columns=2, cell=10)
    for make in (workbook, lambda rows: "\n".join(",".join(row) for row in rows).encode()):
        assert refusal(make([["a"]] * 4), small).cause is Cause.ROWS
        assert refusal(make([["a"], ["a", "b", "c"]]), small).line == 2
        assert refusal(make([["a"], ["b"], ["long" * 3]]), small).line == 3
    assert refusal(b"a" * 50_001, small).cause is Cause.SIZE
    assert len(read_table(b"a,b,,\n", small)) == 1


def test_a_table_that_is_as_long_as_the_limit_is_read():
    assert len(read_table(workbook([["a"]] * 3), Limits(rows=3))) == 3


def test_headings_are_found_in_any_language_and_order():
    lines = read_pasted("My export\n\nОРДУ,Телефон,аты\nОш,1,Айгүл\nТалас\n")

    entries = under_headings(lines, HEADINGS)

    assert [(entry.line, dict(entry.values)) for entry in entries] == [
        (4, {"name": "Айгүл", "place": "Ош"}),
        (5, {"name": "", "place": "Талас"}),
    ]


def test_a_wrong_template_is_refused_with_what_is_missing():
    with pytest.raises(TableRefused) as refused:
        under_headings(read_pasted("Орду,b\n1,2\n"), HEADINGS)

    assert (refused.value.cause, refused.value.missing) == (Cause.TEMPLATE, ("Name",))


def test_headings_alone_are_an_empty_list():
    with pytest.raises(TableRefused) as refused:
        under_headings(read_pasted("Name\n"), HEADINGS)

    assert refused.value.cause is Cause.EMPTY


@pytest.mark.parametrize("name", ["Г?лнара", "?з?бек", "Та?", "Айгү\ufffd", "Гүлнара".encode().decode("latin-1")])
def test_lost_letters_are_recognised(name):
    assert has_broken_letters(name)


@pytest.mark.parametrize("encoding", ["cp1251", "cp1252"])
def test_mixed_up_letters_are_recognised(encoding):
    assert has_broken_letters("Гүлнара Өзгөнова".encode().decode(encoding, "replace").replace("\ufffd", ""))


@pytest.mark.parametrize(
    "name", ["Гүлнара Өзгөн уулу", "Рёбровская Сана", "José Ñandú", "O’Brien", "“Мээр”", "С. Т. Рысбек"]
)
def test_whole_names_are_left_alone(name):
    assert not has_broken_letters(name)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_every_refusal_is_a_sentence_of_its_own(app, language):
    with app.app_context(), speaking(language):
        said = {TableRefused(cause, line=7, most=500, missing=["Name"]).sentence() for cause in Cause}

    assert len(said) == len(Cause)
    assert not any("%(" in sentence for sentence in said)
