"""The public page: released tables exactly as they were frozen, and nothing live."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select, text

from lms.core import clock
from lms.core.audit import AuditRecord
from lms.disclosure.suppression import SIGN
from lms.releases import queries
from lms.releases.models import ReleasedTable
from tests.releases.conftest import newest, submit
from tests.reporting.conftest import complete
from tests.support.databases import count_queries
from tests.support.factories import make_person
from tests.support.factories.releases import make_frozen_report

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
KEEP = "public, max-age=300"


@pytest.fixture
def report(population, coordinator, session):
    made = make_frozen_report(coordinator, *YEAR)
    session.commit()
    return made


def publish(own, report, *slugs):
    return own.visit(f"/en/reports/r/{report.id}/publish").submit("Put on the public page", tables=list(slugs))


def test_before_anything_is_released_the_page_says_so(browser, report):
    page = browser().visit("/ky/").click("Долбоордун натыйжалары")

    assert page.path == "/ky/results"
    assert not page.all("//table")
    assert "Азырынча бир да таблица жарыяланган эмес." in page.text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_everybody_sees_what_was_released_and_only_that(browser, own, report, editions, language):
    publish(own, report, "a")
    frozen = next(table for table in queries.report_by_id(report.id).donor["tables"][language] if table["slug"] == "a")
    for _each in range(30):
        complete(editions[0], make_person(), clock.now() - timedelta(days=400))

    page = browser().visit(f"/{language}/results")

    assert page.response.headers["Cache-Control"] == KEEP
    assert "Cookie" in page.response.headers["Vary"]
    assert len(page.all("//table")) == 1
    assert not page.all("//main//form")
    total = ["".join(cell.itertext()).strip() for cell in page.all("//tfoot//td")]
    assert total[4] == (SIGN if frozen["total"][5] == SIGN else str(frozen["total"][5]))
    assert f"R-{YEAR[0].isoformat()}" in page.text
    addresses = page.all("//main//a[contains(@href, '/results/')]/@href")
    assert len(addresses) == 3
    for address in addresses:
        data = browser().visit(address).response
        assert data.headers["Cache-Control"] == KEEP
        if ".xlsx" in address:
            sheet = openpyxl.load_workbook(io.BytesIO(data.data)).worksheets[0]
            rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        else:
            sign = ";" if "semicolon" in address else ","
            rows = list(csv.reader(io.StringIO(data.data.decode("utf-8-sig")), delimiter=sign))
        line = next(row for row in rows if row[0] == frozen["total"][0])
        assert [str(cell) for cell in line[1:6]] == [str(cell) for cell in frozen["total"][1:6]]


def test_a_new_version_takes_the_place_of_the_old_one(browser, own, report, editions, coordinator, session):
    publish(own, report, "a", "b")
    complete(editions[0], make_person(), clock.now() - timedelta(days=400))
    draft = own.visit(f"/en/reports/r/{report.id}/supersede").submit("Continue", reason="Late entries.")
    submit(draft)

    page = browser().visit("/en/results")
    assert page.text.count("version 2") == 2
    assert "version 1" not in page.text
    assert "Withdrawn tables" not in page.text
    assert newest().version == 2
    again = own.visit(f"/en/reports/r/{report.id}/publish")
    assert not again.all("//main//form")
    replaced = session.scalars(select(AuditRecord.facts).where(AuditRecord.act == "releases.table.replaced")).all()
    assert sorted((facts["table"], facts["by_version"]) for facts in replaced) == [("a", 2), ("b", 2)]


def test_a_report_is_opened_once_for_all_its_tables(app, browser, own, report):
    visitor = browser()
    publish(own, report, "a")
    with count_queries(app) as one:
        assert len(visitor.visit("/en/results").all("//table")) == 1
    publish(own, report, "b", "c", "f")
    with count_queries(app) as many:
        assert len(visitor.visit("/en/results").all("//table")) == 4

    assert len(many) == len(one)


def test_a_table_is_withdrawn_with_a_reason_that_everybody_reads(browser, own, report, session):
    publish(own, report, "a", "b")
    row = session.scalars(select(ReleasedTable).where(ReleasedTable.slug == "a")).one()
    file = f"/en/results/{row.id}.csv"
    assert browser().visit(file).status == 200

    page = own.visit(f"/en/reports/released/{row.id}/withdraw")
    assert page.submit("Withdraw", reason="").status == 422
    page.submit("Withdraw", reason="A region was missing.")

    shown = browser().visit("/en/results")
    assert len(shown.all("//table")) == 1
    assert "A region was missing." in shown.text
    assert browser().visit(file).status == 404
    for second in (page.submit("Withdraw", reason="Once more."), own.visit(f"/en/reports/released/{row.id}/withdraw")):
        assert second.path == f"/en/reports/r/{report.id}/publish"
        assert "This table is not on the public page any more." in second.text
    assert "Once more." not in browser().visit("/en/results").text
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("releases.table.%"))).all()
    assert sorted(acts) == ["releases.table.released", "releases.table.released", "releases.table.withdrawn"]


def test_publishing_asks_for_a_fresh_proof(own, report, session):
    page = own.visit(f"/en/reports/r/{report.id}/publish")
    clock.freeze(clock.now() + timedelta(minutes=20))

    assert page.submit("Put on the public page", tables=["a"]).all("//input[@type='password']")
    assert session.scalars(select(ReleasedTable)).all() == []


def test_a_table_of_a_changed_report_is_not_shown(browser, own, report, session):
    publish(own, report, "a")
    row = session.scalars(select(ReleasedTable)).one()
    session.add(
        AuditRecord(
            at=clock.now(), act="releases.report.frozen", subject_id=str(report.id), facts={"digest": "of another"}
        )
    )
    session.commit()

    page = browser().visit("/en/results")
    assert not page.all("//table")
    assert "it is being checked" in page.text
    assert browser().visit(f"/en/results/{row.id}.xlsx").status == 404
    assert session.scalar(text("select count(*) from released_tables")) == 1
