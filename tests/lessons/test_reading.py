"""A person reads a lesson, answers its check and goes on; nothing changes by looking."""

import pytest

from lms.enrolments.models import Enrolment, Step
from lms.lessons.models import CheckAnswer, ScenarioChoice
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment

FIRST = "/en/modules/practice/lessons/first"
LANGUAGES = ("ky", "ru", "en")


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(session, judge):
    return make_enrolment(make_edition(), judge.person)


def dump(session):
    """Every row that reading could touch."""
    session.expire_all()
    return {
        table.__tablename__: sorted(map(str, session.execute(table.__table__.select()).all()))
        for table in (Enrolment, Step, CheckAnswer, ScenarioChoice)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_lesson_stands_with_its_contents_and_the_next_step(browser, judge, enrolment, language):
    page = browser(judge).visit(f"/{language}/modules/practice/lessons/first")

    assert page.status == 200
    assert page.heading == f"Lesson first {language}"
    assert len(page.all("//ol[@class='thread']/li")) == 5
    assert page.all("//ol[@class='thread']//a[@aria-current='page']")
    assert page.all("//button[@value='continue']")


def test_nothing_tells_the_answer_before_it_is_asked_for(browser, judge, enrolment):
    page = browser(judge).visit(FIRST)

    assert "Reason for" not in page.html
    assert "correct" not in page.html.lower()
    assert not page.all("//*[contains(@class,'feedback')]")


def test_an_answer_gets_its_reason_and_its_source_and_no_other(browser, judge, enrolment):
    page = browser(judge).visit(FIRST).submit("Check", **{"q-c1": "b"})

    assert page.status == 200
    assert "Not this one" in page.text
    assert "Reason for b of c1" in page.text
    assert "International Covenant on Civil and Political Rights, art. 19" in page.text
    assert "Reason for a of c1" not in page.html
    assert page.submit("Check again", **{"q-c1": "a"}).all("//*[@class='feedback']//strong")


def test_checking_leads_back_to_the_question(browser, judge, enrolment):
    response = browser(judge)
    form = response.visit(FIRST).form_of("Check")[0]
    token = form.xpath(".//input[@name='csrf_token']")[0].get("value")

    answer = response.post(FIRST, {"act": "check", "check": "c1", "q-c1": "a", "csrf_token": token}, follow=False)

    assert answer.status == 303
    assert answer.response.location.endswith("/en/modules/practice/lessons/first#check-c1")


def test_a_check_without_an_answer_says_so(browser, judge, enrolment, session):
    page = browser(judge).visit(FIRST).submit("Check")

    assert page.status == 422
    assert page.title.startswith("Error:")
    assert "Choose an answer." in page.text
    assert page.all("//a[@href='#q-c1']")
    assert session.query(CheckAnswer).count() == 0


def test_an_answer_is_there_in_every_language(browser, judge, enrolment):
    page = browser(judge).visit(FIRST).submit("Check", **{"q-c1": "b"})

    other = page.click("Русский")

    assert other.path == "/ru/modules/practice/lessons/first"
    assert "Reason for b of c1 (ru)" in other.text
    assert other.all("//input[@name='q-c1' and @value='b' and @checked]")


def test_the_last_answer_stands(browser, judge, enrolment, session):
    page = browser(judge).visit(FIRST).submit("Check", **{"q-c1": "b"})
    page.submit("Check again", **{"q-c1": "a"})

    answers = session.query(CheckAnswer).all()

    assert [(answer.check_key, answer.chosen) for answer in answers] == [("c1", ["a"])]


def test_going_on_marks_the_lesson_and_keeps_the_place(browser, judge, enrolment, session):
    page = browser(judge).visit(FIRST).submit("Save and continue")

    session.refresh(enrolment)
    assert page.path == "/en/modules/practice/lessons/second"
    assert enrolment.place == "lesson:second"
    assert [step.key for step in session.query(Step)] == ["lesson:first"]
    again = browser(judge).visit(FIRST)
    assert "Save and continue" not in again.text
    assert again.click("Continue: 2. Lesson second en").heading == "Lesson second en"


def test_looking_changes_nothing(browser, judge, enrolment, session):
    person = browser(judge)
    person.visit(FIRST).submit("Check", **{"q-c1": "b"})
    before = dump(session)

    for language in LANGUAGES:
        for path in ("", "/lessons/first", "/lessons/second", "/scenario", "/scenario?again=1", "/leave"):
            person.visit(f"/{language}/modules/practice{path}")
        person.visit(f"/{language}/my-learning")
        person.visit(f"/{language}/modules?for=judge")

    assert dump(session) == before


def test_another_persons_module_leads_to_the_overview(browser, judge, enrolment):
    page = browser(make_account()).visit(FIRST)

    assert page.path == "/en/modules/practice"
    assert page.all("//button[normalize-space()='Start module']")


def test_what_does_not_exist_is_absent(browser, judge, enrolment):
    person = browser(judge)
    token = person.visit(FIRST).all("//input[@name='csrf_token']")[0].get("value")

    assert person.visit("/en/modules/practice/lessons/none").status == 404
    assert person.visit("/en/modules/none/lessons/first").status == 404
    for key, lesson in (("c9", "first"), ("c1", "second"), ("a1", "first")):
        answer = person.post(
            f"/en/modules/practice/lessons/{lesson}",
            {"act": "check", "check": key, f"q-{key}": "a", "csrf_token": token},
        )
        assert answer.status == 404


def test_a_lesson_needs_few_statements(app, browser, judge, enrolment):
    person = browser(judge)
    person.visit(FIRST)

    with few_queries(app):
        person.visit(FIRST)


def test_several_right_answers_are_told_when_some_are_missing(browser, judge, session):
    from tests.support.packs import question  # noqa: PLC0415

    check = question("c1", kind="multiple-choice", right=("a", "b"))
    make_enrolment(make_edition(checks=[check]), judge.person)

    page = browser(judge).visit(FIRST).submit("Check", **{"q-c1": ["a"]})

    assert "Something that is also right is not chosen yet." in page.text
    whole = page.submit("Check again", **{"q-c1": ["a", "b"]})
    assert "Something that is also right" not in whole.text


def test_a_machine_translation_and_a_missing_review_are_said(browser, judge, session):
    make_enrolment(make_edition(is_reviewed=False), judge.person)

    kyrgyz = browser(judge).visit("/ky/modules/practice/lessons/first")
    russian = browser(judge).visit("/ru/modules/practice/lessons/first")

    assert len(kyrgyz.all("//div[@class='panel panel--warn']/p")) == 2
    assert len(russian.all("//div[@class='panel panel--warn']/p")) == 1


def test_a_language_that_is_not_ready_is_said(browser, judge, session):
    make_enrolment(make_edition(states={"ru": "translated", "en": "source"}), judge.person)

    page = browser(judge).visit("/ky/modules/practice/lessons/first")

    assert page.status == 200
    assert "Русский, English" in page.text
    assert page.all("//h1[@lang='en']")
