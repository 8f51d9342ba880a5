"""The list behind a number is as long as the number says, names nobody who withheld, and every look is recorded."""

import re

import pytest
from sqlalchemy import and_, case, func, select, true

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.reporting import behind, filters, participation
from lms.reporting.choices import Measure
from lms.reporting.reports import Audience, build
from tests.support.factories import make_account, make_institution

DAYS = {"from": "2024-01-01", "to": "2025-12-31"}


@pytest.fixture
def own(browser, session):
    return browser(make_account(Role.COORDINATOR))


def asked(**more):
    return filters.read({**DAYS, **more}, today=clock.local_day(clock.now()))


def everybody_behind(cell, choice):
    today = clock.local_day(clock.now())
    pages = [behind.people_behind(cell, choice, 1, today)]
    pages += [behind.people_behind(cell, choice, number, today) for number in range(2, pages[0].pages + 1)]
    return pages[0].total, [line for page in pages for line in page.rows]


def numbers_behind(cells, choice):
    """How long the list of each is: one question for all cells that choose among the same rows."""
    together, found = {}, {}
    for cell in cells:
        outputs = tuple(condition for condition in cell.conditions if condition[0] == "output")
        together.setdefault((cell.measure, outputs), []).append(cell)
    for alike in together.values():
        rows = behind.rows_of(alike[0], choice)
        asked = [func.count(case((and_(true(), *behind.conditions_of(cell, rows)), 1))) for cell in alike]
        found |= zip(alike, db.session.execute(select(*asked).select_from(rows)).one(), strict=True)
    return found


def mistakes(table, choice, rows=""):
    """Cells whose list is not as long as they say; and how many were looked at."""
    said = {
        (row["_code"], column.key): (behind.cell_of(table.slug, row["_code"], column.key, rows=rows), row[column.key])
        for row in [*table.rows, table.total]
        for column in table.columns[1:]
    }
    told = {place: (cell, number) for place, (cell, number) in said.items() if cell is not None}
    counted = numbers_behind([cell for cell, _number in told.values()], choice)
    wrong = {place: (number, counted[cell]) for place, (cell, number) in told.items() if counted[cell] != number}
    today = clock.local_day(clock.now())
    for place, (cell, number) in told.items():
        if place[0] == table.total["_code"] and behind.people_behind(cell, choice, 1, today).total != number:
            wrong[place] = number
    return wrong, len(told)


def test_every_cell_counts_its_list(marred, english):
    """Tables A and B with and without a filter, and participation by everything."""
    for more in ({}, {"region": "KG-GB"}):
        choice = asked(**more).choice()
        for slug, columns in {"a": 12, "b": 9}.items():
            table = build(slug, choice, Audience.TEAM, key=b"")
            wrong, looked = mistakes(table, choice)
            assert wrong == {}, (slug, more)
            assert looked == (len(list(table.rows)) + 1) * columns
    for rows in ("module", "output", "period"):
        wrong, looked = mistakes(participation.participation(asked(), rows), asked().choice(), rows)
        assert wrong == {}, rows
        assert looked >= 14


def test_pages_hold_each_line_once_and_those_who_withdrew_are_not_named(marred, english):
    total, lines = everybody_behind(behind.Cell(Measure.COMPLETIONS), asked().choice())

    assert total == len(lines) > 50
    unnamed = [line for line in lines if line.person is None]
    assert unnamed == lines[-len(unnamed) :]
    assert {(line.institution, line.day) for line in unnamed} == {("", None)}
    named = [(line.person.id, line.module_id) for line in lines if line.person]
    assert len(named) - len(set(named)) <= 1  # two accounts of one person took the same module


def test_from_the_number_to_its_people(own, marred):
    page = own.visit("/en/reports/tables/b?from=2024-01-01&to=2025-12-31")
    links = page.all("//table/tfoot//a")
    assert [link.text for link in links][3] == "".join(page.all("//table/tfoot/tr/*")[5].itertext())

    people = own.visit(links[3].get("href"))

    assert people.status == 200
    assert people.response.headers["Cache-Control"] == "no-store"
    assert "noindex" in people.response.headers["X-Robots-Tag"]
    assert "Each person is counted once in the period" in people.text
    assert int(re.search(r"of (\d+)", people.text).group(1)) == int(links[3].text)
    (look,) = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "reporting.people.listed"))
    assert look.facts["asked_from"] == "2024-01-01"
    assert (look.facts["measure"], look.facts["lines"]) == ("people", int(links[3].text))
    seen = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "reporting.completion.seen")).all()
    assert 0 < len(seen) <= 50


@pytest.mark.parametrize("page", ["tables/a", "tables/b", "people?rows=group", "cross-tables?rows=region&columns=sex"])
def test_a_number_in_a_row_and_a_column_leads_to_its_people(own, population, page):
    """Two conditions in one address, which says no name twice."""
    shown = own.visit(f"/en/reports/{page}{'&' if '?' in page else '?'}from=2024-01-01&to=2025-12-31")
    link = next(link for link in shown.all("//table/tbody//a") if link.get("href").count(":") > 1)

    people = own.visit(link.get("href"))

    assert people.status == 200
    assert int(re.search(r"of (\d+)", people.text).group(1)) == int(link.text)
    assert people.click("‹ Back").status == 200


def test_a_published_number_leads_nowhere_and_what_does_not_exist_is_absent(own, population):
    public = own.visit("/en/reports/tables/a?from=2024-01-01&to=2025-12-31&audience=public")
    assert public.all("//table//td/a") == []
    quarters = [f"cell=period:{code}" for code in ("2025-9", "0000-1", "9999-4", "²²²²-1")]
    for cell in ("measure=score", "measure=people&cell=region:KG-XX", "cell=name:x", "from=x", *quarters):
        assert own.visit(f"/en/reports/behind?{cell}").status == 404


def test_nobody_else_gets_in(browser, session):
    place = make_institution("Court above")
    for account in (make_account(Role.TRAINER), make_account(Role.FOCAL_POINT, place=place)):
        assert browser(account).visit("/en/reports/behind?measure=people").status == 404
