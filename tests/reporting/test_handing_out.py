"""Codes for people of a place: made by the focal point or the coordinator, seen once, printed on slips."""

import re

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.models import OneUseCode, Role
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.models import WorkplaceState
from lms.people.queries import current_workplace
from lms.people.services import decide_workplaces
from tests.support import pdf
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_institution, make_person

#: Not a piece of an identifier in an address, which may be made of digits too.
CODE = r"(?<![-0-9a-z])[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![-0-9a-z])"


@pytest.fixture
def court(session):
    return make_institution()


@pytest.fixture
def focal(court):
    return make_account(Role.FOCAL_POINT, place=court, institution=court)


@pytest.fixture
def guard(court):
    """Works at the court, has a phone and no e-mail."""
    person = make_person("Бакиров Эрмек", institution=court)
    return make_account(person=person, phone="+996555123456", verified=False)


def shown(page):
    """The code on the page; its slip is printed from there."""
    code = page.all("//input[@name='code']/@value")[0]
    assert re.fullmatch(CODE, code)
    assert code in page.text
    return code


def listing(place):
    return f"/en/reports/institutions/{place.id}/workplaces"


def line(place, account):
    return f"{listing(place)}/{current_workplace(account.person_id).id}"


def test_a_code_is_seen_once_and_works(browser, session, focal, court, guard):
    page = browser(focal).visit(line(court, guard)).submit("Make a code")

    code = shown(page)
    services.verify_by_code(guard, code, at=clock.now())
    assert guard.phone_verified_at is not None
    act = session.scalars(select(AuditRecord).where(AuditRecord.act == "accounts.contact.code_handed_out")).one()
    assert (act.actor_id, act.subject_id) == (focal.id, str(guard.id))
    assert code not in browser(focal).visit(line(court, guard)).html


def test_the_slip_of_a_code_is_printed_from_its_page(browser, session, focal, court, guard):
    page = browser(focal).visit(line(court, guard)).submit("Make a code")
    code = shown(page)

    slip = page.submit("Print the slip (PDF)")

    words = pdf.text_of(slip.response.get_data())
    assert slip.response.mimetype == "application/pdf"
    assert code in words
    assert "Бакиров Эрмек" in words
    forged = page.submit("Print the slip (PDF)", code="0000-0000")
    assert "Make a new one." in forged.notice


def test_slips_are_printed_for_many_at_once(browser, session, focal, court, guard):
    reached = make_account(person=make_person("Асанова Айгүл", institution=court), phone="+996555000001")
    other = make_account(
        person=make_person("Садыкова Нургүл", institution=court, language="ky"), phone="+996555000002", verified=False
    )
    own = browser(focal)

    sheet = own.visit(listing(court)).click("Tick everybody").submit("Codes on slips (PDF)")

    words = pdf.text_of(sheet.response.get_data())
    assert len(re.findall(CODE, words)) == 2
    assert words.index("Бакиров") < words.index("Садыкова")
    assert "Асанова" not in words
    assert {code.account_id for code in session.scalars(select(OneUseCode))} == {guard.id, other.id}
    assert reached.phone not in words


def test_nobody_ticked_needs_a_code(browser, focal, court):
    make_account(person=make_person("Асанова Айгүл", institution=court), phone="+996555000001")

    page = browser(focal).visit(listing(court)).click("Tick everybody").submit("Codes on slips (PDF)")

    assert "Nobody among those ticked needs a code." in page.notice


def test_a_name_that_cannot_be_printed_is_said_and_no_code_made(browser, session, focal, court):
    person = make_person("Ли 李", institution=court)
    make_account(person=person, phone="+996555000001", verified=False)

    page = browser(focal).visit(listing(court)).submit("Codes on slips", who=[str(current_workplace(person.id).id)])

    assert "cannot be printed" in page.notice
    assert session.scalars(select(OneUseCode)).all() == []


def test_only_the_last_digits_of_a_phone_are_shown(browser, focal, court, guard):
    page = browser(focal).visit(line(court, guard))

    assert "Phone ending in 456, not confirmed" in page.text
    assert "996555123456" not in page.html


def test_no_code_for_people_elsewhere_nor_for_oneself(browser, session, focal, court):
    elsewhere = make_institution("Osh City Court")
    stranger = make_account(person=make_person(institution=elsewhere), phone="+996555000001", verified=False)
    focal.email_verified_at = None
    db.session.commit()
    own = browser(focal)
    token = {"csrf_token": token_of(own)}

    assert own.post(f"{line(elsewhere, stranger)}/code", token).status == 404
    assert own.post(f"{line(court, stranger)}/code", token).status == 404
    assert own.post(f"{line(court, focal)}/code", token).status == 404
    assert session.scalars(select(OneUseCode)).all() == []


def test_a_focal_point_makes_no_code_for_whoever_does_not_work_there(browser, session, focal, court, guard):
    workplace = current_workplace(guard.person_id)
    decide_workplaces([workplace], WorkplaceState.REFUSED, by=focal.id, at=clock.now(), reason="Unknown here")
    db.session.commit()

    assert "Make a code" not in browser(focal).visit(line(court, guard)).text
    assert "Make a code" in browser(make_account(Role.COORDINATOR)).visit(line(court, guard)).text
