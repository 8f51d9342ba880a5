"""What stands beneath a table: how percentages were rounded, and what the sign for hidden numbers means."""

import csv
import io
import json
from datetime import UTC, date, datetime
from functools import partial
from itertools import product

import openpyxl
import pytest

from lms.accounts.models import Role
from lms.core.i18n import speaking
from lms.disclosure.suppression import SIGN
from lms.people.models import Sex
from lms.reporting.choices import Choice, Period
from lms.reporting.exporting import About, Format, content, csv_text, json_text, write
from lms.reporting.reports import Audience, Table, build
from lms.sheets import Column, Kind
from tests.reporting.conftest import complete
from tests.support.factories import make_account, make_institution, make_person

ASKED = "?from=2024-01-01&to=2025-12-31"
CHOICE = Choice(Period(date(2024, 1, 1), date(2025, 12, 31)))
ROUNDED = {
    "en": "Percentages are worked out from the counts and rounded to one decimal, so they may not add up to 100.",
    "ru": "Проценты вычислены по самим числам и округлены до одного знака после запятой, поэтому в сумме могут не "
    "давать 100.",
    "ky": "Пайыздар сандардын өздөрүнөн эсептелип, үтүрдөн кийин бир орунга чейин тегеректелет, ошондуктан суммасы "
    "100гө барабар болбошу мүмкүн.",
}
HIDDEN = {
    "en": "· hidden to protect people",
    "ru": "· скрыто, чтобы защитить людей",
    "ky": "· адамдарды коргоо үчүн жашырылган",
}
NOTE = {"en": "Note", "ru": "Примечание", "ky": "Эскертүү"}


@pytest.fixture
def own(browser, session):
    return browser(make_account(Role.COORDINATOR))


def notes_beneath(page):
    return ["".join(note.itertext()) for note in page.all("//div[@class='table-notes']/p")]


def cells_of(own, address):
    workbook = openpyxl.load_workbook(io.BytesIO(own.visit(address).response.data))
    return [str(cell) for row in workbook.worksheets[0].iter_rows(values_only=True) for cell in row if cell]


def lines_of(own, address):
    text = own.visit(address).response.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_a_page_with_percentages_says_once_that_they_may_not_add_up(own, population, language):
    place = make_institution("Court above")
    make_institution("Court beneath", parent=place)
    for page in ("tables/a", "tables/b", "people", "institutions"):
        assert notes_beneath(own.visit(f"/{language}/reports/{page}{ASKED}")).count(ROUNDED[language]) == 1

    record = own.visit(f"/{language}/reports/institutions/{place.id}", {"year": "2025"})
    tables = record.all("//table[.//th[contains(., '%')] or @id='results']/../following-sibling::div[1]")
    assert ["".join(notes.itertext()).count(ROUNDED[language]) for notes in tables] == [1, 1, 1]
    assert notes_beneath(record).count(ROUNDED[language]) == 3


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
def test_files_with_percentages_say_it_too(own, population, language):
    for table in ("a", "b", "participation"):
        data = json.loads(own.visit(f"/{language}/reports/files/{table}.json{ASKED}").response.data)
        assert data["notes"].count(ROUNDED[language]) == 1
        assert len(data["notes"]) > 1  # the other notes of the table stand beside it
        assert cells_of(own, f"/{language}/reports/files/{table}.xlsx{ASKED}").count(ROUNDED[language]) == 1

    long = json.loads(own.visit(f"/{language}/reports/files/long.json{ASKED}").response.data)
    assert long["notes"] == []


@pytest.mark.parametrize("language", ["en", "ru", "ky"])
@pytest.mark.parametrize("table", ["a", "b"])
def test_every_file_with_hidden_numbers_says_what_the_sign_means(population, table, language):
    about = About(CHOICE, Audience.PUBLIC, datetime(2026, 1, 9, tzinfo=UTC))
    with speaking(language):
        made = build(table, CHOICE, Audience.PUBLIC, key=b"")
        xlsx, text = (content(partial(write, made, about, ending)) for ending in (Format.XLSX, Format.CSV))
        notes = json.loads("".join(json_text(made, about)))["notes"]

    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets[0]
    assert HIDDEN[language] in {cell for row in sheet.iter_rows(values_only=True) for cell in row}
    assert HIDDEN[language] in notes
    lines = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    said = [line[NOTE[language]] for line in lines]
    assert said == [HIDDEN[language] if SIGN in line.values() else "" for line in lines]
    assert HIDDEN[language] in said


@pytest.mark.parametrize("table", ["a", "b"])
def test_a_file_that_hides_nothing_does_not_speak_of_it(own, population, table):
    assert HIDDEN["en"] not in cells_of(own, f"/en/reports/files/{table}.xlsx{ASKED}")
    assert HIDDEN["en"] not in json.loads(own.visit(f"/en/reports/files/{table}.json{ASKED}").response.data)["notes"]
    assert NOTE["en"] not in lines_of(own, f"/en/reports/files/{table}.csv{ASKED}")[0]


def test_only_lines_with_the_sign_speak_of_it(english):
    lines = [{"row": "Talas oblast", "total": SIGN}, {"row": "Osh oblast", "total": 41}]
    columns = [Column("row", "Region"), Column("total", "Total", Kind.INTEGER)]
    table = Table("b", "Table B", columns, lines, total={"row": "Total", "total": SIGN}, has_hidden=True)
    about = About(
        Choice(Period(date(2025, 1, 1), date(2025, 12, 31))), Audience.PUBLIC, datetime(2026, 1, 9, tzinfo=UTC)
    )

    read = csv.DictReader(io.StringIO("".join(csv_text(table, about)).removeprefix("\ufeff")))

    assert [line["Note"] for line in read] == [HIDDEN["en"], "", HIDDEN["en"]]


def test_a_share_that_is_hidden_among_shown_numbers_is_explained_too(english, editions):
    """Of twenty people ten say neither woman nor man: every number is shown, the share of women among ten is not."""
    courts, at = (
        [make_institution(name) for name in ("Court above", "Court beside")],
        datetime(2025, 3, 3, 5, tzinfo=UTC),
    )
    for court, sex in product(courts * 5, (Sex.FEMALE, Sex.NOT_STATED)):
        complete(editions[0], make_person(sex=sex, institution=court), at)

    table = build("a", Choice(Period(date(2025, 1, 1), date(2025, 12, 31))), Audience.PUBLIC, key=b"")

    signs = {key for row in [*table.rows, table.total] for key, value in row.items() if value == SIGN}
    assert signs == {"women"}
    assert table.has_hidden
