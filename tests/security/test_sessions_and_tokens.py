"""Cookies, tokens, redirects and links: what is signed in ends when it is said to, and nobody acts for another."""

import re
from datetime import timedelta

import pytest

from lms.accounts import services
from lms.accounts.models import Role, SignIn
from lms.accounts.queries import hash_of_secret
from lms.core import clock, jobs
from lms.core.extensions import db
from tests.security import world as worlds
from tests.security.routes import routes
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD

STRANGERS_PAGE = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}


@pytest.mark.parametrize("role", ["learner", "holder", "author", "asker", "administrator", "visitor"])
@pytest.mark.parametrize("token", ["none", "foreign", "from another site"])
def test_without_the_own_token_no_form_does_anything(app, world, browser, role, token):
    own = browser(world.owners.get(role) or world.strangers[role])
    form = {"act": "issue", "reason": "Мен", "study": "y", "login": "x@example.org", "password": PASSWORD}
    if token == "foreign":
        form["csrf_token"] = token_of(browser(world.strangers["trainee"]))
    headers = STRANGERS_PAGE if token == "from another site" else {}
    before = worlds.rows()

    for route in routes(app, world, "POST"):
        page = own.post(route.address, form, follow=False, headers=headers)
        assert page.status in (401, 403, 413, 415, 422), route
        if headers:
            assert "evil.example" not in page.html
            assert not page.all("//input[@name='kept'][string-length(@value)>0]"), "fields of another site are kept"

    assert worlds.changed(before, worlds.rows()) == {}


def test_a_token_in_the_address_is_no_token(world, browser):
    own = browser(world.owners["learner"])
    before = worlds.rows()

    page = own.post(f"/en/profile/language?csrf_token={token_of(own)}", {"language": "ru"}, follow=False)

    assert page.status == 403
    assert worlds.changed(before, worlds.rows()) == {}


def test_no_page_carries_a_secret_in_an_address(app, world, browser):
    own = browser(world.owners["learner"])
    for route in routes(app, world, "GET"):
        page = own.visit(route.address, follow=False)
        if page.tree is not None:
            assert not [href for href in page.all("//@href|//@action") if "csrf" in href or "token=" in href]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused_and_cannot_be_smuggled(world, browser, method):
    own = browser(world.owners["learner"])
    before = worlds.rows()

    assert own.client.open("/en/profile/language", method=method).status_code in (400, 403, 405)
    smuggled = {"X-HTTP-Method-Override": "POST", "X-Method-Override": "POST"}
    own.client.get("/en/profile/language?_method=POST&language=ru", headers=smuggled)

    assert worlds.changed(before, worlds.rows()) == {}


def sign_in(visitor, account, **more):
    page = visitor.visit("/en/sign-in")
    return page.submit("Sign in", login=account.email, password=PASSWORD, **more)


def test_signing_in_makes_a_new_secret_and_ends_the_one_before(browser, session):
    first, second = make_account(), make_account()
    visitor = browser()
    visitor.visit("/en/sign-in")
    planted = visitor.cookie()
    sign_in(visitor, first)
    before = visitor.cookie()["_user_id"]

    visitor.visit("/en/sign-out").submit("Sign out")
    sign_in(visitor, second)
    after = visitor.cookie()

    assert before not in planted.values()
    assert after["_user_id"] != before
    assert set(after) <= {"_user_id", "_permanent", "csrf_token", "_flashes", "_fresh", "_id"}
    assert session.get(SignIn, hash_of_secret(before)).ended_at is not None


def test_a_planted_cookie_is_not_kept_through_signing_in(browser, session):
    """A thief signs in as himself and plants his cookie: what his victim then signs in to is not his."""
    thief, victim = make_account(), make_account()
    planted = browser(thief)
    secret = planted.cookie()["_user_id"]

    planted.client.post("/en/sign-out", data={"csrf_token": token_of(planted)})
    sign_in(planted, victim)

    assert planted.cookie()["_user_id"] != secret
    assert session.get(SignIn, hash_of_secret(secret)).ended_at is not None


