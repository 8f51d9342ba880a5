"""A forgotten password is replaced by a mailed link that works once, for thirty minutes."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.models import OneUseLink, SignIn
from lms.core import clock, jobs
from lms.core.mail import Mail
from tests.support.databases import count_queries
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD

NEW = "four mountains under snow"


def ask(browser, email="judge@example.org"):
    page = browser.visit("/en/sign-in/reset").submit("Send the link", email=email)
    jobs.work_off()
    return page


def mailed_path(session):
    mail = session.scalars(select(Mail).where(Mail.kind == "new_password")).one()
    return re.search(r"http://localhost(/\S+)", mail.body)[1]


def test_a_link_sets_a_new_password_and_signs_in(browser, session):
    account = make_account(email="judge@example.org")
    elsewhere = browser(account)
    page = ask(browser())
    assert page.heading == "Look into your mailbox"

    page = page.browser.visit(mailed_path(session)).submit("Save the password", password=NEW)

    assert page.notice == "Your new password is set. All other devices are signed out."
    assert elsewhere.visit("/en/profile").heading == "Sign in"
    page = browser().visit("/en/sign-in").submit("Sign in", login="judge@example.org", password=NEW)
    assert page.path == "/en/my-learning"
    told = session.scalars(select(Mail).where(Mail.kind == "password_changed")).all()
    assert [mail.recipient for mail in told] == ["judge@example.org"]


def test_the_answer_is_the_same_for_an_unknown_address(browser, session):
    page = ask(browser(), "nobody@example.org")

    assert page.heading == "Look into your mailbox"
    assert session.scalars(select(Mail)).all() == []


def test_a_known_address_takes_the_same_statements_as_an_unknown_one(app, browser, session):
    """Whoever measures how long the answer takes must not learn who studies here."""
    make_account(email="judge@example.org")
    form = browser().visit("/en/sign-in/reset")

    with count_queries(app) as known:
        form.submit("Send the link", email="judge@example.org")
    with count_queries(app) as unknown:
        form.submit("Send the link", email="nobody@example.org")

    assert len(known) == len(unknown)


def test_a_link_works_once(browser, session):
    make_account(email="judge@example.org")
    ask(browser())
    path = mailed_path(session)
    browser().visit(path).submit("Save the password", password=NEW)

    page = browser().visit(path)

    assert page.status == 404
    assert page.heading == "This link does not work any more"


def test_looking_does_not_spend_the_link(browser, session):
    make_account(email="judge@example.org")
    ask(browser())
    path = mailed_path(session)

    browser().visit(path)
    browser().visit(path)

    assert browser().visit(path).heading == "Choose a password"


def test_a_link_works_for_thirty_minutes(browser, session, frozen):
    make_account(email="judge@example.org")
    ask(browser())
    path = mailed_path(session)

    clock.freeze(frozen + timedelta(minutes=29))
    assert browser().visit(path).heading == "Choose a password"
    clock.freeze(frozen + timedelta(minutes=31))
    assert browser().visit(path).status == 404


def test_only_the_hash_of_a_link_is_kept(browser, session):
    make_account(email="judge@example.org")
    ask(browser())

    secret = mailed_path(session).rsplit("/", 1)[1]
    assert session.scalars(select(OneUseLink)).one().secret_hash != secret


def test_a_newer_link_makes_the_older_one_void(browser, session, frozen):
    account = make_account(email="judge@example.org")
    first = services.make_link(account, "reset", at=frozen)
    services.make_link(account, "reset", at=frozen)
    session.commit()

    assert browser().visit(f"/en/sign-in/reset/{first}").status == 404


def test_a_weak_password_does_not_spend_the_link(browser, session):
    make_account(email="judge@example.org")
    ask(browser())
    page = browser().visit(mailed_path(session))

    page = page.submit("Save the password", password="password2026")
    assert page.status == 422

    assert page.submit("Save the password", password=NEW).notice.startswith("Your new password is set.")


def test_people_with_a_role_need_a_longer_password(browser, session):
    make_account("trainer", email="judge@example.org")
    ask(browser())
    page = browser().visit(mailed_path(session))

    page = page.submit("Save the password", password="snow mountain")

    assert "Use at least 15 characters." in page.text


def test_a_mailbox_is_not_filled_by_a_stranger(browser, session):
    make_account(email="judge@example.org")
    for _try in range(6):
        ask(browser())

    assert len(session.scalars(select(Mail)).all()) == 3


def test_a_new_password_in_the_profile_keeps_this_device(browser, session):
    account = make_account(email="judge@example.org")
    here, elsewhere = browser(account), browser(account)

    page = here.visit("/en/profile/password")
    page = page.submit("Save the password", present_password=PASSWORD, password=NEW)

    assert page.path == "/en/profile"
    assert elsewhere.visit("/en/profile").heading == "Sign in"
    assert here.visit("/en/profile").heading == "Profile"


@pytest.mark.parametrize("wrong", ["", "not my password"])
def test_the_present_password_is_asked_for(browser, session, wrong):
    someone = browser(make_account())

    page = someone.visit("/en/profile/password")
    page = page.submit("Save the password", present_password=wrong, password=NEW)

    assert page.status == 422
    assert session.scalars(select(SignIn.ended_at)).one() is None


def test_whoever_finds_an_open_computer_cannot_guess_fast(browser, session):
    someone = browser(make_account())
    for _try in range(5):
        page = someone.visit("/en/profile/password")
        page.submit("Save the password", present_password="a wrong guess", password=NEW)

    page = someone.visit("/en/profile/password")
    page = page.submit("Save the password", present_password=PASSWORD, password=NEW)

    assert page.status == 422
    assert "There were too many tries." in page.text
