"""The comparison and the record as files: the numbers of the page, no other, for the coordinator alone."""

import io

import openpyxl
import pytest

from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.core.paging import PAGE
from lms.institutions.queries import institution_by_key
from tests.support.factories import make_account

ASKED = "?year=2025&quarter=0"


@pytest.fixture
def coordinator(population):
    account = make_account("coordinator")
    db.session.commit()
    return account


def book_of(answer):
    assert answer.status == 200
    return openpyxl.load_workbook(io.BytesIO(answer.response.data))


def lines_of(sheet, head):
    """The rows beneath the line that begins with this word."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(number for number, row in enumerate(rows) if row[0] == head)
    return [row for row in rows[start + 1 :] if row[0] is not None and len([v for v in row if v is not None]) > 1]


def shown(page, table):
    """The cells of a table of the page, row by row."""
    rows = page.all(f"//*[@id='{table}']//tbody//tr")
    return [["".join(cell.itertext()).strip() for cell in row.xpath("./th|./td")] for row in rows]


def test_the_comparison_holds_every_page_of_the_screen(browser, coordinator):
    own = browser(coordinator)
    lines = lines_of(book_of(own.visit(f"/en/reports/institutions.xlsx{ASKED}"))["Institutions"], "Institution")

    pages = []
    for number in range(1, -(-len(lines) // PAGE) + 1):
        pages += shown(own.visit(f"/en/reports/institutions{ASKED}&page={number}"), "institutions")

    assert len(lines) == len(pages) > 100
    assert [row[:3] for row in pages] == [[name, *(f"{n:,}" for n in rest[:2])] for name, *rest in lines]


def test_filters_of_the_page_are_those_of_the_file(browser, coordinator):
    page = browser(coordinator).visit(f"/en/reports/institutions{ASKED}&region=KG-T&type=court")

    book = book_of(page.click("XLSX"))

    lines = lines_of(book["Institutions"], "Institution")
    assert lines
    assert [name for name, *_rest in lines] == [row[0] for row in shown(page, "institutions")]
    facts = dict(row for row in book["Definitions"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert "Talas" in facts["Scope"]
    record = db.session.query(AuditRecord).filter_by(act="reporting.table.exported").one()
    assert (record.facts["table"], record.facts["asked_region"], record.facts["year"]) == ("institutions", "KG-T", 2025)


def test_a_record_has_a_sheet_for_each_table_of_its_page(browser, coordinator):
    court = institution_by_key("supreme-court")
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}{ASKED}&count=enrolled")

    book = book_of(page.click("This record as XLSX"))

    assert [name for name in book.sheetnames if "compared" not in name][:4] == [
        "Modules",
        "Workplaces",
        "Sex and age",
        "Quiz results",
    ]
    assert book["Sex and age"]["A2"].value.endswith("Enrolments by sex and age, 2025")
    for sheet, head, table in (
        ("Modules", "Module", "activity"),
        ("Workplaces", "What is counted", "workplaces"),
        ("Sex and age", "Module", "sexes"),
    ):
        numbers = [[str(value) for value in row[1:]] for row in lines_of(book[sheet], head)]
        on_page = [[cell.replace(",", "") for cell in row[1:]] for row in shown(page, table)]
        assert numbers[: len(on_page)] == on_page, sheet
    look = db.session.query(AuditRecord).filter_by(act="reporting.table.exported").one()
    assert (look.subject_id, look.facts["count"]) == (str(court.id), "enrolled")


def test_a_focal_point_gets_no_file_of_the_own_record(browser, population):
    court = institution_by_key("supreme-court")
    own = browser(make_account("focal_point", place=court))

    page = own.visit(f"/en/reports/institutions/{court.id}{ASKED}")
    assert "XLSX" not in page.text
    assert own.visit(f"/en/reports/institutions/{court.id}.xlsx{ASKED}").status in (403, 404)
    assert own.visit(f"/en/reports/institutions.xlsx{ASKED}").status in (403, 404)
