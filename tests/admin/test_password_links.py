"""An administrator helps with a forgotten password by a link, and never chooses a password."""

from sqlalchemy import select

from lms.accounts.models import OneUseLink
from lms.core.mail import Mail
from tests.support.csrf import token_of
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


def test_who_gets_no_mail_is_led_to_the_requests(browser, session):
    police = make_account(phone="+996555123456")

    page = browser(make_account("administrator")).visit(f"/en/admin/people/{police.id}/password-link")

    assert "This person gets no mail." in page.text
    assert page.click("Requests for a new password").path == "/en/admin/password-requests"
    assert not page.all("//textarea")


def test_no_link_is_made_for_who_gets_no_mail(browser, session):
    police = make_account(phone="+996555123456")
    own = browser(make_account("administrator"))

    page = own.post(
        f"/en/admin/people/{police.id}/password-link", {"reason": "Asked by phone", "csrf_token": token_of(own)}
    )

    assert page.status == 422
    assert session.scalars(select(OneUseLink)).all() == []


def test_where_no_mail_leaves_everybody_is_led_to_the_requests(app, browser, session, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)
    person = make_account(email="judge@example.org")

    page = browser(make_account("administrator")).visit(f"/en/admin/people/{person.id}/password-link")

    assert "This person gets no mail." in page.text
    assert not page.all("//textarea")


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
