"""Who works here: confirmed by the focal point of the place or the coordinator, many at once, and undone again."""

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.models import Purpose, Workplace, WorkplaceState
from lms.people.queries import current_workplace
from lms.people.services import Agreement, agree, take_workplace, withdraw
from tests.support.csrf import token_of
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution, make_person
from tests.support.packs import small_module

STATED, CONFIRMED, REFUSED = WorkplaceState.SELF_DECLARED, WorkplaceState.CONFIRMED, WorkplaceState.REFUSED


@pytest.fixture
def ministry(session):
    return make_institution("Ministry")


@pytest.fixture
def court(ministry):
    return make_institution("Talas District Court", parent=ministry)


@pytest.fixture
def focal(court):
    return make_account(Role.FOCAL_POINT, place=court)


@pytest.fixture
def judge(court):
    return make_person("Асанова Айгүл", institution=court)


@pytest.fixture
def clerk(court):
    return make_person("Бакиров Эрмек", institution=court)


@pytest.fixture
def stranger(session):
    return make_person("Жумабеков Нурлан", institution=make_institution("Osh City Court"))


def address(place, more=""):
    return f"/en/reports/institutions/{place.id}/workplaces{more}"


def confirming(own):
    """What the form sends, with a token of this browser."""
    return {"act": "confirm", "csrf_token": token_of(own)}


def workplace(person):
    db.session.expire_all()
    return current_workplace(person.id)


def test_the_list_names_whoever_states_a_place_in_the_own_part_of_the_tree(
    browser, focal, court, ministry, judge, stranger
):
    above = make_person("Үсөнов Азамат", institution=ministry)

    page = browser(focal).visit(address(court))

    assert page.status == 200
    assert "Асанова Айгүл" in page.text
    assert "Үсөнов" not in page.text
    assert "Жумабеков" not in page.text
    assert above.names[0].full_name in browser(make_account(Role.COORDINATOR)).visit(address(ministry)).text


def test_whoever_moved_on_or_withdrew_the_consent_is_not_named(browser, focal, court, judge, clerk):
    take_workplace(judge, make_institution("Elsewhere").id, at=clock.now())
    agree(clerk, [Agreement(Purpose.STUDY, "1", "hash", "en")], at=clock.now())
    withdraw(clerk, Purpose.STUDY, at=clock.now())
    db.session.commit()

    page = browser(focal).visit(address(court, "?state=all"))

    assert "Nobody is in this list." in page.text


def test_each_name_seen_is_recorded_for_the_person(browser, focal, court, judge, clerk):
    browser(focal).visit(address(court))

    looks = db.session.scalars(select(AuditRecord).where(AuditRecord.act == "reporting.workplace.seen")).all()
    assert {(look.actor_id, look.subject_id) for look in looks} == {(focal.id, str(p.id)) for p in (judge, clerk)}


def test_many_are_confirmed_at_once_and_that_is_undone_at_once(browser, focal, court, judge, clerk):
    own = browser(focal)
    page = own.visit(address(court)).click("Tick everybody on this page").submit("Confirm: works here")

    assert "2 workplaces are confirmed." in page.notice
    assert {workplace(judge).state, workplace(clerk).state} == {CONFIRMED}
    assert workplace(judge).confirmed_by_id == focal.id

    page = page.submit("Undo the last decision")

    assert "2 workplaces are as before." in page.notice
    assert {workplace(judge).state, workplace(clerk).state} == {STATED}


def test_nothing_ticked_is_said_and_changes_nothing(browser, focal, court, judge):
    page = browser(focal).visit(address(court)).submit("Confirm: works here")

    assert page.status == 422
    assert "Tick at least one person." in page.text
    assert workplace(judge).state is STATED


def test_does_not_work_here_asks_for_a_reason_that_the_person_reads(browser, focal, court, judge):
    reader = make_account(person=judge)
    own = browser(focal)
    asked = own.visit(address(court)).submit("Does not work here", who=[str(workplace(judge).id)])
    assert "Асанова Айгүл" in asked.text

    without = asked.submit("Does not work here", reason=" ")
    assert without.status == 422
    assert workplace(judge).state is STATED

    done = without.submit("Does not work here", reason="Moved to Osh in spring.")
    assert "1 person is asked to choose the workplace again." in done.notice
    assert workplace(judge).state is REFUSED
    assert "Moved to Osh in spring." in browser(reader).visit("/en/profile").text


