"""Institutions with nobody trained: which they are, who may see them, and the way to an invitation."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.institutions.models import Institution, InstitutionState
from lms.invitations.models import Call
from lms.reporting.choices import Choice
from lms.reporting.standing import Span
from lms.reporting.untrained import untrained
from tests.reporting.conftest import complete
from tests.reporting.reference import Reference
from tests.support.factories import make_account, make_enrolment, make_institution

TODAY = date(2026, 11, 16)
MAY, MARCH = datetime(2025, 5, 12, 5, tzinfo=UTC), datetime(2024, 3, 11, 5, tzinfo=UTC)
PAGE = "/en/reports/institutions/untrained?year=2025&quarter=0"


@pytest.fixture
def coordinator(browser, session):
    return browser(make_account(Role.COORDINATOR))


@pytest.fixture
def places(editions):
    """In 2025 a body beneath trains somebody; one begins; one has trained in 2024 only; one was closed."""
    above = make_institution("Court above")
    below = make_institution("Court below", parent=above)
    begun = make_institution("Bar that begins", type_code="bar", region="KG-O")
    once = make_institution("Court of last year")
    closed = make_institution("Court that is closed")
    closed.state = InstitutionState.CLOSED
    complete(editions[0], make_account(institution=below).person, MAY)
    complete(editions[0], make_account(institution=once).person, MARCH)
    make_enrolment(editions[0], make_account(institution=begun).person, at=MAY)
    db.session.commit()
    return {place.names[0].name_en: place for place in (above, below, begun, once, closed)}


def rows_of(page):
    rows = page.all("//table[@id='untrained']//tbody//tr")
    return [["".join(cell.itertext()).strip() for cell in row.xpath("th|td")] for row in rows]


def test_the_list_again_in_plain_python(english, marred):
    known, span = Reference(), Span(2025, 0)
    done = known.rows_of("completions", Choice(span.period, institution=None))
    until = [row for row in known.rows if row["completed_on"] and row["completed_on"] <= span.period.end]
    expected = {}
    for place in db.session.scalars(select(Institution).where(Institution.state == InstitutionState.LISTED)):
        beneath = known.beneath[place.id]
        if not any(row["institution_id"] in beneath and not row["is_withheld"] for row in done):
            days = [r["completed_on"] for r in until if r["institution_id"] in beneath and not r["is_withheld"]]
            expected[place.id] = max(days, default=None)

    found = {row["_id"]: row["last"] for row in untrained(span, TODAY).rows}

    assert found == expected
    assert len(found) > 50
    assert any(found.values())


def test_who_is_in_the_list_and_in_which_order(coordinator, places):
    found = {row[0]: row[3:5] for row in rows_of(coordinator.visit(f"{PAGE}&type=bar&region=KG-O"))}
    assert found["Bar that begins"] == ["1", "–"]
    assert "Court of last year" not in found

    latest = rows_of(coordinator.visit(f"{PAGE}&sort=last&dir=desc"))
    assert latest[0][0] == "Court of last year"
    assert latest[0][4].split() == ["11", "Mar", "2024"]
    assert latest[1][4] == "–"
    courts = [row["row"] for row in untrained(Span(2025, 0), TODAY, kind="court").rows]
    assert "Court of last year" in courts
    assert {"Court above", "Court below", "Court that is closed"}.isdisjoint(courts)
    by_region = [row[2] for row in rows_of(coordinator.visit(f"{PAGE}&sort=region&dir=desc"))]
    assert by_region == sorted(by_region, reverse=True)


def test_an_invitation_is_three_presses_away(coordinator, places):
    """From the line to a new call to its page, where the institution waits to be given seats."""
    page = coordinator.visit(f"{PAGE}&type=bar&region=KG-O")
    [link] = page.all("//a[@aria-label='Give seats in a call: Bar that begins']/@href")
    calls = coordinator.visit(link)
    assert "“Bar that begins” gets seats" in calls.text

    today = {"day": "1", "month": "12", "year": "2026"}
    days = {f"{name}-{part}": value for name in ("starts_on", "ends_on") for part, value in today.items()}
    shown = calls.click("Plan a call").submit("Plan the call", module="practice", **days)

    assert shown.all("//input[@name='name']/@value") == ["Bar that begins"]
    shown.submit("Give seats to the institution", institution=str(places["Bar that begins"].id), seats="5")
    call = db.session.scalars(select(Call)).one()
    assert [(place.institution_id, place.seats) for place in call.places] == [(places["Bar that begins"].id, 5)]
    again = coordinator.visit(link)
    assert all("name=Bar" in href for href in again.all("//main//table//a/@href"))


def test_a_name_in_the_address_is_text_and_nothing_more(coordinator, places):
    page = coordinator.visit("/en/reports/calls", {"name": '"><script>alert(1)</script>'})

    assert page.all("//script[contains(., 'alert')]") == []


def test_the_files_hold_the_list_with_its_filters(coordinator, places):
    page = coordinator.visit(f"{PAGE}&type=court")
    book = openpyxl.load_workbook(io.BytesIO(page.click("XLSX").response.data))
    text = page.click("CSV").response.data.decode("utf-8-sig")

    names = [row["row"] for row in untrained(Span(2025, 0), TODAY, kind="court").rows]
    assert [row[0] for row in csv.reader(io.StringIO(text))][1:] == names
    cells = [cell.value for cell in book["Nobody trained"]["A"]]
    start = cells.index("Institution") + 1
    assert cells[start : start + len(names)] == names
    rows = db.session.query(AuditRecord).filter_by(act="reporting.table.exported").all()
    assert {(row.facts["table"], row.facts["asked_type"]) for row in rows} == {("untrained", "court")}


def test_nobody_but_the_coordinator_sees_it(browser, places):
    court = places["Court below"]
    for account in (make_account(Role.FOCAL_POINT, place=court), make_account(Role.TRAINER), make_account()):
        own = browser(account)
        assert own.visit(PAGE).status == 404
        assert own.visit("/en/reports/institutions/untrained.csv").status == 404
