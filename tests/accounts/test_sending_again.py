"""What was typed is not lost when the sign-in or the form has ended."""

import pytest

from lms.accounts import services
from lms.accounts.resending import kept_from
from lms.core import clock
from lms.core.extensions import db
from lms.people.models import Script
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD


@pytest.fixture
def judge(session):
    return make_account(email="judge@example.org")


def ended(browser, judge):
    services.end_all_sign_ins(judge, at=clock.now())
    db.session.commit()
    return browser


def test_a_form_sent_after_the_sign_in_ended_is_sent_after_signing_in(browser, judge, session):
    someone = browser(judge)
    page = someone.visit("/en/profile/name")
    ended(someone, judge)

    page = page.submit("Save", ky="Асанова Айгүл", ru="", en="")
    assert page.status == 401
    assert "Sign in to go on. Your answers are kept." in page.text

    page = page.submit("Sign in", login="judge@example.org", password=PASSWORD)
    assert page.heading == "Send what you entered"
    page = page.submit("Send now")

    assert page.path == "/en/profile"
    session.expire_all()
    assert {name.script: name.full_name for name in judge.person.names} == {Script.KYRGYZ: "Асанова Айгүл"}


def test_a_wrong_password_in_between_loses_nothing(browser, judge):
    someone = browser(judge)
    page = someone.visit("/en/profile/name")
    ended(someone, judge)
    page = page.submit("Save", ky="Асанова Айгүл")

    page = page.submit("Sign in", login="judge@example.org", password="wrong password here")
    page = page.submit("Sign in", login="judge@example.org", password=PASSWORD)

    assert page.submit("Send now").path == "/en/profile"


def test_a_form_without_a_valid_token_offers_to_send_it_again(browser, judge, session):
    someone = browser(judge)
    before = judge.person.full_name()

    page = someone.post("/en/profile/name", {"ky": "Асанова Айгүл", "csrf_token": "stale"})
    assert page.status == 403
    session.expire_all()
    assert judge.person.full_name() == before

    assert page.submit("Send now").path == "/en/profile"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/page"},
    ],
)
def test_what_another_site_sends_is_never_offered_again(browser, judge, headers):
    signed_in, visitor = browser(judge), browser()

    page = signed_in.post("/en/profile/name", {"ky": "Чужое имя"}, headers=headers)
    assert page.status == 403
    assert "Send now" not in page.text

    page = visitor.post("/en/profile/name", {"ky": "Чужое имя"}, headers=headers)
    assert page.status == 401
    assert page.all("//input[@name='kept']") == []


def test_a_password_is_never_carried(browser, judge):
    someone = browser(judge)
    page = someone.visit("/en/profile/password")
    ended(someone, judge)

    page = page.submit("Save the password", present_password=PASSWORD, password="four mountains under snow")

    assert "four mountains" not in page.html
    carried = kept_from(page.all("//input[@name='kept']/@value")[0])
    assert list(carried.fields) == []


def test_kept_fields_cannot_be_forged(browser, judge):
    page = browser().visit("/en/sign-in")
    token = page.all("//input[@name='csrf_token']/@value")[0]
    data = {"login": "judge@example.org", "password": PASSWORD, "kept": "forged.value.here", "csrf_token": token}

    page = page.browser.post("/en/sign-in", data)

    assert page.path == "/en/my-learning"


def test_a_script_is_told_with_a_status(browser, judge):
    response = browser().client.post("/en/profile/name", json={"ky": "x"})

    assert response.status_code == 401
    assert response.is_json