def test_the_line_of_a_person_tells_what_was_decided(browser, focal, court, judge):
    own = browser(focal)
    page = own.visit(address(court, f"/{workplace(judge).id}")).submit("Confirm: works here")
    assert "1 workplace is confirmed." in page.notice

    line = own.visit(address(court, f"/{workplace(judge).id}"))

    assert line.heading == "Асанова Айгүл"
    assert next(cell.text for cell in line.all("//table[@id='decisions']//td")) == "Confirmed"


def test_nobody_decides_about_the_own_workplace(browser, court):
    focal = make_account(Role.FOCAL_POINT, place=court, institution=court)
    own = browser(focal)

    page = own.visit(address(court))
    forged = own.post(
        address(court), {"who": str(workplace(focal.person).id), "act": "confirm", "csrf_token": token_of(own)}
    )

    assert "(you)" in page.text
    assert forged.status == 422
    assert workplace(focal.person).state is STATED
    assert "confirmed by somebody else" in own.visit(address(court, f"/{workplace(focal.person).id}")).text


def test_a_workplace_elsewhere_is_neither_seen_nor_decided(browser, focal, court, judge, stranger):
    own = browser(focal)
    forged = own.post(
        address(court), {"who": str(workplace(stranger).id), "act": "confirm", "csrf_token": token_of(own)}
    )

    assert forged.status == 422
    assert workplace(stranger).state is STATED
    assert own.visit(address(court, f"/{workplace(stranger).id}")).status == 404
    elsewhere = db.session.get(Workplace, workplace(stranger).id).institution
    for more in ("", "/refusal", "/undo"):
        assert own.post(address(elsewhere, more), confirming(own)).status == 404


@pytest.mark.parametrize("role", [None, Role.TRAINER, Role.GENDER_REVIEWER, Role.ADMINISTRATOR])
def test_nobody_else_sees_who_works_here(browser, court, judge, role):
    assert browser(make_account(*([role] if role else []))).visit(address(court)).status == 404


def test_names_are_found_in_any_spelling_and_by_state(browser, focal, court, judge, clerk):
    own = browser(focal)

    assert "Бакиров" not in own.visit(address(court, "?name=айгул")).text
    assert "Nobody found." in own.visit(address(court, "?name=мейманов")).text
    assert "Nobody is in this list." in own.visit(address(court, "?state=confirmed")).text


def test_an_enrolment_started_before_stays_as_it_was_recorded(browser, focal, court, judge):
    first = make_enrolment(make_edition(small_module()), judge)
    browser(focal).visit(address(court)).submit("Confirm: works here", who=[str(workplace(judge).id)])
    second = make_enrolment(make_edition(small_module("second-practice", "M92")), judge)

    db.session.refresh(first)
    assert (first.workplace_confirmed, second.workplace_confirmed) == (False, True)

    record = browser(focal).visit(f"/en/reports/institutions/{court.id}")
    rows = [[cell.text for cell in row.xpath("./td")] for row in record.all("//table[@id='workplaces']/tbody/tr")]
    assert rows == [["1", "0", "1"], ["1", "1", "2"], ["0", "0", "0"]]


def test_a_long_list_costs_as_many_statements_as_a_short_one(app, browser, focal, court, judge):
    own = browser(focal)
    with count_queries(app) as few:
        own.visit(address(court))
    for number in range(12):
        make_person(f"Адам {number}", institution=court)
    db.session.commit()
    with count_queries(app) as many:
        own.visit(address(court))

    assert len(many) - len(few) <= 12 + 1  # one line of the log for each further name, and nothing else


def test_where_nobody_waits_the_page_says_where_codes_are_made(browser, focal, court):
    page = browser(focal).visit(address(court))

    assert "To make a code for somebody who is confirmed already, show everybody." in page.text
    assert page.click("Show everybody").response.request.args["state"] == "all"
