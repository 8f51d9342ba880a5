"""The shelf: what there is, for whom, in which languages, and how far one has come."""

from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import small_module


def shelf(session):
    make_edition(
        small_module(
            "detention", "M10", professions={"required": ["penitentiary"], "recommended": []}, themes=["detention"]
        )
    )
    make_edition(small_module("practice", "M2", themes=["pve"], states={"ru": "translated", "en": "source"}))


def titles(page):
    return [" ".join("".join(heading.itertext()).split()) for heading in page.all("//main//h2")]


def test_modules_stand_in_the_order_of_their_codes(browser, session):
    shelf(session)

    page = browser().visit("/en/modules")

    assert titles(page) == ["Title of practice", "Title of detention"]
    assert "2 modules" in page.text


def test_a_filter_is_an_address_that_can_be_sent(browser, session):
    shelf(session)
    page = browser().visit("/en/modules")

    assert titles(page.submit("Show", **{"for": "judge"})) == ["Title of practice"]
    assert titles(page.submit("Show", topic="detention")) == ["Title of detention"]
    assert titles(page.submit("Show", **{"in": "ky"})) == ["Title of detention"]
    assert titles(browser().visit("/en/modules?for=nobody&topic=none&in=xx")) == [
        "Title of practice",
        "Title of detention",
    ]


def test_nothing_found_offers_everything(browser, session):
    shelf(session)

    page = browser().visit("/en/modules?for=judge&topic=detention")

    assert "No modules for this choice." in page.text
    assert len(titles(page.click("Show all"))) == 2


def test_a_chosen_filter_can_be_taken_away(browser, session):
    shelf(session)

    page = browser().visit("/en/modules?for=judge&in=en")

    assert titles(page.click("English remove")) == ["Title of practice"]


def test_a_language_that_is_not_ready_is_named(browser, session):
    shelf(session)

    page = browser().visit("/ky/modules")

    assert "Title of practice" in page.text
    assert page.all("//a[@lang='en' and normalize-space()='Title of practice']")
    assert "Кыргызча" in "".join(page.all("//div[@class='module-row']//li/text()"))


def test_a_row_says_how_far_one_has_come(browser, session):
    judge = make_account()
    make_enrolment(make_edition(), judge.person, done=("lesson:first",))

    assert "In progress: 1 of 2 lessons" in browser(judge).visit("/en/modules").text
    assert "In progress" not in browser(make_account()).visit("/en/modules").text


def test_an_empty_shelf_is_said(browser, session):
    assert "No module has been published yet." in browser().visit("/en/modules").text


def test_the_shelf_needs_few_statements(app, browser, session):
    judge = make_account()
    shelf(session)
    person = browser(judge)
    person.visit("/en/modules")

    with few_queries(app):
        person.visit("/en/modules")
