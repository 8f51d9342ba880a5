"""From the shelf to the open door of the final quiz, by links and forms alone, in each language and in all at once."""

import pytest

from lms.enrolments.models import Enrolment, Step
from lms.lessons.models import ScenarioChoice
from tests.support.factories import make_account, make_edition

LANGUAGES = ("ky", "ru", "en")


@pytest.fixture
def judge(session):
    make_edition()
    return make_account(agrees=True)


def press(page, **attributes):
    """Press the button with these attributes, whatever it says."""
    wanted = " and ".join(f"@{name}='{value}'" for name, value in attributes.items())
    (button,) = page.all(f"//main//button[{wanted}]")
    return page.submit(" ".join("".join(button.itertext()).split()))


def follow(page, address):
    """Follow a link of the page to this address."""
    assert address in page.links().values(), f"{address} is not among {sorted(page.links().values())}"
    return page.browser.visit(address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_module_is_walked_in_one_language(browser, judge, session, language):
    home = f"/{language}/modules/practice"
    page = follow(browser(judge).visit(f"/{language}/modules"), home)
    press(page, type="submit", **{"class": "button button--primary"})
    page = follow(browser(judge).visit(home), f"{home}/lessons/first")

    page = page.browser.post(page.path, {**fields(page, "check"), "q-c1": "a"})
    assert page.all("//*[@class='feedback']")
    page = press(page, value="continue")
    assert page.path == f"{home}/lessons/second"
    page = press(page, value="continue")
    assert page.path == f"{home}/scenario"
    page = press(press(page, value="a"), value="a")
    page = follow(page, home)

    assert f"{home}/quiz" in page.links().values()
    assert {step.key for step in session.query(Step)} == {"lesson:first", "lesson:second", "scenario"}


def test_the_language_may_change_at_every_step(browser, judge, session):
    person = browser(judge)
    press(person.visit("/ky/modules/practice"), type="submit", **{"class": "button button--primary"})

    page = press(person.visit("/ru/modules/practice/lessons/first"), value="continue")
    page = press(page.click("English"), value="continue")
    page = press(page.click("Кыргызча"), value="b")
    page = press(page.click("Русский"), value="a")

    assert "/ru/modules/practice/quiz" in page.links().values()
    assert session.query(Enrolment).one().language == "ky"
    assert [row.choice_key for row in session.query(ScenarioChoice).order_by(ScenarioChoice.position)] == ["b", "a"]


def fields(page, act):
    """The hidden fields of the form that does this."""
    (form,) = page.all(f"//form[input[@name='act' and @value='{act}']]")
    return {field.get("name"): field.get("value") for field in form.xpath("./input[@type='hidden']")}
