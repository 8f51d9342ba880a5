"""Every page of this room speaks Kyrgyz and Russian as well as English."""

import pytest

from tests.support.factories import make_account

PAGES = ["sign-in", "sign-in/reset", "sign-in/reset/sent", "register", "register/from-18"]
OWN_PAGES = [
    "profile",
    "profile/name",
    "profile/about",
    "profile/contact",
    "profile/password",
    "profile/workplace",
    "profile/consents",
    "profile/devices",
    "profile/looks",
    "profile/consents/study/withdraw",
    "sign-out",
]


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("path", PAGES)
def test_open_pages_speak(browser, path, language):
    english, other = browser().visit(f"/en/{path}"), browser().visit(f"/{language}/{path}")

    assert other.tree.getroot().get("lang") == language
    assert other.heading != english.heading


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("path", OWN_PAGES)
def test_own_pages_speak(browser, session, path, language):
    someone = browser(make_account())

    assert someone.visit(f"/{language}/{path}").heading != someone.visit(f"/en/{path}").heading
