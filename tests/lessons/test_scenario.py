"""The scenario: one page for each decision, taken back and walked again, without a script."""

import pytest

from lms.enrolments.models import Step
from lms.lessons.models import ScenarioChoice
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment

SCENARIO = "/en/modules/practice/scenario"


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(session, judge):
    return make_enrolment(make_edition(), judge.person, done=("lesson:first", "lesson:second"))


def path(session):
    rows = session.query(ScenarioChoice).order_by(ScenarioChoice.walk, ScenarioChoice.position)
    return [(row.walk, row.node_key, row.choice_key) for row in rows]


def test_a_decision_is_followed_by_its_consequence(browser, judge, enrolment, session):
    page = browser(judge).visit(SCENARIO)
    assert page.heading == "Decision 1"
    assert "You are on duty." in page.text
    assert "Consequence of" not in page.html

    page = page.submit("Choice b")

    assert page.heading == "Decision 2"
    assert "Consequence of b" in page.text
    assert "Rights at risk" in page.text
    assert "The second situation." in page.text
    assert path(session) == [(1, "n1", "b")]


@pytest.mark.parametrize("decisions", [[], ["Choice b"], ["Choice b", "Choice a"]])
def test_a_situation_and_an_ending_need_few_statements(app, browser, judge, enrolment, session, decisions):
    visitor = browser(judge)
    page = visitor.visit(SCENARIO)
    for choice in decisions:
        page = page.submit(choice)
    session.expunge_all()

    with few_queries(app):
        assert visitor.visit(SCENARIO).status == 200


def test_the_end_lists_the_path_and_the_standard(browser, judge, enrolment, session):
    page = browser(judge).visit(SCENARIO).submit("Choice b").submit("Choice a")

    assert page.heading == "Well done"
    assert len(page.all("//ol[@class='scenario-path']/li")) == 2
    assert "The law requires a reason." in page.text
    assert page.links()["Reread the lesson: 1. Lesson first en"] == "/en/modules/practice/lessons/first"
    assert page.links()["Continue: Final quiz"] == "/en/modules/practice/quiz"
    assert "scenario" in {step.key for step in session.query(Step)}


def test_the_last_decision_can_be_taken_back(browser, judge, enrolment, session):
    page = browser(judge).visit(SCENARIO).submit("Choice b").submit("Change my last decision")

    assert page.heading == "Decision 1"
    assert path(session) == []


def test_another_way_is_a_walk_of_its_own(browser, judge, enrolment, session):
    end = browser(judge).visit(SCENARIO).submit("Choice c")
    assert end.heading == "Harm done"

    page = end.click("Try another way").submit("Choice a").submit("Choice a")

    assert page.heading == "Well done"
    assert path(session) == [(1, "n1", "c"), (2, "n1", "a"), (2, "n2", "a")]


def test_the_first_decision_of_a_further_walk_can_be_taken_back(browser, judge, enrolment, session):
    end = browser(judge).visit(SCENARIO).submit("Choice c")

    page = end.click("Try another way").submit("Choice a").submit("Change my last decision")

    assert page.heading == "Decision 1"
    assert path(session) == [(1, "n1", "c")]
    assert page.submit("Choice b").heading == "Decision 2"


def test_the_same_press_twice_is_one_decision(browser, judge, enrolment, session):
    start = browser(judge).visit(SCENARIO)

    start.submit("Choice b")
    page = start.submit("Choice b")

    assert page.heading == "Decision 2"
    assert path(session) == [(1, "n1", "b")]


def test_a_press_on_an_old_page_changes_nothing(browser, judge, enrolment, session):
    start = browser(judge).visit(SCENARIO)
    start.submit("Choice b").submit("Choice a")

    page = start.submit("Choice c")

    assert page.heading == "Well done"
    assert path(session) == [(1, "n1", "b"), (1, "n2", "a")]


def test_the_place_is_kept_in_every_language(browser, judge, enrolment):
    page = browser(judge).visit(SCENARIO).submit("Choice b")

    other = page.click("Кыргызча")

    assert "The second situation. (ky)" in other.text


def test_a_module_without_a_scenario_has_no_such_page(browser, judge, session):
    make_enrolment(make_edition(scenario=None), judge.person)

    assert browser(judge).visit(SCENARIO).status == 404


def test_an_unknown_choice_changes_nothing(browser, judge, enrolment, session):
    person = browser(judge)
    token = person.visit(SCENARIO).all("//input[@name='csrf_token']")[0].get("value")

    for values in ({"choice": "z"}, {"choice": ""}, {}):
        person.post(SCENARIO, {"walk": "1", "position": "0", "csrf_token": token, **values})
    person.post(SCENARIO, {"walk": "x", "position": "-5", "choice": "a", "csrf_token": token})
    person.post(SCENARIO, {"walk": "7", "position": "0", "choice": "a", "csrf_token": token})

    assert path(session) == []
