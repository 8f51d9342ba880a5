"""A lesson leads into the scenario: a box says what it asks and how far the reader is, and one comes back to it."""

import pytest

from lms.authoring.books.chapters import chapter
from lms.authoring.packs.checks.lessons import lesson_problems
from lms.core.i18n import speaking
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.packs import pack, small_module

LESSON, SCENARIO = "/en/modules/practice/lessons/first", "/en/modules/practice/scenario"
BODY = "Before it.\n\n::: scenario\n:::\n\nAfter it.\n"


def lessons(*numbers, body=BODY):
    made = pack()["lessons"]
    for number in numbers:
        for text in made[number]["texts"].values():
            text["body"] = body
    return made


@pytest.fixture
def own(browser, session):
    judge = make_account()
    make_enrolment(make_edition(lessons=lessons(0), checks=[]), judge.person)
    return browser(judge)


def box(page):
    (found,) = page.all("//section[@id='scenario']")
    assert [one.get("class") for one in found.xpath("preceding-sibling::div[1] | following-sibling::div[1]")] == [
        "prose",
        "prose",
    ]
    return " ".join(found.text_content().split()), found.xpath(".//a/@href")


def test_it_says_how_far_the_reader_is_and_leads_back(own):
    words, links = box(own.visit(LESSON))
    assert "You are on duty." in words or "Scenario:" in words
    assert "Not begun yet." in words
    assert "Begin the scenario" in words
    assert links == [SCENARIO]

    page = own.visit(SCENARIO)
    assert page.all("//a[@href='/en/modules/practice/lessons/first#scenario']")
    page = page.submit("Choice b")
    words, _links = box(own.visit(LESSON))
    assert "1 decision taken. It goes on where you stopped." in words
    assert "Go on with the scenario" in words
    for _step in range(5):
        buttons = page.all("//button[@name='choice']")
        if not buttons:
            break
        page = page.submit(" ".join(buttons[0].text_content().split()))
    if "Decision" not in page.heading:
        assert "You have come to an ending" in box(own.visit(LESSON))[0]


def test_a_module_without_a_place_for_it_leads_back_nowhere(browser, session):
    judge = make_account()
    make_enrolment(make_edition(), judge.person)

    assert not browser(judge).visit(LESSON).all("//section[@id='scenario']")
    assert "Back to the lesson" not in browser(judge).visit(SCENARIO).text


def test_it_stands_in_one_lesson_and_only_where_there_is_one(app):
    def said(**changes):
        with app.app_context(), speaking("en"):
            return {p.text for p in lesson_problems(small_module(checks=[], **changes)) if "scenario" in p.text}

    assert said(lessons=lessons(0)) == set()
    assert said(lessons=lessons(0, 1)) == {"The lesson “first” leads into the scenario already."}
    assert said(lessons=lessons(0), scenario=None) == {"The module has no scenario."}
    assert said(lessons=lessons(0, body=f"{BODY}\n{BODY}")) == {"The scenario stands here a second time."}
    assert said(lessons=lessons(0, body=BODY.replace("scenario\n", "scenario\nWords.\n"))) == {
        "The place of the scenario has no text of its own."
    }


def test_in_a_book_the_place_names_it(app):
    document = small_module(lessons=lessons(0), checks=[])
    with app.test_request_context("/en/"):
        drawn = chapter(document, document.lessons[0], "en").decode()

    assert "It is worked through on the platform." in drawn
    assert drawn.index("Before it.") < drawn.index(document.scenario.title["en"]) < drawn.index("After it.")