def test_a_stolen_cookie_is_worth_nothing_after_signing_out(app, browser, session):
    account = make_account()
    visitor, copy = browser(account), browser()
    stolen = visitor.cookie()
    with copy.client.session_transaction() as cookie:
        cookie.update(stolen)
    assert copy.visit("/en/profile", follow=False).status == 200

    visitor.visit("/en/sign-out").submit("Sign out")

    assert copy.visit("/en/profile", follow=False).status == 303


@pytest.mark.parametrize("path", ["/en/profile", "/en/my-learning", "/en/profile/data"])
def test_who_is_suspended_is_out_with_the_next_request(browser, session, path):
    account, admin = make_account(), make_account(Role.ADMINISTRATOR)
    visitor = browser(account)
    assert visitor.visit(path, follow=False).status == 200

    services.suspend(account, by=admin, reason="Себеп", at=clock.now())
    db.session.commit()

    assert visitor.visit(path, follow=False).status == 303
    token = token_of(visitor)
    assert visitor.post("/en/profile/language", {"csrf_token": token, "language": "ru"}, follow=False).status == 401


def test_a_role_works_from_the_next_request_and_ends_with_it(browser, session, frozen):
    account = make_account()
    visitor = browser(account)
    assert visitor.visit("/en/admin").status == 404

    admin = make_account(Role.ADMINISTRATOR)
    grant = services.give_role(account, Role.ADMINISTRATOR, by=admin, reason="Себеп", at=clock.now())
    db.session.commit()
    assert visitor.visit("/en/admin").status == 200

    services.end_role(grant or account.grants[-1], by=admin, reason="Себеп", at=clock.now())
    db.session.commit()
    assert visitor.visit("/en/admin").status == 404


def test_the_cookie_holds_no_name_no_role_and_no_id(browser, session):
    account = make_account(Role.COORDINATOR)
    visitor = browser()
    sign_in(visitor, account)
    visitor.visit("/en/reports")

    kept = repr(visitor.cookie())

    assert not [
        word for word in (str(account.id), str(account.person_id), account.email, "coordinator") if word in kept
    ]


def test_cookies_are_closed_to_scripts_and_to_other_sites(browser, session):
    visitor = browser()
    page = visitor.client.get("/en/sign-in")
    cookies = page.headers.getlist("Set-Cookie")
    form = {"csrf_token": token_of(visitor), "login": make_account().email, "password": PASSWORD}
    cookies += visitor.client.post("/en/sign-in", data=form).headers.getlist("Set-Cookie")

    assert len(cookies) >= 2
    assert [c for c in cookies if "HttpOnly" not in c or "SameSite=Lax" not in c] == []


OUTSIDE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/en/\r\nLocation: https://evil.example",
    "javascript:alert(1)",
    "/en/sign-out",
    "/.evil.example",
    "https:evil.example",
    "/en/..//evil.example",
)


