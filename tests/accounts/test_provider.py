"""Sign-in through a provider: by the subject of a linked account, not by an address."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.models import Account, HalfSignIn, LinkedIdentity
from lms.accounts.queries import identity_of
from lms.core import clock
from lms.core.mail import Mail
from tests.accounts.providing import come_back, is_in, leave, sign_in
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD
from tests.support.second_step import connect_app, sign_in_row

# ── The way that works ───────────────────────────────────────────────────────


def test_whose_identity_is_linked_goes_in(session, provider, linked, browser):
    visitor = browser()

    page = sign_in(visitor, provider)

    assert page.heading == "My learning"
    assert sign_in_row(visitor).account_id == linked.id
    assert identity_of(linked.id).used_at == clock.now()


def test_the_question_is_bound_to_this_browser(provider, browser):
    address = leave(browser())

    assert "code_challenge_method=S256" in address
    assert {"state=", "nonce=", "code_challenge="} <= {
        part.split("=")[0] + "=" for part in address.split("?")[1].split("&")
    }
    assert "geheim" not in address


def test_one_arrives_where_one_was_going(provider, linked, browser):
    visitor = browser()
    page = come_back(visitor, provider, leave(visitor, "/en/sign-in/provider?next=/en/profile/consents"))

    assert page.submit("Continue").path == "/en/profile/consents"


def test_coming_back_alone_signs_nobody_in(session, provider, linked, browser):
    visitor = browser()

    come_back(visitor, provider, leave(visitor))

    assert not is_in(visitor)


def test_no_page_names_a_host_of_the_provider_but_the_link_out(provider, browser):
    page = browser().visit("/en/sign-in")

    assert page.links()["Sign in through Tunduk"].startswith("/en/sign-in/provider")
    assert provider.issuer not in page.html


def test_without_a_provider_there_are_no_such_pages(session, browser):
    account = make_account()

    assert "Sign in through" not in browser().visit("/en/sign-in").text
    for path in ("/en/sign-in/provider", "/provider/back"):
        assert browser().visit(path).status == 404
    for path in ("/en/profile/provider", "/en/profile/provider/link"):
        assert browser(account).visit(path).status == 404


# ── Who is new ───────────────────────────────────────────────────────────────


def test_who_is_new_registers_with_what_is_vouched_for_filled_in(session, provider, browser):
    provider.person |= {"gender": "female", "birthdate": "1988-03-08"}
    visitor = browser()

    page = sign_in(visitor, provider)

    assert page.heading == "Create my account"
    assert page.all("//input[@name='login']/@value") == ["aigul@example.org"]
    assert page.submit("Continue").status == 422, "a password is chosen all the same"
    page = page.submit("Continue", password="жети көлдүн үстүндө булут")
    page = page.submit("Continue", kind="court", region="KG-T")
    page = page.submit("Continue", institution="not-listed", unlisted="Талас соту", profession="judge")
    assert page.all("//input[@name='name']/@value") == ["Асанова Айгүл"]
    assert page.all("//input[@name='birth_year']/@value") == ["1988"]
    page.submit("Continue").submit("Create my account", study="y")

    account = session.scalars(select(Account).where(Account.email == "aigul@example.org")).one()
    assert identity_of(account.id).subject == "pin-1"
    assert sign_in(browser(), provider).heading == "My learning"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_was_not_verified_is_not_even_filled_in(provider, browser, verified):
    provider.person["email_verified"] = verified

    assert sign_in(browser(), provider).all("//input[@name='login']/@value") == [""]


def test_no_account_is_found_by_its_address(session, provider, browser):
    make_account(email="aigul@example.org")
    visitor = browser()

    page = sign_in(visitor, provider)

    assert page.heading == "Create my account"
    refused = page.submit("Continue", password="жети көлдүн үстүндө булут")
    assert refused.status == 422
    assert not is_in(visitor)
    assert session.scalars(select(LinkedIdentity)).all() == []


# ── Linking ──────────────────────────────────────────────────────────────────


def link(own, provider):
    page = come_back(own, provider, leave(own, "/en/profile/provider/link"))
    return page.submit("Continue")


def test_the_owner_links_after_seeing_whom_and_is_told(session, provider, browser):
    account = make_account()
    own = browser(account)

    named = link(own, provider)
    assert "aigul@example.org" in named.text
    assert identity_of(account.id) is None
    page = named.submit("Link")

    assert "Linked." in page.notice
    assert identity_of(account.id).subject == "pin-1"
    assert "linked" in session.scalars(select(Mail)).all()[-1].body
    assert "Not linked any more." in page.submit("End the link").notice
    assert identity_of(account.id) is None
    assert sign_in(browser(), provider).heading == "Create my account"


def test_linking_needs_a_fresh_proof(provider, browser, frozen):
    own = browser(make_account())
    clock.freeze(frozen + timedelta(minutes=11))

    assert own.visit("/en/profile/provider/link").heading == "Show that it is you"


def test_one_identity_opens_one_account(session, provider, linked, browser):
    second = make_account()

    page = link(browser(second), provider).submit("Link")

    assert "opens another account here" in page.text
    assert identity_of(second.id) is None


def test_the_button_of_one_person_links_nothing_to_another(session, provider, browser):
    identity = link(browser(make_account()), provider).all("//input[@name='identity']/@value")[0]
    victim = make_account()
    own = browser(victim)

    own.post("/en/profile/provider", {"csrf_token": token_of(own), "identity": identity})

    assert identity_of(victim.id) is None


# ── The second step ──────────────────────────────────────────────────────────


def test_the_provider_does_not_stand_for_the_second_step(session, provider, linked, browser):
    phone, _codes = connect_app(linked)
    provider.person["amr"] = ["pwd", "otp"]
    visitor = browser()

    page = sign_in(visitor, provider)

    assert page.heading == "Second step"
    assert not is_in(visitor)
    assert page.submit("Continue", digits=phone.digits()).heading == "My learning"


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "high"}])
def test_unless_a_setting_says_which_word_stands_for_it(app, session, provider, linked, browser, monkeypatch, said):
    connect_app(linked)
    monkeypatch.setitem(app.config, "OIDC_SECOND_STEP", frozenset({"mfa", "high"}))
    provider.person |= said
    visitor = browser()

    assert sign_in(visitor, provider).heading == "My learning"
    assert sign_in_row(visitor).has_second_step


def test_roles_wait_after_the_provider_too(app, session, provider, browser, monkeypatch):
    administrator = make_account("administrator")
    services.link_identity(administrator, issuer=provider.issuer, subject="pin-1", at=clock.now())
    session.commit()
    monkeypatch.setitem(app.extensions, "sabak_is_demonstration", False)

    assert sign_in(browser(), provider).heading == "Second step at sign-in"


@pytest.mark.parametrize(
    ("auth_time", "is_fresh"), [(0, True), (-3600, False), (None, False), (10**7, False), ("x", False)]
)
def test_a_proof_is_as_fresh_as_the_provider_says(provider, linked, browser, frozen, auth_time, is_fresh):
    now = int(frozen.timestamp())
    provider.forge = {"auth_time": now + auth_time if isinstance(auth_time, int) else auth_time}
    visitor = browser()
    sign_in(visitor, provider)

    assert (visitor.visit("/en/profile/data", follow=False).status == 200) is is_fresh


def test_a_suspended_account_stays_closed(session, provider, linked, browser, frozen):
    services.suspend(linked, by=make_account("administrator"), reason="Себеп", at=frozen)
    session.commit()
    visitor = browser()

    page = sign_in(visitor, provider)

    assert "This account cannot be used now." in page.text
    assert not is_in(visitor)
    assert session.scalars(select(HalfSignIn)).all() == []


def test_a_provider_that_is_away_is_said_in_words(app, provider, browser, monkeypatch):
    monkeypatch.setitem(app.config, "OIDC_ISSUER", "http://127.0.0.1:1")

    page = browser().visit("/en/sign-in/provider")

    assert (page.status, page.heading) == (503, "Sign-in through Tunduk did not work")


def test_the_description_is_asked_for_once_an_hour(provider, linked, browser, frozen):
    described = "/.well-known/openid-configuration"
    provider.asked.clear()
    sign_in(browser(), provider)
    sign_in(browser(), provider)
    assert provider.asked.count(described) == 1

    clock.freeze(frozen + timedelta(minutes=61))
    sign_in(browser(), provider)

    assert provider.asked.count(described) == 2


def test_a_password_goes_on_working(provider, linked, browser):
    page = browser().visit("/en/sign-in").submit("Sign in", login=linked.email, password=PASSWORD)

    assert page.heading == "My learning"
