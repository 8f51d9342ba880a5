"""What comes back from a provider is believed only as far as it is signed, meant for us and asked by this browser."""

import pytest

from tests.accounts.providing import come_back, is_in, leave, sign_in
from tests.support import provider as providers
from tests.support.csrf import token_of
from tests.support.factories import make_account
from tests.support.second_step import sign_in_row

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
