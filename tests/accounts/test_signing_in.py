"""People sign in by e-mail or phone, and nobody is locked out or told who exists."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from time import sleep
from types import SimpleNamespace

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from lms.accounts import passwords
from lms.accounts.models import SignIn
from lms.accounts.services import normal_contact
from lms.core import clock
from lms.core.audit import AuditRecord
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD


def sign_in(page, login, password=PASSWORD, **more):
    return page.submit("Sign in", login=login, password=password, **more)


@pytest.mark.parametrize(
    "typed",
    ["0555 123 456", "+996 555 12-34-56", "996555123456", "(0555) 123456", "00996555123456", "555123456"],
)
def test_a_phone_number_is_read_however_it_is_typed(typed):
    assert normal_contact(typed).value == "+996555123456"


@pytest.mark.parametrize("typed", ["", "12345", "judge", "a@b", "+99655512345", "0555 123 45a"])
def test_what_is_neither_address_nor_number_is_refused(typed):
    assert normal_contact(typed) is None


@pytest.mark.parametrize("typed", ["Judge@Example.org ", "0555 123 456"])
def test_an_account_is_entered_by_address_or_number(browser, typed):
    make_account(email="judge@example.org", phone="+996555123456")

    page = sign_in(browser().visit("/en/sign-in"), typed)

    assert page.path == "/en/my-learning"


def test_the_secret_of_the_cookie_is_new_and_only_its_hash_is_kept(browser, session):
    make_account(email="judge@example.org")
    someone = browser()

    sign_in(someone.visit("/en/sign-in"), "judge@example.org")

    with someone.client.session_transaction() as cookie:
        secret = cookie["_user_id"]
    kept = session.scalars(select(SignIn.secret_hash)).one()
    assert len(secret) >= 43
    assert secret != kept


@pytest.mark.parametrize("login", ["judge@example.org", "nobody@example.org", "not an address"])
def test_the_refusal_is_the_same_for_known_and_unknown(browser, session, login):
    make_account(email="judge@example.org")

    page = sign_in(browser().visit("/en/sign-in"), login, "wrong password here")

    assert page.status == 422
    assert "The e-mail or phone and the password do not match." in page.text
    assert page.title.startswith("Error:")
    assert page.all("//input[@name='login']")[0].get("value") == login
    refusal = session.scalars(select(AuditRecord).where(AuditRecord.act == "refused")).one()
    assert refusal.facts["permission"] == "accounts:sign-in"


def test_a_suspended_account_is_refused_in_the_same_words(browser, session, frozen):
    account = make_account(email="judge@example.org")
    account.suspended_at = frozen
    session.commit()

    page = sign_in(browser().visit("/en/sign-in"), "judge@example.org")

    assert "The e-mail or phone and the password do not match." in page.text


def test_tries_become_slower_and_never_end(browser, frozen):
    make_account(email="judge@example.org")
    stranger = browser()
    for _try in range(5):
        sign_in(stranger.visit("/en/sign-in"), "judge@example.org", "wrong password here")

    page = sign_in(stranger.visit("/en/sign-in"), "judge@example.org")
    assert page.status == 429
    assert page.response.headers["Retry-After"] == "1"
    assert "Wait 1 second" in page.text

    clock.freeze(frozen + timedelta(seconds=2))
    assert sign_in(stranger.visit("/en/sign-in"), "judge@example.org").path == "/en/my-learning"


def test_a_stranger_who_guesses_does_not_slow_the_owner_on_a_known_device(browser):
    make_account(email="judge@example.org")
    owner, stranger = browser(), browser()
    sign_in(owner.visit("/en/sign-in"), "judge@example.org").submit("Sign out")
    for _try in range(7):
        sign_in(stranger.visit("/en/sign-in"), "judge@example.org", "wrong password here")

    assert sign_in(owner.visit("/en/sign-in"), "judge@example.org").path == "/en/my-learning"


def test_sixty_people_behind_one_address_mistype_and_all_get_in(browser):
    everybody = [make_account(email=f"person-{number}@example.org") for number in range(60)]

    for account in everybody:
        someone = browser()
        for _mistake in range(3):
            page = sign_in(someone.visit("/en/sign-in"), account.email, "mistyped password")
            assert page.status == 422
        assert sign_in(someone.visit("/en/sign-in"), account.email).path == "/en/my-learning"


def test_an_address_from_which_a_hundred_accounts_fail_is_slowed_down(browser):
    make_account(email="judge@example.org")
    machine = browser()
    for number in range(100):
        sign_in(machine.visit("/en/sign-in"), f"guess-{number}@example.org", "wrong password here")

    sign_in(machine.visit("/en/sign-in"), "guess-200@example.org", "wrong password here")
    page = sign_in(machine.visit("/en/sign-in"), "guess-201@example.org", "wrong password here")

    assert page.status == 429


@pytest.mark.parametrize(
    "hostile",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/en/modules\r\nLocation: https://evil.example",
        "javascript:alert(1)",
        "/no/such/page",
        "/en/sign-out",
    ],
)
def test_next_leads_only_into_this_site(browser, hostile):
    make_account(email="judge@example.org")
    page = browser().visit("/en/sign-in", query={"next": hostile})
    data = {"login": "judge@example.org", "password": PASSWORD, "next": hostile}
    data["csrf_token"] = page.all("//input[@name='csrf_token']/@value")[0]

    response = page.browser.client.post("/en/sign-in", data=data)

    assert response.status_code == 303
    assert response.location == "/en/my-learning"


def test_a_page_that_was_closed_opens_after_signing_in(browser):
    make_account(email="judge@example.org")

    page = browser().visit("/en/profile")
    assert page.heading == "Sign in"

    assert sign_in(page, "judge@example.org").path == "/en/profile"


def test_signing_out_ends_the_sign_in_on_the_server(browser, session):
    account = make_account()
    someone = browser(account)
    page = someone.visit("/en/profile").submit("Sign out")

    assert page.notice == "You are signed out."
    assert session.scalars(select(SignIn)).one().ended_at is not None
    assert someone.visit("/en/profile").heading == "Sign in"


def test_following_a_link_to_sign_out_only_asks(browser):
    someone = browser(make_account())

    assert someone.visit("/en/sign-out").heading == "Sign out?"
    assert someone.visit("/en/profile").heading == "Profile"


@pytest.mark.parametrize(
    ("roles", "shared", "away", "still_in"),
    [
        ([], False, timedelta(days=29), True),
        ([], False, timedelta(days=31), False),
        ([], True, timedelta(minutes=29), True),
        ([], True, timedelta(minutes=31), False),
        (["coordinator"], False, timedelta(minutes=29), True),
        (["coordinator"], False, timedelta(minutes=31), False),
        (["trainer", "rights_reviewer"], False, timedelta(minutes=119), True),
        (["trainer", "rights_reviewer"], False, timedelta(minutes=121), False),
        (["trainer", "administrator"], False, timedelta(minutes=31), False),
    ],
)
def test_a_sign_in_ends_after_its_time(browser, frozen, roles, shared, away, still_in):
    make_account(*roles, email="judge@example.org")
    someone = browser()
    more = {"shared": "y"} if shared else {}
    sign_in(someone.visit("/en/sign-in"), "judge@example.org", **more)

    clock.freeze(frozen + away)

    assert (someone.visit("/en/profile").heading == "Profile") is still_in


def test_being_seen_is_noted_at_most_every_five_minutes(browser, session, frozen):
    someone = browser(make_account())
    clock.freeze(frozen + timedelta(minutes=4))
    someone.visit("/en/profile")
    session.expire_all()
    assert session.scalars(select(SignIn)).one().seen_at == frozen

    clock.freeze(frozen + timedelta(minutes=6))
    someone.visit("/en/profile")
    session.expire_all()
    assert session.scalars(select(SignIn)).one().seen_at == frozen + timedelta(minutes=6)


def test_on_a_shared_computer_the_cookie_ends_with_the_browser(browser):
    make_account(email="judge@example.org")
    page = browser().visit("/en/sign-in")
    token = page.all("//input[@name='csrf_token']/@value")[0]
    data = {"login": "judge@example.org", "password": PASSWORD, "shared": "y", "csrf_token": token}

    response = page.browser.client.post("/en/sign-in", data=data)

    cookie = next(value for value in response.headers.getlist("Set-Cookie") if value.startswith("sabak="))
    assert "Expires" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_hash_of_an_older_kind_is_made_anew_at_the_next_sign_in(browser, session):
    older = PasswordHash((Argon2Hasher(memory_cost=8 * 1024, time_cost=1, parallelism=1),)).hash(PASSWORD)
    account = make_account(email="judge@example.org")
    account.password_hash = older
    session.commit()

    sign_in(browser().visit("/en/sign-in"), "judge@example.org", "wrong password here")
    session.refresh(account)
    assert account.password_hash == older

    sign_in(browser().visit("/en/sign-in"), "judge@example.org")
    session.refresh(account)
    assert "m=19456,t=2,p=1" in account.password_hash
    assert sign_in(browser().visit("/en/sign-in"), "judge@example.org").path == "/en/my-learning"


def test_only_a_few_passwords_are_hashed_at_once(monkeypatch):
    """Each takes 19 MiB: sixty people who come together must not take the memory of the machine."""
    running, most, lock = 0, 0, Lock()

    def slow(*_given):
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        sleep(0.02)
        with lock:
            running -= 1
        return True, None

    monkeypatch.setattr(passwords, "_hasher", SimpleNamespace(verify_and_update=slow, hash=slow))
    with ThreadPoolExecutor(20) as people:
        list(people.map(lambda number: passwords.verify_password(PASSWORD, "kept"), range(20)))

    assert most == 4
