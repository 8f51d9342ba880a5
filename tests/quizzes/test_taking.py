"""The tests on the page: complete without script, private, and silent about what is right."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.core import clock
from lms.enrolments.models import EnrolmentState
from lms.quizzes.models import Attempt, AttemptKind, Response
from tests.support.csrf import token_of
from tests.support.databases import few_queries
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, answer, hand_in, make_attempt, right_keys, sitting
from tests.support.packs import question, small_module


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def edition(session):
    return make_edition()


@pytest.fixture
def enrolment(edition, judge):
    return make_enrolment(edition, judge.person, done=READY)


def address(attempt, page=""):
    test = "quiz" if attempt.kind is AttemptKind.FINAL else "pre-test"
    return f"/en/modules/practice/{test}/{attempt.id}{page}"


def post(visitor, path, **data):
    """Send a form as from an open page."""
    return visitor.post(path, {"csrf_token": token_of(visitor), **data})


def right_answers(attempt, count=None):
    asked = sitting(attempt).asked
    return {f"q-{a.question.key}": right_keys(a.question) for a in asked[:count]}


def test_the_rules_are_told_before_the_start(browser, judge, enrolment):
    page = browser(judge).visit("/en/modules/practice/quiz")

    assert page.heading == "Final quiz"
    for words in ("9 of 12", "3 of 3", "24 h after try 2", "No time limit"):
        assert words in page.text.replace("\xa0", " ")


def test_what_is_missing_is_named_with_links(browser, judge, edition):
    make_enrolment(edition, judge.person, done=READY[:1])

    page = browser(judge).visit("/en/modules/practice/quiz")

    assert "What is still missing" in page.text
    assert page.links()["2. Lesson second en"] == "/en/modules/practice/lessons/second"
    assert not page.all("//button[contains(., 'Start the quiz')]")


def test_a_start_that_is_not_open_changes_nothing(browser, judge, edition, session):
    make_enrolment(edition, judge.person)

    page = post(browser(judge), "/en/modules/practice/quiz")

    assert page.status == 200
    assert "cannot be started" in page.notice
    assert not session.scalar(select(func.count()).select_from(Attempt))


def test_a_whole_final_without_script(browser, judge, enrolment, session):
    page = browser(judge).visit("/en/modules/practice/quiz").submit("Start the quiz")
    attempt = session.scalars(select(Attempt)).one()
    page = page.submit("Check all answers", **right_answers(attempt, 11))
    assert page.heading == "Check your answers"
    assert "1 question is still open." in page.text
    page = page.submit("Finish and hand in")

    assert page.path == address(attempt, "/result")
    assert page.heading == "Passed"
    assert "11 of 12 correct. 9 are needed." in page.text
    assert session.get(type(enrolment), enrolment.id).state is EnrolmentState.COMPLETED


def test_answers_saved_in_between_are_there_again(browser, judge, enrolment, session):
    page = browser(judge).visit("/en/modules/practice/quiz").submit("Start the quiz")
    attempt = session.scalars(select(Attempt)).one()
    page = page.submit("Save my answers", **right_answers(attempt, 4))

    assert "Saved 10:00" in page.text
    assert len(page.all("//input[@checked]")) == 4


def test_unanswered_questions_come_first_on_the_list(browser, judge, enrolment, session):
    attempt = make_attempt(enrolment)
    answers = dict(list(right_answers(attempt).items())[:11])
    page = browser(judge).visit(address(attempt)).submit("Check all answers", **answers)

    first = page.all("//ol[contains(@class,'answer-list')]/li")[0]
    assert "not answered" in "".join(first.itertext())
    assert first.xpath(".//a/@href") == [address(attempt, "#q12")]


def test_a_change_goes_back_to_its_question(browser, judge, enrolment):
    attempt = make_attempt(enrolment)
    answer(attempt, 12)

    page = browser(judge).visit(address(attempt, "/check"))

    assert page.links()["Change – Question 3"] == address(attempt, "#q3")


def test_the_pre_test_ends_without_feedback(browser, judge, edition, session):
    make_enrolment(edition, judge.person)
    page = browser(judge).visit("/en/modules/practice/pre-test").submit("Start the pre-test")
    attempt = session.scalars(select(Attempt)).one()
    page = page.submit("Check all answers", **right_answers(attempt, 2)).submit("Finish and hand in")

    assert "Saved. Lesson 1 is open." in page.text
    assert "Reason for" not in page.html
    assert page.links()["Continue"] == "/en/modules/practice/lessons/first"


def test_no_key_and_no_reason_before_release(browser, judge, session):
    document = small_module()
    make_enrolment(make_edition(document), judge.person, done=READY)
    visitor = browser(judge)
    pages = [visitor.visit("/en/modules/practice/quiz").submit("Start the quiz")]
    attempt = session.scalars(select(Attempt)).one()
    pages.append(visitor.visit(address(attempt)))
    answer(attempt, 6)
    pages += [visitor.visit(address(attempt)), visitor.visit(address(attempt, "/check"))]

    for page in pages:
        assert "Reason for" not in page.html
        assert "iccpr" not in page.html
        assert "correct" not in page.html.lower()
        assert "difficulty" not in page.html


def test_after_a_try_that_was_not_enough_the_right_options_stay_unsaid(browser, judge, enrolment):
    attempt = make_attempt(enrolment)
    hand_in(attempt, 5)

    page = browser(judge).visit(address(attempt, "/result"))

    assert page.heading == "Not enough yet"
    assert "5 of 12 correct. 9 are needed." in page.text
    assert "Tries left: 2" in page.text
    wrong = [a.question for a in sitting(attempt).asked[5:]]
    for asked in wrong:
        right = right_keys(asked)[0]
        assert f"Reason for {right} of {asked.key} " not in page.text + " "
        assert f"Option {right} of {asked.key} " not in page.text + " "
    assert "Reason for" in page.text
    assert "failed" not in page.text.lower()


def test_after_passing_everything_is_told(browser, judge, enrolment):
    attempt = make_attempt(enrolment)
    hand_in(attempt, 10)

    page = browser(judge).visit(address(attempt, "/result"))

    missed = sitting(attempt).asked[11].question
    assert f"Right: Option {right_keys(missed)[0]} of {missed.key}" in page.text
    assert "International Covenant on Civil and Political Rights, art. 19" in page.text


def test_the_pause_is_told_with_its_end(browser, judge, enrolment):
    for number in range(2):
        hand_in(make_attempt(enrolment, seed=number), 2)

    page = browser(judge).visit("/en/modules/practice/quiz")

    assert "The next try opens on 17 November 2026, 10:00." in page.text.replace("\xa0", " ")


def test_before_and_after_compare_eight_with_eight(browser, judge, enrolment):
    hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3)
    first = hand_in(make_attempt(enrolment), 12)

    page = browser(judge).visit(address(first, "/result"))

    assert "3 of 8 → 8 of 8" in page.text


@pytest.mark.parametrize("page", ["", "/check", "/result"])
def test_another_persons_attempt_is_absent(browser, enrolment, page):
    attempt = make_attempt(enrolment)

    for other in (make_account(), make_account("trainer"), make_account("coordinator"), make_account("administrator")):
        assert browser(other).visit(address(attempt, page)).status == 404
        assert post(browser(other), address(attempt, page.replace("/result", "/check"))).status == 404


def test_a_pre_test_is_not_found_under_the_quiz(browser, judge, enrolment):
    attempt = make_attempt(enrolment, AttemptKind.PRE_TEST)

    assert browser(judge).visit(f"/en/modules/practice/quiz/{attempt.id}").status == 404
    assert browser(judge).visit(f"/en/modules/other/pre-test/{attempt.id}").status == 404


def test_who_has_not_begun_the_module_has_no_quiz(browser, edition):
    assert browser(make_account()).visit("/en/modules/practice/quiz").status == 404


def test_the_attempt_is_the_same_in_every_language(browser, judge, enrolment):
    attempt = make_attempt(enrolment)
    answer(attempt, 12)
    visitor = browser(judge)

    checked = [
        visitor.visit(address(attempt).replace("/en/", f"/{code}/")).all("//input[@checked]/@id")
        for code in ("ky", "ru", "en")
    ]

    assert checked[0] == checked[1] == checked[2]
    assert len(checked[0]) == 12


def test_looking_changes_nothing(browser, judge, enrolment, session):
    attempt = make_attempt(enrolment)
    visitor = browser(judge)
    before = [tuple(row) for row in session.execute(select(Attempt.__table__))]
    for page in ("", "/check", "/result"):
        visitor.visit(address(attempt, page))
    visitor.visit("/en/modules/practice/quiz")

    assert [tuple(row) for row in session.execute(select(Attempt.__table__))] == before
    assert not session.scalar(select(func.count()).select_from(Response))


@pytest.mark.parametrize("page", ["pre-test", "quiz", "attempt", "check", "result"])
def test_a_page_needs_six_statements_at_most(app, browser, judge, enrolment, session, page):
    attempt = make_attempt(enrolment)
    answer(attempt, 10)
    if page == "result":
        hand_in(attempt, 10)
    paths = {name: f"/en/modules/practice/{name}" for name in ("pre-test", "quiz")} | {"attempt": address(attempt)}
    path = paths.get(page) or address(attempt, f"/{page}")
    visitor = browser(judge)
    session.expunge_all()

    with few_queries(app):
        assert visitor.visit(path).status == 200


def test_a_handed_in_attempt_leads_to_its_result(browser, judge, enrolment):
    attempt = hand_in(make_attempt(enrolment), 10)
    visitor = browser(judge)

    assert visitor.visit(address(attempt)).path == address(attempt, "/result")
    assert visitor.visit(address(attempt, "/check")).path == address(attempt, "/result")
    assert post(visitor, address(attempt), act="review").path == address(attempt, "/result")
    assert post(visitor, address(attempt, "/check")).path == address(attempt, "/result")


def test_several_options_can_be_ticked_and_taken_back(browser, judge, session):
    bank = [
        question(f"{form}{n}", form=form.upper(), kind="multiple-choice", right="ab") for form in "ab" for n in range(4)
    ]
    make_enrolment(make_edition(questions=bank), judge.person)
    page = browser(judge).visit("/en/modules/practice/pre-test").submit("Start the pre-test")
    name = f"q-{session.scalars(select(Attempt)).one().drawn[0][0]}"
    page = page.submit("Save my answers", **{name: ["a", "b"]})
    assert sorted(page.all(f"//input[@name='{name}'][@checked]/@value")) == ["a", "b"]

    page = page.submit("Save my answers", **{name: []})

    assert not page.all(f"//input[@name='{name}'][@checked]")


def test_the_clock_of_the_server_counts(browser, judge, enrolment, frozen):
    for number in range(2):
        hand_in(make_attempt(enrolment, seed=number), 2)
    clock.freeze(frozen + timedelta(hours=24))

    page = browser(judge).visit("/en/modules/practice/quiz").submit("Start the quiz")

    assert page.heading == "Final quiz"
    assert len(page.all("//fieldset[@data-question]")) == 12
