"""The list behind a number is as long as the number says, names nobody who withheld, and every look is recorded."""

import re
import sys
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import and_, case, func, select, true

from lms.accounts.models import Role
from lms.catalogue.queries import document_of
from lms.certificates.models import Certificate
from lms.certificates.services import revoke_certificate
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.disclosure.suppression import SIGN
from lms.enrolments.models import Enrolment, Step
from lms.enrolments.requirements import SCENARIO_KEY, lesson_step
from lms.people.models import Person
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting import behind, filters, participation
from lms.reporting.beyond import Beyond
from lms.reporting.choices import Measure
from lms.reporting.reports import Audience, build
from lms.reporting.reports.funnel import STEPS, funnel, funnel_table
from lms.reporting.reports.gain import ROWS, gain_table
from tests.reporting.conftest import withdraw
from tests.support.databases import count_queries
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
    lines = [*table.rows, *([table.total] if table.total else [])]
    said = {
        (code, column.key): (behind.cell_of(table.slug, code, column.key, rows=rows), row[column.key])
        for code, row in ((row.get("_behind", row.get("_code")), row) for row in lines)
        for column in table.columns[1:]
    }
    told = {place: (cell, number) for place, (cell, number) in said.items() if cell is not None and number != SIGN}
    counted = numbers_behind([cell for cell, _number in told.values()], choice)
    wrong = {place: (number, counted[cell]) for place, (cell, number) in told.items() if counted[cell] != number}
    today = clock.local_day(clock.now())
    last = table.total.get("_behind", table.total.get("_code")) if table.total else None
    for place, (cell, number) in told.items():
        if place[0] == last and behind.people_behind(cell, choice, 1, today).total != number:
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


def test_every_cell_of_closed_cohorts_and_of_papers_counts_its_list(marred, english, monkeypatch):
    """Tables C, F and G: enrolled, completed and compared; issued and revoked."""
    revoke(5, make_account(Role.COORDINATOR).id)
    looked = Counter()
    small_lines(monkeypatch)
    for slugs, more in (("cg", {}), ("cf", {"region": "KG-GB"})):
        choice = asked(**more).choice()
        for slug in slugs:
            wrong, number = mistakes(build(slug, choice, Audience.TEAM, key=b""), choice)
            assert wrong == {}, (slug, more)
            looked[slug] += number
    assert set(looked) == set("cfg")
    assert all(number >= 20 for number in looked.values()), looked
    stop_on_the_way()
    told = []
    for more in ({}, {"region": "KG-GB"}, {"sex": "female"}, {"sex": "male"}):
        choice = asked(**more).choice()
        table = funnel_table(choice, funnel(choice))
        wrong, number = mistakes(table, choice)
        assert wrong == {}, more
        assert number == 5 * (len(list(table.rows)) + 1)  # enrolled, and all steps but the quiz that was tried
        told += [[row[step] for step in STEPS] for row in [*table.rows, table.total]]
    assert len(set(zip(*told, strict=True))) == len(STEPS), told  # so that one in the place of another would be seen
    assert behind.cell_of("funnel", "", "tried") is None  # without those who completed: who did not pass
    assert behind.cell_of("f", "", "lookups") is None  # strangers
    assert behind.cell_of("c", "", "reached") is None  # a result of each of them


def test_who_was_compared_is_listed_behind_every_line_of_the_gain(marred, english):
    looked = Counter()
    for rows in ROWS:
        for more in ({}, {"region": "KG-GB"}):
            choice = asked(**more).choice()
            wrong, number = mistakes(gain_table(choice, rows), choice)
            assert wrong == {}, (rows, more)
            looked[rows] += number
    assert all(looked[rows] >= 2 for rows in ROWS), looked
    assert behind.cell_of("gain", "", "could_gain") is None  # the others had everything right before
    assert behind.cell_of("gain", "", "gain") is None


def stop_on_the_way():
    """Three who never tried the quiz: one after all lessons, two after the scenario."""
    tried = select(Attempt.enrolment_id).where(Attempt.kind == AttemptKind.FINAL)
    open_ones = select(Enrolment).where(
        Enrolment.state == "open",
        Enrolment.id.not_in(tried),
        Enrolment.started_on.between(*map(date.fromisoformat, DAYS.values())),
    )
    chosen = db.session.scalars(open_ones.order_by(Enrolment.started_on, Enrolment.id).limit(3)).all()
    assert len(chosen) == 3
    for place, enrolment in enumerate(chosen):
        done = set(db.session.scalars(select(Step.key).where(Step.enrolment_id == enrolment.id)))
        keys = {lesson_step(lesson.key) for lesson in document_of(enrolment.edition_id).lessons}
        keys |= {SCENARIO_KEY} if place else set()
        at = datetime(2025, 12, 30, 5, tzinfo=UTC)
        db.session.add_all(Step(enrolment_id=enrolment.id, key=key, done_at=at) for key in keys - done)
    db.session.flush()