@pytest.mark.parametrize("address", OUTSIDE)
def test_nobody_is_led_out_of_the_house(browser, session, address):
    visitor = browser()
    page = visitor.visit("/en/sign-in", query={"next": address})
    form = {"csrf_token": token_of(visitor), "login": make_account().email, "password": PASSWORD, "next": address}
    answer = visitor.client.post("/en/sign-in", data=form)

    assert "evil.example" not in page.html.replace("evil.example", "", 0) or not page.all(
        "//input[@name='next'][contains(@value,'evil')]"
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/en/")
    assert "evil" not in answer.headers["Location"]
    assert "javascript" not in answer.headers["Location"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost@evil.example"])
def test_a_foreign_host_header_reaches_no_link_and_no_mail(app, browser, session, host):
    from lms.core.mail import Mail  # noqa: PLC0415

    account = make_account()
    visitor = browser()
    headers = {"Host": host, "X-Forwarded-Host": host}
    page = visitor.client.get("/en/sign-in/reset", headers=headers).get_data(as_text=True)
    form = {"csrf_token": re.search('name="csrf_token" value="([^"]+)"', page)[1], "email": account.email}
    answer = visitor.client.post("/en/sign-in/reset", data=form, headers=headers)
    pages = [visitor.client.get(path, headers=headers) for path in ("/", "/en/", "/verify")]

    for response in [answer, *pages]:
        assert "evil.example" not in response.get_data(as_text=True) + response.headers.get("Location", "")
    jobs.work_off()
    assert ["evil" in mail.body for mail in session.query(Mail).all()] == [False]


def test_a_reset_link_works_once_and_for_half_an_hour_and_signs_everybody_out(browser, session, frozen):
    from lms.accounts.models import LinkPurpose  # noqa: PLC0415

    account = make_account()
    elsewhere = browser(account)
    secret = services.make_link(account, LinkPurpose.RESET, at=clock.now())
    late = services.make_link(other := make_account(), LinkPurpose.RESET, at=clock.now() - timedelta(minutes=31))
    db.session.commit()
    visitor = browser()
    form = {"csrf_token": token_of(visitor), "password": "жети көлдүн үстүндө булут"}

    assert visitor.post(f"/en/sign-in/reset/{secret}", form, follow=False).status == 303
    assert elsewhere.visit("/en/profile", follow=False).status == 303

    again = browser()
    form["csrf_token"] = token_of(again)
    for spent in (secret, late, "x" * 43):
        assert again.post(f"/en/sign-in/reset/{spent}", form, follow=False).status == 404
    assert services.prove(other.email, PASSWORD, device=None, address="", at=clock.now())


def test_a_reset_link_is_no_way_round_a_suspension(browser, session, frozen):
    from lms.accounts.models import LinkPurpose  # noqa: PLC0415

    account = make_account()
    secret = services.make_link(account, LinkPurpose.RESET, at=clock.now())
    services.suspend(account, by=make_account(Role.ADMINISTRATOR), reason="Себеп", at=clock.now())
    db.session.commit()
    visitor = browser()

    assert visitor.visit(f"/en/sign-in/reset/{secret}").status == 404
    form = {"csrf_token": token_of(visitor), "password": "жети көлдүн үстүндө булут"}
    assert visitor.post(f"/en/sign-in/reset/{secret}", form).status == 404


def test_fields_carried_through_the_sign_in_hold_no_password_and_are_not_forged(browser, session):
    """What an ended session had typed travels signed: nobody else can put fields or an address into it."""
    visitor = browser()
    page = visitor.post("/en/profile/password", {"present_password": "geheim-1", "password": "geheim-2"}, follow=False)
    assert page.status == 401
    assert "geheim" not in page.html

    account = make_account()
    form = {"csrf_token": token_of(visitor), "login": account.email, "password": PASSWORD}
    forged = visitor.post("/en/sign-in", {**form, "kept": '{"path": "//evil.example", "fields": []}.x.y'}, follow=False)
    assert forged.status == 303
    assert "evil" not in forged.response.headers["Location"]


def test_no_mail_header_is_made_of_what_was_typed(session):
    """A line break in an address is refused before it can become another header."""
    for typed in ("a@example.org\r\nBcc: b@example.org", "a@example.org%0d%0aBcc:b@example.org\n", "a@b.c\x00"):
        contact = services.normal_contact(typed)
        assert contact is None or not {"\r", "\n", "\x00"} & set(contact.value)


def test_a_real_installation_answers_to_its_own_name_only(app, session, monkeypatch, tmp_path):
    from config import ProductionConfig  # noqa: PLC0415

    settings = {
        "SECRET_KEY": "k" * 40,
        "DATABASE_URL": "sqlite://",
        "SITE_URL": "https://sabak.example",
        "SABAK_NO_MAIL": "1",
    }
    config = ProductionConfig({**settings, "SABAK_DATA": str(tmp_path)})
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", config.TRUSTED_HOSTS)
    client = app.test_client()

    assert client.get("/en/", headers={"Host": "sabak.example"}).status_code == 200
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
    refused = client.get("/en/", headers={"Host": "evil.example"})
    assert 400 <= refused.status_code < 500
    assert "evil" not in refused.get_data(as_text=True)
