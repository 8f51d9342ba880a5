"""Own tables: every number against the rows themselves, the people behind it, and what may be published."""

import io
import re
from collections import Counter

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.enrolments.models import Enrolment
from lms.reporting import behind, crossing, dimensions, filters
from lms.reporting.choices import Measure
from lms.reporting.crossing import Crossing, TooFine
from lms.reporting.reports import Audience
from tests.support.factories import make_account

DAYS = {"from": "2024-01-01", "to": "2025-12-31"}
ADDRESS = "rows=group&columns=sex&measure=completions&from=2024-01-01&to=2025-12-31"


@pytest.fixture
def own(browser, session):
    return browser(make_account(Role.COORDINATOR))


def choice():
    return filters.read(DAYS, today=clock.local_day(clock.now())).choice()


def made(*rows, column="", measure=Measure.PEOPLE, audience=Audience.TEAM):
    return crossing.cross(choice(), Crossing(measure, rows, column), audience)


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
        table = crossing.cross(choice(), crossed, Audience.TEAM)
        rows = list(table.rows)
        assert rows
        for column in (*dimensions.SEXES, "total"):
            assert sum(row[column] for row in rows) == table.total[column]
        for row in [*rows[:4], rows[-1], table.total]:
            assert sum(row[sex] for sex in dimensions.SEXES) == row["total"]
            cell = crossing.cell_of(crossed, row["_code"], "total")
            assert behind.people_behind(cell, choice(), 1, clock.local_day(clock.now())).total == row["total"]


def test_a_published_one_hides_small_numbers_or_is_refused(population, english):
    table = made("region", column="sex", audience=Audience.PUBLIC)

    small = [
        v
        for row in [*table.rows, table.total]
        for k, v in row.items()
        if k != "row" and isinstance(v, int) and 0 < v < 10
    ]
    assert small == []
    assert table.has_hidden
    assert any(SIGN in row.values() for row in table.rows)
    assert crossing.alone_note() in table.notes
    assert crossing.alone_note() not in made("region", column="sex").notes
    with pytest.raises(TooFine):
        made("group", "region", column="age", audience=Audience.PUBLIC)


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
    public = own.visit(f"/en/reports/cross-tables?{ADDRESS}&audience=public")
    assert public.status == 200
    assert public.all("//table//td/a") == []
    fine = own.visit("/en/reports/cross-tables?rows=group&rows2=region&columns=age&from=2024-01-01&audience=public")
    assert fine.status == 422
