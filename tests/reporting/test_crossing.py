"""Own tables: every number against the rows themselves, the people behind it, and why none is published."""

import io
import re
from collections import Counter
from datetime import timedelta, timezone

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import TOTAL, grid_of, suppress
from lms.enrolments.models import Enrolment
from lms.reporting import behind, crossing, dimensions, filters
from lms.reporting.choices import Measure
from lms.reporting.crossing import Crossing
from lms.reporting.reports import Audience, build
from lms.reporting.reports.base import K_PUBLIC
from tests.reporting.reference import Reference
from tests.support.factories import make_account

DAYS = {"from": "2024-01-01", "to": "2025-12-31"}
ADDRESS = "rows=group&columns=sex&measure=completions&from=2024-01-01&to=2025-12-31"


@pytest.fixture
def own(browser, session):
    return browser(make_account(Role.COORDINATOR))


def choice():
    return filters.read(DAYS, today=clock.local_day(clock.now())).choice()


def made(*rows, column="", measure=Measure.PEOPLE):
    return crossing.cross(choice(), Crossing(measure, rows, column))


def test_completions_are_those_of_the_rows(population, english):
    """Counted again in plain Python, from the enrolments as they are stored."""
    rows = db.session.scalars(select(Enrolment)).all()
    group_of = dimensions.by_line(dimensions.groups())
    done = [row for row in rows if row.completed_on and "2024-01-01" <= row.completed_on.isoformat() <= "2025-12-31"]
    expected = Counter((group_of[row.institution_type], str(row.sex)) for row in done)

    table = made("group", column="sex", measure=Measure.COMPLETIONS)

    shown = Counter(
        {
            (row["_code"], sex): row[sex]
            for row in table.rows
            for sex in dimensions.SEXES
            if row["_code"] != "not-disaggregated"
        }
    )
    withdrawn = next((row["total"] for row in table.rows if row["_code"] == "not-disaggregated"), 0)
    assert table.total["total"] == len(done)
    assert sum((expected - shown).values()) == withdrawn
    assert not shown - expected


def test_two_dimensions_in_the_rows_add_up_and_every_number_has_its_people(marred, english):
    for measure in Measure:
        crossed = Crossing(measure, ("region", "age"), "sex")
        table = crossing.cross(choice(), crossed)
        rows = list(table.rows)
        assert rows
        for column in (*dimensions.SEXES, "total"):
            assert sum(row[column] for row in rows) == table.total[column]
        for row in [*rows[:4], rows[-1], table.total]:
            assert sum(row[sex] for sex in dimensions.SEXES) == row["total"]
            cell = crossing.cell_of(crossed, row["_code"], "total")
            assert behind.people_behind(cell, choice(), 1, clock.local_day(clock.now())).total == row["total"]


def test_certificates_are_those_of_table_f_and_of_the_raw_rows(marred, english):
    """Counted again in plain Python from the papers one by one; corrections are no new certificates."""
    papers = db.session.scalars(select(Certificate)).all()
    corrections = {paper.superseded_by_id for paper in papers}
    rows = {row.id: row for row in db.session.scalars(select(Enrolment))}
    withheld = {row["id"] for row in Reference().rows if row["is_withheld"]}
    expected = Counter()
    for paper in papers:
        quarter = quarter_of(paper.issued_at.astimezone(timezone(timedelta(hours=6))).date())
        if paper.id not in corrections and quarter[:4] in {"2024", "2025"}:
            is_told = paper.enrolment_id not in withheld
            expected[quarter, str(rows[paper.enrolment_id].sex) if is_told else "not_stated"] += 1
    assert any(paper.state == "corrected" for paper in papers)

    table = made("period", column="sex", measure=Measure.CERTIFICATES)

    shown = {(row["_code"], sex): row[sex] for row in table.rows for sex in dimensions.SEXES if row[sex]}
    assert shown == dict(expected)
    assert table.total["total"] == build("f", choice(), Audience.TEAM, key=b"").total["total"] == expected.total()


def quarter_of(day):
    return f"{day.year}-{(day.month + 2) // 3}"


def test_an_attack_with_a_cross_table_of_men_beside_table_a(own):
    """Of the worked example: hidden by itself, the twin tells the four women of Table A; so none is for the public."""
    people = {"court": (24, 31), "forensic": (4, 11), "bar": (18, 22)}
    cells = {(row, sex): count for row, counted in people.items() for sex, count in zip("fm", counted, strict=True)}
    hidden_in_a = suppress([grid_of(list(people), "fm", cells)], k=K_PUBLIC)
    men = {(row, "m"): count for (row, sex), count in cells.items() if sex == "m"}
    hidden_in_twin = suppress([grid_of(list(people), "m", men)], k=K_PUBLIC)

    assert {("forensic", "f"), ("forensic", "m")} <= hidden_in_a
    assert ("forensic", TOTAL) not in hidden_in_a
    assert ("forensic", "m") not in hidden_in_twin
    assert 4 + 11 - men["forensic", "m"] == 4  # what a reader of both works out

    for ending in ("", ".xlsx", ".csv", ".json", ".pdf"):
        for query in (ADDRESS, "rows=group&sex=male&from=2024-01-01"):
            assert own.visit(f"/en/reports/cross-tables{ending}?{query}&audience=public").status == 404


def test_what_is_asked_twice_or_does_not_exist_is_left_out():
    asked = {"rows": "sex", "rows2": "sex", "columns": "sex", "measure": "scores"}

    assert crossing.read_crossing(asked) == Crossing(Measure.PEOPLE, ("sex",))
    assert crossing.read_crossing({}) == Crossing(Measure.PEOPLE, ("region",), "sex")


def test_from_the_page_to_its_files_and_its_people(own, population):
    for language in ("en", "ru", "ky"):
        page = own.visit(f"/{language}/reports/cross-tables?{ADDRESS}")
        assert page.status == 200
    total = page.all("//table/tfoot/tr/td")[-1]
    number = "".join(total.itertext())
    people = own.visit(total.find("a").get("href"))
    assert re.search(rf"\b{number}\b", people.text)

    sheet = openpyxl.load_workbook(io.BytesIO(own.visit(f"/en/reports/cross-tables.xlsx?{ADDRESS}").response.data))
    cells = [cell for row in sheet.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert int(number) in cells
    for ending in ("csv", "json", "pdf"):
        assert own.visit(f"/en/reports/cross-tables.{ending}?{ADDRESS}").status == 200
    facts = [row.facts for row in db.session.query(AuditRecord).filter_by(act="reporting.table.exported")]
    assert {row["asked_rows"] for row in facts} == {"group"}