def small_lines(monkeypatch):
    """So few people make no line of ten in Table G."""
    monkeypatch.setattr(sys.modules["lms.reporting.reports.table_g"], "LEAST", 2)


def revoke(number, by):
    """As many certificates, in two quarters, one of somebody who withdrew the consent."""
    papers = db.session.scalars(
        select(Certificate).where(Certificate.revoked_at.is_(None)).order_by(Certificate.serial).limit(number)
    ).all()
    for place, paper in enumerate(papers):
        revoke_certificate(
            paper,
            code="not-own-work",
            reason="As the order says.",
            by=by,
            at=datetime(2025, 3 + place, 1, 5, tzinfo=UTC),
        )
    withdraw(db.session.get_one(Person, db.session.get_one(Enrolment, papers[0].enrolment_id).person_id))


@pytest.mark.parametrize("slug", ["tables/c", "tables/f", "tables/g", "funnel", "gain"])
def test_from_the_numbers_of_cohorts_and_papers_to_their_people(own, population, slug, monkeypatch):
    small_lines(monkeypatch)
    table = own.visit(f"/en/reports/{slug}?from=2024-01-01&to=2025-12-31")
    links = table.all("//table//td/a")
    assert len(links) >= (1 if slug == "gain" else 5)
    for link in {re.search("measure=([a-z_]+)", link.get("href")).group(1): link for link in links}.values():
        people = own.visit(link.get("href"))
        assert people.status == 200
        assert int(re.search(r"of (\d+)", people.text).group(1)) == int(link.text)
        assert "%" not in people.text  # nobody's points
    looks = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "reporting.people.listed")).all()
    assert len(looks) == len({look.facts["measure"] for look in looks}) > 0


def test_a_long_list_asks_no_more_than_a_short_one(app, marred, english):
    """Of every number there is a list of, the steps of the funnel among them."""
    revoke(5, make_account(Role.COORDINATOR).id)
    today, longer = clock.local_day(clock.now()), set()
    for what in (*Measure, *Beyond):
        asks = {}
        for name, more in (("warm", {}), ("short", {"region": "KG-GB"}), ("long", {})):
            db.session.flush()
            db.session.expunge_all()
            with count_queries(app) as statements:
                page = behind.people_behind(behind.Cell(what), asked(**more).choice(), 1, today)
            asks[name] = (len(statements), len(page.rows))
        assert asks["long"][0] <= asks["short"][0] + 1, (what, asks)
        longer |= {what} if asks["long"][1] > asks["short"][1] > 0 else set()
    assert len(longer) >= 10, longer  # so this test can fail


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


def test_every_number_of_the_first_page_leads_to_its_people(own, population):
    """The key figures, and both tables beneath them."""
    page = own.visit("/en/reports?from=2024-01-01&to=2025-12-31")
    figures = page.all("//dl[@class='key-figures']//a")
    assert [re.search("measure=([a-z_]+)", link.get("href")).group(1) for link in figures] == [
        "people",
        "people_new",
        "completions",
        "enrolments",
    ]
    in_tables = [page.all(f"//table[@id='{name}']//td/a") for name in ("regions", "groups")]
    assert all(len(links) > 10 for links in in_tables)
    for link in (*figures, *(links[place] for links in in_tables for place in (0, len(links) // 2, -1))):
        people = own.visit(link.get("href"))
        assert people.status == 200
        assert int(re.search(r"of (\d+)", people.text).group(1)) == int(link.text), link.get("href")


def test_a_published_number_leads_nowhere_and_what_does_not_exist_is_absent(own, population):
    public = own.visit("/en/reports/tables/a?from=2024-01-01&to=2025-12-31&audience=public")
    assert public.all("//table//td/a") == []
    quarters = [f"cell=period:{code}" for code in ("2025-9", "0000-1", "9999-4", "²²²²-1")]
    for cell in (
        "measure=score",
        "measure=people&cell=region:KG-XX",
        "measure=people&cell=language:ky",
        "cell=name:x",
        "from=x",
        *quarters,
    ):
        assert own.visit(f"/en/reports/behind?{cell}").status == 404


def test_nobody_else_gets_in(browser, session):
    place = make_institution("Court above")
    for account in (make_account(Role.TRAINER), make_account(Role.FOCAL_POINT, place=place)):
        assert browser(account).visit("/en/reports/behind?measure=people").status == 404


def test_an_indicator_leads_to_the_table_behind_it_in_the_same_period(own, population):
    """Table E: from the value to Table C of these days, and from there to people."""
    page = own.visit("/en/reports/framework/I-4?year=2025&span=h1")
    table = own.visit(next(link.get("href") for link in page.all("//main//a") if "tables/c" in link.get("href")))
    assert table.status == 200
    assert [field.get("value") for field in table.all("//input[@name='from' or @name='to']")][:2] == [
        "2025-01-01",
        "2025-06-30",
    ]
