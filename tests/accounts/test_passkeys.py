"""Passkeys: made for this host and this account, each question answered once, nothing else accepted."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Passkey
from lms.core import clock
from tests.support.authenticator import Authenticator
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD
from tests.support.second_step import sign_in_row

ADD = "/en/profile/second-step/passkey"
DOOR = "/en/sign-in/second-step"


@pytest.fixture
def judge(session):
    return make_account()


def asked(visitor, path):
    answer = visitor.post(f"{path}/question", {"csrf_token": token_of(visitor)}).response
    return answer.status_code, json.loads(answer.data)


def add(own, device):
    _status, question = asked(own, ADD)
    return own.post(ADD, {"csrf_token": token_of(own), "name": "Телефон", "passkey": device.make(question)})


@pytest.fixture
def device(browser, judge):
    device = Authenticator()
    assert add(browser(judge), device).heading == "Recovery codes"
    return device


@pytest.fixture
def halfway(browser, judge, device):
    """Somebody who has given the judge's password."""
    visitor = browser()
    page = visitor.visit("/en/sign-in").submit("Sign in", login=judge.email, password=PASSWORD)
    assert page.heading == "Second step"
    return visitor


def answer(visitor, passkey):
    return visitor.post(DOOR, {"csrf_token": token_of(visitor), "passkey": passkey})


def test_a_passkey_is_the_second_step(session, halfway, device):
    page = answer(halfway, device.sign(asked(halfway, DOOR)[1]))

    assert page.heading == "My learning"
    assert sign_in_row(halfway).has_second_step
    assert session.scalars(select(Passkey)).one().used_at == clock.now()


def test_an_answer_works_once(session, browser, judge, halfway, device):
    question = asked(halfway, DOOR)[1]
    signed = device.sign(question)
    assert answer(halfway, signed).status == 200

    second = browser()
    second.visit("/en/sign-in").submit("Sign in", login=judge.email, password=PASSWORD)

    assert answer(second, signed).status == 422


def test_a_question_is_old_after_five_minutes(halfway, device, frozen):
    signed = device.sign(asked(halfway, DOOR)[1])
    clock.freeze(frozen + timedelta(minutes=6))

    assert answer(halfway, signed).status == 422


@pytest.mark.parametrize("foreign", [
    Authenticator(origin="https://evil.example"),
    Authenticator(host="evil.example"),
    Authenticator(),
])  # fmt: skip
def test_another_origin_host_or_key_is_refused(halfway, device, foreign):
    foreign.id = device.id
    if foreign.origin != device.origin or foreign.host != device.host:
        foreign.key = device.key

    assert answer(halfway, foreign.sign(asked(halfway, DOOR)[1])).status == 422


def test_the_passkey_of_somebody_else_is_refused(browser, session, halfway):
    stranger = make_account()
    foreign = Authenticator()
    add(browser(stranger), foreign)

    assert answer(halfway, foreign.sign(asked(halfway, DOOR)[1])).status == 422


def test_a_question_for_a_new_passkey_cannot_be_answered_at_the_door(browser, judge, halfway, device):
    own = browser(judge)

    assert answer(halfway, device.sign(asked(own, ADD)[1])).status == 422


def test_a_passkey_that_counts_down_has_been_copied(session, browser, judge, halfway, device):
    answer(halfway, device.sign(asked(halfway, DOOR)[1]))
    copy = browser()
    copy.visit("/en/sign-in").submit("Sign in", login=judge.email, password=PASSWORD)
    device.uses = 0

    assert answer(copy, device.sign(asked(copy, DOOR)[1])).status == 422


@pytest.mark.parametrize(
    "nonsense", ["{}", "[]", "x", "null", '{"id": 1}', '{"response": {"clientDataJSON": "e30"}}', "9" * 30_000]
)
def test_nonsense_is_refused_in_words(halfway, nonsense):
    page = answer(halfway, nonsense)

    assert page.status == 422
    assert "The passkey was not accepted." in page.text


def test_without_the_password_nothing_is_asked(browser, session):
    status, question = asked(browser(), DOOR)

    assert (status, question) == (401, {})


def test_the_same_passkey_is_not_added_twice(session, browser, judge, device):
    page = add(browser(judge), device)

    assert page.status == 422
    assert len(session.scalars(select(Passkey)).all()) == 1


def test_a_passkey_is_removed_after_a_question(session, browser, judge, device):
    page = browser(judge).visit("/en/profile/second-step").click("Remove")

    assert "It is the last one." in page.text
    assert "The passkey is removed." in page.submit("Remove the passkey").notice
    assert session.scalars(select(Passkey)).all() == []


def test_where_browsers_make_none_the_page_does_not_offer_them(app, session, browser, judge, monkeypatch):
    monkeypatch.setitem(app.config, "SITE_URL", "http://192.0.2.7:8000")
    own = browser(judge)

    assert "Passkeys" not in own.visit("/en/profile/second-step").text
    assert own.visit(ADD).status == 404
