"""Before the first certificate it must be known how a person can be reached: by a mailed link, or by a code."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.accounts import services
from lms.accounts.errors import CodeRefused, LinkSpent, NothingToVerify
from lms.accounts.models import CodePurpose, OneUseCode
from lms.accounts.services.codes import make_code
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.codes import grouped
from lms.core.mail import Mail
from lms.institutions.queries import institution_by_key
from lms.people import exports
from tests.accounts.test_registering import about_step, contact_step, place_step
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD

PAGE = "/en/profile/contact/confirm"


@pytest.fixture
def judge(session):
    return make_account(email="judge@example.org", verified=False)


@pytest.fixture
def guard(session):
    """Somebody without e-mail."""
    return make_account(phone="+996555123456", verified=False)


@pytest.fixture
def coordinator(session):
    return make_account("coordinator")


@pytest.fixture
def without_mail(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "")
    monkeypatch.setitem(app.config, "NO_MAIL", True)


def link_in_mail(session):
    body = session.scalars(select(Mail.body).order_by(Mail.created_at.desc(), Mail.id.desc())).first()
    return re.search(r"http://localhost(/\S+)", body)[1]


def a_code(account, by, session):
    code = services.make_contact_code(account, by=by.id, at=clock.now())
    session.commit()
    return code


def test_an_address_is_confirmed_by_a_mailed_link_in_any_browser(browser, session, judge):
    page = browser(judge).visit(PAGE).submit("Send the link")
    assert "on its way" in page.notice

    opened = browser().visit(link_in_mail(session))
    session.refresh(judge)
    assert judge.email_verified_at is None, "looking spends nothing"
    opened.submit("Confirm this address")

    session.refresh(judge)
    assert judge.email_verified_at == clock.now()
    assert "judge@example.org, confirmed" in browser(judge).visit("/en/profile").text


def test_a_link_works_once_and_for_two_days(browser, session, judge, frozen):
    browser(judge).visit(PAGE).submit("Send the link")
    path = link_in_mail(session)

    with pytest.raises(LinkSpent):
        services.verify_by_link(path.rsplit("/", 1)[1], at=frozen + timedelta(days=2))
    browser().visit(path).submit("Confirm this address")

    again = browser().visit(path)
    assert again.status == 404
    assert "does not work any more" in again.text


def test_a_link_for_an_address_never_opens_the_account(browser, session, judge):
    browser(judge).visit(PAGE).submit("Send the link")
    secret = link_in_mail(session).rsplit("/", 1)[1]

    assert browser().visit(f"/en/sign-in/reset/{secret}").status == 404
    with pytest.raises(LinkSpent):
        services.use_link(secret, "four mountains under snow", at=clock.now())


def test_links_are_sent_again_at_a_pace(browser, session, judge):
    own = browser(judge)
    for _again in range(5):
        page = own.visit(PAGE).submit("Send the link")

    assert "a short while ago" in page.notice
    assert len(session.scalars(select(Mail)).all()) == 3


def test_a_phone_is_confirmed_by_a_code_however_it_is_typed(browser, session, guard, coordinator):
    code = a_code(guard, coordinator, session)

    page = browser(guard).visit(PAGE).submit("Confirm", code=f" {grouped(code).lower()} ")

    assert "It is confirmed how you can be reached." in page.notice
    session.refresh(guard)
    assert guard.phone_verified_at == clock.now()


def test_a_code_works_once_and_for_seven_days(session, frozen, guard, coordinator):
    code = a_code(guard, coordinator, session)

    with pytest.raises(CodeRefused):
        services.verify_by_code(guard, code, at=frozen + timedelta(days=7))
    services.verify_by_code(guard, code, at=frozen)
    with pytest.raises(CodeRefused):
        services.verify_by_code(guard, code, at=frozen)


def test_a_code_of_another_person_does_not_work(browser, session, guard, coordinator):
    other = make_account(phone="+996555000001", verified=False)
    code = a_code(other, coordinator, session)

    page = browser(guard).visit(PAGE).submit("Confirm", code=code)

    assert page.status == 422
    assert "This code does not work." in page.text


def test_wrong_codes_make_the_next_try_wait(browser, session, guard, coordinator):
    code = a_code(guard, coordinator, session)
    page = browser(guard).visit(PAGE)
    for _again in range(5):
        page = page.submit("Confirm", code="0000-0000")
    assert page.status == 422

    page = page.submit("Confirm", code=code)

    assert page.status == 429
    assert "too many tries" in page.text
    session.refresh(guard)
    assert guard.phone_verified_at is None


def test_a_new_code_ends_the_one_before(session, guard, coordinator):
    first = a_code(guard, coordinator, session)
    second = a_code(guard, coordinator, session)

    with pytest.raises(CodeRefused):
        services.verify_by_code(guard, first, at=clock.now())
    services.verify_by_code(guard, second, at=clock.now())


def test_only_one_code_for_a_purpose_works(session, guard, coordinator):
    a_code(guard, coordinator, session)
    facts = {"account_id": guard.id, "purpose": CodePurpose.CONTACT, "contact": guard.phone, "code_hash": "x"}
    moments = {"made_by_id": coordinator.id, "made_at": clock.now(), "expires_at": clock.now()}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(OneUseCode(**facts, **moments))


def test_only_hashes_of_codes_are_kept(session, guard, coordinator):
    code = a_code(guard, coordinator, session)

    row = session.scalars(select(OneUseCode)).one()

    assert code not in repr(vars(row))
    assert len(row.code_hash) == 64


def test_another_contact_is_to_be_confirmed_anew(browser, session, coordinator):
    account = make_account(phone="+996555123456")
    code_before = make_code(account, CodePurpose.CONTACT, contact=account.phone, by=coordinator.id, at=clock.now())
    session.commit()

    page = browser(account).visit("/en/profile/contact").submit("Save", login="0555 999 999", password=PASSWORD)

    assert page.path == PAGE
    session.refresh(account)
    assert (account.phone, account.phone_verified_at) == ("+996555999999", None)
    with pytest.raises(CodeRefused):
        services.verify_by_code(account, code_before, at=clock.now())


def test_the_same_contact_again_stays_confirmed(browser, session):
    account = make_account(phone="+996555123456")

    browser(account).visit("/en/profile/contact").submit("Save", login="0555 123 456", password=PASSWORD)

    session.refresh(account)
    assert account.phone_verified_at is not None


def test_an_address_needs_no_code_where_mails_leave(session, judge, coordinator):
    with pytest.raises(NothingToVerify):
        services.make_contact_code(judge, by=coordinator.id, at=clock.now())


def test_without_mail_an_address_is_confirmed_by_a_code(browser, session, judge, coordinator, without_mail):
    code = a_code(judge, coordinator, session)
    page = browser(judge).visit(PAGE)
    assert "Send the link" not in page.text

    page.submit("Confirm", code=code)

    session.refresh(judge)
    assert judge.email_verified_at is not None


def test_the_person_sees_who_made_a_code_and_when(browser, session, guard, coordinator):
    a_code(guard, coordinator, session)

    page = browser(guard).visit("/en/profile").click("Codes made for me")

    assert coordinator.display_name in page.text
    assert "To confirm how you can be reached" in page.text
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.actor_id == coordinator.id)).all()
    assert acts == ["accounts.contact.code_handed_out"]
    [code] = exports.collect(guard.person_id)["account"]["codes"]
    assert code["purpose"] == "contact"


def test_whoever_registers_with_an_address_gets_the_link_at_once(browser, session):
    court = institution_by_key("talas-oblast-court")
    page = place_step(contact_step(browser(), login="asanova@example.org"))
    page = page.submit("Continue", institution=str(court.id), profession="judge")

    about_step(page).submit("Create my account", study="y")

    assert [(mail.kind, mail.recipient) for mail in session.scalars(select(Mail))] == [
        ("contact_link", "asanova@example.org")
    ]
