"""An administrator helps with a forgotten password by a link, and never chooses a password."""

import re

import pytest
from sqlalchemy import select

from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from tests.support.factories import make_account


def ask(browser, account, reason="Forgotten, confirmed by phone"):
    page = browser.visit(f"/en/admin/people/{account.id}/password-link")
    return page.submit("Make the link", reason=reason)


def test_a_person_with_an_address_gets_a_mail_and_the_administrator_sees_no_link(browser, session):
    judge = make_account(email="judge@example.org")

    page = ask(browser(make_account("administrator")), judge)

    assert "was sent" in page.notice
    assert "sign-in/reset/" not in page.html
    assert session.scalars(select(Mail.recipient)).all() == ["judge@example.org"]


def test_a_person_with_a_phone_only_is_handed_the_link(browser, session):
    police = make_account(phone="+996555123456")

    page = ask(browser(make_account("administrator")), police)
    path = re.search(r"http://localhost(/\S+/sign-in/reset/[\w-]+)", page.text)[1]

    page = browser().visit(path).submit("Save the password", password="four mountains under snow")
    assert page.path == "/en/my-learning"
    record = session.scalars(select(AuditRecord).where(AuditRecord.act == "accounts.password.link_handed_out")).one()
    assert record.reason == "Forgotten, confirmed by phone"
    assert "confirmed by phone" in page.browser.visit("/en/profile/looks").text


def test_the_link_to_an_account_with_a_role_is_never_shown(browser, session):
    coordinator = make_account("coordinator", phone="+996555123456")

    page = ask(browser(make_account("administrator")), coordinator)

    assert page.status == 422
    assert "sign-in/reset/" not in page.html


@pytest.mark.parametrize("roles", [(), ("coordinator",)])
def test_where_no_mail_leaves_the_link_is_handed_over_and_recorded(app, browser, session, monkeypatch, roles):
    monkeypatch.setitem(app.config, "NO_MAIL", True)
    person = make_account(*roles, email="judge@example.org")
    admin = browser(make_account("administrator"))
    assert "No mail leaves from here." in admin.visit(f"/en/admin/people/{person.id}/password-link").text

    page = ask(admin, person)

    assert "/sign-in/reset/" in page.text
    assert session.scalars(select(Mail)).all() == []
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act.like("accounts.password.%"))).all()
    assert acts == ["accounts.password.link_handed_out"]


def test_the_link_speaks_the_language_of_whoever_opens_it(browser, session):
    judge = make_account(email="judge@example.org", language="ky")

    ask(browser(make_account("administrator")), judge)

    assert "http://localhost/ky/sign-in/reset/" in session.scalars(select(Mail.body)).one()


def test_a_reason_is_needed(browser, session):
    page = ask(browser(make_account("administrator")), make_account(), reason="")

    assert page.status == 422
    assert session.scalars(select(Mail)).all() == []


def test_nobody_else_makes_links(browser, session):
    judge = make_account()
    administrator = make_account("administrator")

    for role in (None, "trainer", "coordinator"):
        someone = browser(make_account(*([role] if role else [])))
        assert someone.visit(f"/en/admin/people/{judge.id}/password-link").status == 404
    assert browser(administrator).visit(f"/en/admin/people/{administrator.id}/password-link").status == 404
