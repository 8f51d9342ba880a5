"""The front page, the fixed texts, and what machines ask for."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from lms.core import installation
from tests.support.factories import make_account, make_edition

LANGUAGES = ("ky", "ru", "en")
PO_FILES = Path(__file__).resolve().parents[2] / "translations"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_front_page_leads_to_modules_sign_in_and_verification(browser, session, language):
    make_edition()

    page = browser().visit(f"/{language}/")

    assert page.status == 200
    addresses = set(page.links().values())
    assert {f"/{language}/modules", f"/{language}/sign-in", f"/{language}/modules/practice"} <= addresses
    assert page.all("//form[@action='/verify']//input[@name='code']")


def test_somebody_signed_in_is_led_to_their_learning(browser, session):
    page = browser(make_account()).visit("/en/")

    assert page.links()["My learning"] == "/en/my-learning"


@pytest.mark.parametrize(
    ("accept", "language"), [("ru-RU,ru;q=0.9", "ru"), ("en-GB", "en"), ("ky", "ky"), ("de", "ky"), ("", "ky")]
)
def test_the_root_follows_the_browser(browser, session, accept, language):
    response = browser().client.get("/", headers={"Accept-Language": accept})

    assert (response.status_code, response.location) == (302, f"/{language}/")


def test_the_choice_of_language_is_remembered(browser, session):
    visitor = browser()
    visitor.visit("/ru/help")

    response = visitor.client.get("/", headers={"Accept-Language": "en"})

    assert response.location == "/ru/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["help", "privacy", "about", "accessibility"])
def test_the_fixed_texts_stand_in_each_language(browser, session, name, language):
    page = browser().visit(f"/{language}/{name}")

    assert page.status == 200
    assert page.all("//div[@class='prose']/*")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_help_tells_to_press_stands_on_the_pages(browser, session, language):
    said = set(re.findall("[“«]([^”»]+)[”»]", browser().visit(f"/{language}/help").text))

    with PO_FILES.joinpath("ru" if language == "en" else language, "LC_MESSAGES/messages.po").open("rb") as file:
        texts = {text for message in read_po(file) for text in words_of(message, language)}

    assert said
    assert said <= texts


def words_of(message, language):
    words = message.id if language == "en" else message.string
    return words if isinstance(words, tuple | list) else (words,)


def test_switching_the_language_keeps_the_page(browser, session):
    assert browser().visit("/en/privacy").click("Кыргызча").path == "/ky/privacy"


@pytest.mark.parametrize("path", ["/en/no-such-page", "/no-such-page", "/en/admin"])
def test_a_page_that_is_not_there_keeps_the_way_on_and_out(browser, session, path):
    page = browser(make_account(name="Осмонов Тилек")).visit(path, {"language": "en"})

    assert page.status == 404
    assert page.heading == "There is no such page"
    assert {"My learning", "Certificates", "Осмонов Тилек"} <= set(page.all("//header//a/text()"))
    assert page.submit("Sign out").status == 200


def test_a_refused_form_keeps_the_way_on_and_out(browser, session):
    page = browser(make_account(name="Осмонов Тилек")).post("/en/profile/name", {"ky": "x" * 20_000_000})

    assert page.status == 413
    assert {"My learning", "Осмонов Тилек"} <= set(page.all("//header//a/text()"))


def test_a_new_real_installation_says_how_to_begin(app, browser, session, monkeypatch):
    monkeypatch.setattr("lms.home.queries.kind_of_database", lambda: installation.REAL)
    monkeypatch.setattr("lms.home.views.is_demonstration", lambda app: False)

    assert "accounts create-admin" in browser().visit("/en/").text
    never_came = make_account("administrator")
    never_came.password_hash = None
    session.flush()
    assert "accounts create-admin" in browser().visit("/en/").text
    make_account("administrator")
    assert "accounts create-admin" not in browser().visit("/en/").text


def test_machines_are_answered(browser, session):
    client = browser().client

    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok"}
    assert client.get("/favicon.ico").status_code == 302
    robots = client.get("/robots.txt").get_data(as_text=True)
    assert "Disallow: /\n" in robots
    assert "Allow: /ky/$" in robots


def test_a_database_that_does_not_answer_is_not_ready(browser, session, monkeypatch):
    monkeypatch.setattr("lms.home.queries.database_answers", lambda: False)

    response = browser().client.get("/readyz")

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
