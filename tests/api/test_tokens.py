"""Tokens: made by those who may take tables away, seen once, ended by themselves and by what happens to the account."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.events import PasswordChanged
from lms.accounts.models import Role
from lms.accounts.queries import hash_of_secret
from lms.api import services
from lms.api.models import ApiToken
from lms.api.queries import token_behind
from lms.api.retention import remove_tokens
from lms.core import clock, events
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.exports import collect
from lms.reporting.reports import Audience
from tests.support.factories import make_account, make_institution

PAGE = "/en/reports/tokens"


def made(account, audience=Audience.TEAM, days=30):
    token, secret = services.make_token(
        account.id, "Monthly figures", audience, lasts=timedelta(days=days), at=clock.now()
    )
    db.session.commit()
    return token, secret


def only_token():
    return db.session.scalars(select(ApiToken)).one()


def test_a_token_is_seen_once_and_kept_as_its_hash(browser, coordinator):
    page = browser(coordinator).visit(PAGE)
    assert "No program reads by a token of yours." in page.text

    page = page.submit("Make the token", name="Monthly figures", audience="public", lasts="90")

    secret = page.all("//code/text()")[0]
    token = only_token()
    assert token.secret_hash == hash_of_secret(secret)
    assert (token.name, token.audience) == ("Monthly figures", Audience.PUBLIC)
    assert token.expires_at - token.created_at == timedelta(days=90)
    assert page.response.headers["Cache-Control"] == "no-store"
    again = browser(coordinator).visit(PAGE)
    assert "Monthly figures" in again.text
    assert secret not in again.html
    assert [secret in str(row.facts) for row in db.session.scalars(select(AuditRecord))].count(True) == 0


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [
        ("name", "Give it a name by which you will know it again."),
        ("audience", "Choose an answer."),
        ("lasts", "Choose an answer."),
    ],
)
def test_what_is_missing_is_said(browser, coordinator, left_out, sentence):
    given = {"name": "Monthly figures", "audience": "team", "lasts": "30"}
    page = browser(coordinator).visit(PAGE).submit("Make the token", **{**given, left_out: ""})

    assert page.status == 422
    assert sentence in page.text
    assert db.session.scalars(select(ApiToken)).all() == []


def test_ten_at_most(browser, coordinator):
    for _number in range(services.MOST_TOKENS):
        made(coordinator)
    page = browser(coordinator).visit(PAGE).submit("Make the token", name="One more", audience="team", lasts="30")

    assert page.status == 422
    assert "You have 10 tokens." in page.text


def test_it_is_ended_by_its_owner(browser, coordinator):
    token, secret = made(coordinator)
    page = browser(coordinator).visit(f"{PAGE}/{token.id}").submit("End the token")

    assert "Ended" in page.text
    assert token_behind(secret, clock.now()) is None
    assert db.session.scalars(select(AuditRecord.act).order_by(AuditRecord.at)).all()[-1] == "api.token.ended"


def test_somebody_elses_token_is_not_there(browser, coordinator):
    token, secret = made(coordinator)
    other = browser(make_account(Role.COORDINATOR))

    assert other.visit(f"{PAGE}/{token.id}").status == 404
    assert "Monthly figures" not in other.visit(PAGE).text
    assert token_behind(secret, clock.now()) is not None


@pytest.mark.parametrize("role", [None, Role.FOCAL_POINT, Role.TRAINER, Role.ADMINISTRATOR])
def test_others_have_no_such_page(browser, session, role):
    place = {"place": make_institution()} if role is Role.FOCAL_POINT else {}
    assert browser(make_account(*([role] if role else []), **place)).visit(PAGE).status == 404


def test_its_time_ends(coordinator):
    _token, secret = made(coordinator, days=30)
    at = clock.now()

    assert token_behind(secret, at + timedelta(days=30) - timedelta(seconds=1)) is not None
    assert token_behind(secret, at + timedelta(days=30)) is None


def test_a_suspended_account_reads_nothing(coordinator):
    _token, secret = made(coordinator)
    coordinator.suspended_at = clock.now()
    db.session.commit()

    assert token_behind(secret, clock.now()) is None


def test_a_new_password_ends_all(coordinator):
    _token, secret = made(coordinator)
    events.emit(PasswordChanged(coordinator.id, clock.now()))
    db.session.commit()

    assert token_behind(secret, clock.now()) is None


def test_old_ones_are_removed_after_ninety_days(coordinator):
    made(coordinator, days=30)
    at = clock.now()

    assert remove_tokens(at + timedelta(days=119)) == 0
    assert remove_tokens(at + timedelta(days=121)) == 1


def test_a_person_reads_in_the_own_data_which_there_were(coordinator):
    _token, secret = made(coordinator)
    part = collect(coordinator.person_id)["api_tokens"]

    assert part[0]["name"] == "Monthly figures"
    assert secret not in str(part)
    assert hash_of_secret(secret) not in str(part)
