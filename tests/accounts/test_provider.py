"""Sign-in through a provider: by the subject of a linked account, not by an address, and nothing is believed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.models import Account, HalfSignIn, LinkedIdentity
from lms.accounts.queries import identity_of
from lms.core import clock
from lms.core.extensions import db
from lms.core.mail import Mail
from tests.support import provider as providers
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD
from tests.support.second_step import connect_app, sign_in_row


@pytest.fixture(scope="module")
def server():
    with providers.running() as provider:
        yield provider


@pytest.fixture
def provider(app, session, server, monkeypatch):
    """The provider of this installation, as honest as on its first day."""
    key = server.key
    fresh = {"forge": {}, "described": {}, "sign": server.signed, "beside": None}
    for name, value in fresh.items():
        monkeypatch.setattr(server, name, value)
    monkeypatch.setattr(server, "person", dict(server.person))
    for name, value in providers.settings(server).items():
        monkeypatch.setitem(app.config, name, value)
    monkeypatch.setitem(app.extensions, "sabak_provider", {})
    yield server
    server.key = key


@pytest.fixture
def linked(provider):
    account = make_account()
    services.link_identity(account, issuer=provider.issuer, subject="pin-1", at=clock.now())
    db.session.commit()
    return account


def leave(visitor, start="/en/sign-in/provider"):
    """The address at the provider to which the browser is sent."""
    answer = visitor.visit(start, follow=False)
    assert answer.status == 303
    return answer.response.headers["Location"]


def come_back(visitor, provider, address, **changed):
    return visitor.visit("/provider/back" + providers.query({**provider.authorize(address), **changed}))


def sign_in(visitor, provider, **changed):
    page = come_back(visitor, provider, leave(visitor), **changed)
    return page.submit("Continue") if page.heading == "Sign in through Tunduk" else page


def is_in(visitor):
    return "_user_id" in visitor.cookie()


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


# ── What is not believed ─────────────────────────────────────────────────────

FORGED = {
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "another"},
    "many audiences and no word for whom": {"aud": ["sabak", "another"]},
    "made for another": {"aud": ["sabak", "another"], "azp": "another"},
    "another question": {"nonce": "planted"},
    "no question": {"nonce": None},
    "too old": {"exp": 1},
    "from tomorrow": {"iat": 4_000_000_000},
    "nobody": {"sub": None},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_token_with_wrong_claims_is_not_believed(provider, linked, browser, what):
    provider.forge = FORGED[what]
    visitor = browser()

    page = sign_in(visitor, provider)

    assert (page.status, page.heading) == (503, "Sign-in through Tunduk did not work")
    assert not is_in(visitor)


@pytest.mark.parametrize("how", ["unsigned", "signed_by_another", "signed_with_public_key"])
def test_a_token_that_the_provider_did_not_sign_is_not_believed(provider, linked, browser, how):
    provider.sign = getattr(provider, how)
    visitor = browser()

    assert sign_in(visitor, provider).status == 503
    assert not is_in(visitor)


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", 7])
def test_without_a_token_nobody_is_believed(provider, linked, browser, token):
    provider.sign = lambda claims: token

    assert sign_in(browser(), provider).status == 503


def test_a_new_key_of_the_provider_is_fetched(provider, linked, browser):
    assert sign_in(browser(), provider).status == 200
    provider.sign = provider.signed_with_new_key

    assert sign_in(browser(), provider).status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "planted"},
        {"code": "planted"},
        {"iss": "https://evil.example"},
        {"error": "access_denied", "code": ""},
    ],
)
def test_an_answer_to_another_question_is_not_believed(provider, linked, browser, changed):
    visitor = browser()

    page = sign_in(visitor, provider, **changed)

    assert not is_in(visitor)
    assert page.heading in ("Sign in", "Sign-in through Tunduk did not work")


def test_a_provider_that_names_itself_must_do_so(provider, linked, browser):
    """Mixing up two providers (RFC 9207): the answer says whose it is, if the description promises that it does."""
    provider.described = {"authorization_response_iss_parameter_supported": True}
    visitor = browser()
    answer = provider.authorize(leave(visitor))
    del answer["iss"]

    page = visitor.visit("/provider/back" + providers.query(answer)).submit("Continue")

    assert page.status == 503


def test_the_answer_of_one_browser_opens_nothing_in_another(provider, linked, browser):
    """Somebody signs in as himself and hands the address back to his victim, or steals it from her."""
    thief, victim = browser(), browser()
    answer = provider.authorize(leave(thief))

    page = victim.visit("/provider/back" + providers.query(answer))

    assert page.path == "/ky/sign-in", "in the language of that browser"
    assert not is_in(victim)


def test_a_question_is_answered_once(provider, linked, browser):
    visitor = browser()
    page = come_back(visitor, provider, leave(visitor))
    page.submit("Continue")
    visitor.visit("/en/sign-out").submit("Sign out")

    assert visitor.post("/en/sign-in/provider/arrival", {"csrf_token": token_of(visitor)}).path == "/en/sign-in"
    assert not is_in(visitor)


def test_nobody_is_led_out_of_the_house_after_the_provider(provider, linked, browser):
    visitor = browser()

    page = come_back(visitor, provider, leave(visitor, "/en/sign-in/provider?next=https://evil.example/"))

    assert page.submit("Continue").path == "/en/my-learning"


def test_the_old_cookie_is_not_kept(session, provider, linked, browser):
    """Fixation: a sign-in that was planted in this browser ends with the one through the provider."""
    visitor = browser(make_account())
    planted = visitor.cookie()["_user_id"]
    page = come_back(visitor, provider, leave(visitor))

    page.submit("Continue")

    assert visitor.cookie()["_user_id"] != planted
    assert sign_in_row(visitor).account_id == linked.id


DESCRIBED = {
    "another issuer": {"issuer": "https://evil.example"},
    "an open line": {"token_endpoint": "http://provider.example/token"},
    "no keys": {"jwks_uri": None},
    "a door that is no address": {"authorization_endpoint": "javascript:alert(1)"},
}


@pytest.mark.parametrize("what", DESCRIBED)
def test_a_description_that_is_not_safe_is_not_followed(provider, browser, what):
    provider.described = DESCRIBED[what]

    page = browser().visit("/en/sign-in/provider", follow=False)

    assert page.status == 503
    assert "Location" not in page.response.headers


def test_a_redirect_of_the_provider_is_not_followed(provider, linked, browser):
    provider.described = {"jwks_uri": f"{provider.issuer}/elsewhere"}

    assert sign_in(browser(), provider).status == 503


def test_what_is_said_beside_the_token_must_be_of_the_same_person(provider, browser):
    provider.person = {"sub": "pin-1"}
    provider.beside = {"sub": "pin-2", "name": "Башка Адам", "email": "other@example.org", "email_verified": True}

    assert sign_in(browser(), provider).all("//input[@name='login']/@value") == [""]
    provider.beside["sub"] = "pin-1"
    assert sign_in(browser(), provider).all("//input[@name='login']/@value") == ["other@example.org"]


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
