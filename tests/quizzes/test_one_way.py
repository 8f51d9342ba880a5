"""Where the author chose it, questions come one after the other, and none that was left can be answered again."""

import pytest
from sqlalchemy import select

from lms.quizzes.models import Attempt, AttemptKind
from tests.quizzes.sittings import QUIZ, address, again, chosen, post, send, stored, write
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, make_attempt
from tests.support.packs import small_module

NEXT = "Save and next question"


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(small_module(rules={"one_way": True})), judge.person, done=READY)


@pytest.fixture
def attempt(enrolment):
    return make_attempt(enrolment)


def leave(visitor, attempt, place, **answer):
    """Post the page of the question at this place and go on."""
    return post(visitor, address(attempt), act="next", place=str(place), **answer)


def questions_on(page):
    return page.all("//fieldset/@data-question")


def test_the_rule_is_told_before_the_start(browser, judge, enrolment):
    page = browser(judge).visit(QUIZ)

    assert "12, one after the other; you cannot go back to a question" in page.text
    assert "can change them" not in page.text


def test_a_whole_quiz_without_script(browser, judge, enrolment, session):
    page = browser(judge).visit(QUIZ).submit("Start the quiz")
    attempt = session.scalars(select(Attempt)).one()
    for place in range(1, 13):
        assert questions_on(page) == [attempt.drawn[place - 1][0]]
        assert f"Question {place} of 12" in page.text
        page = page.submit(NEXT if place < 12 else "Save and go to the end", **chosen(attempt, place, right=place != 5))

    assert (page.path, page.heading) == (address(attempt, "/check"), "Check your answers")
    for words in ("Change", "Answer", "Back to the questions"):
        assert words not in page.links()
    page = page.submit("Finish and hand in")
    assert "11 of 12 correct" in page.text


def test_nothing_on_the_page_leads_back(browser, judge, attempt):
    visitor = browser(judge)
    page = leave(visitor, attempt, 1)

    assert questions_on(page) == [attempt.drawn[1][0]]
    assert not page.all("//nav[@data-attempt-map]")
    assert not [link for link in page.links().values() if "#q" in link]


def test_a_question_may_be_left_without_an_answer(browser, judge, attempt, session):
    leave(browser(judge), attempt, 1)

    assert again(attempt).reached == 2
    assert not stored(session, attempt)


def test_looking_again_shows_the_same_question_in_any_language(browser, judge, attempt):
    visitor = browser(judge)
    leave(visitor, attempt, 1)

    for language in ("ky", "ru", "en"):
        page = visitor.visit(address(attempt).replace("/en/", f"/{language}/"))
        assert questions_on(page) == [attempt.drawn[1][0]]
    assert again(attempt).reached == 2


def test_the_list_of_answers_waits_until_all_were_shown(browser, judge, attempt):
    assert browser(judge).visit(address(attempt, "/check")).path == address(attempt)


# ── A hostile learner ────────────────────────────────────────────────────────


def test_a_script_saves_the_question_that_is_shown(browser, judge, attempt, session):
    visitor = browser(judge)

    assert send(visitor, attempt, write(attempt, 1)).status_code == 200
    leave(visitor, attempt, 1)
    assert send(visitor, attempt, write(attempt, 2)).status_code == 200
    assert len(stored(session, attempt)) == 2


@pytest.mark.parametrize("number", [1, 2])
def test_a_script_cannot_answer_what_was_left(browser, judge, attempt, session, number):
    visitor = browser(judge)
    send(visitor, attempt, write(attempt, 1))
    leave(visitor, attempt, 1)
    leave(visitor, attempt, 2)
    before = stored(session, attempt)

    response = send(visitor, attempt, write(attempt, number, ["c"], base=len(before)))

    assert (response.status_code, response.json) == (409, {"error": "left behind"})
    assert stored(session, attempt) == before


def test_a_replay_of_the_write_itself_is_refused_once_it_was_left(browser, judge, attempt, session):
    visitor, once = browser(judge), write(attempt, 1)
    send(visitor, attempt, once)
    leave(visitor, attempt, 1)

    assert send(visitor, attempt, once).status_code == 409
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["b"]}


def test_a_script_cannot_answer_what_was_not_shown_yet(browser, judge, attempt, session):
    visitor = browser(judge)

    assert send(visitor, attempt, write(attempt, 2)).status_code == 409
    assert send(visitor, attempt, write(attempt, 1), write(attempt, 3)).status_code == 409
    assert not stored(session, attempt)


def test_a_form_cannot_answer_what_was_left(browser, judge, attempt, session):
    visitor = browser(judge)
    leave(visitor, attempt, 1, **chosen(attempt, 1))
    before = stored(session, attempt)

    page = leave(visitor, attempt, 1, **chosen(attempt, 1, right=False))

    assert page.status == 409
    assert "That question was left before" in page.notice
    assert questions_on(page) == [attempt.drawn[1][0]]
    assert (stored(session, attempt), again(attempt).reached) == (before, 2)


@pytest.mark.parametrize("place", ["", "0", "-1", "2", "12", "999999", "one", "²"])
def test_a_form_that_lies_about_its_place_moves_nothing(browser, judge, attempt, session, place):
    page = leave(browser(judge), attempt, place, **chosen(attempt, 1), **chosen(attempt, 2))

    assert page.status == 409
    assert (stored(session, attempt), again(attempt).reached) == ({}, 1)


def test_a_form_at_its_place_cannot_carry_an_answer_to_another(browser, judge, attempt, session):
    leave(browser(judge), attempt, 1, **chosen(attempt, 1), **chosen(attempt, 3))

    assert list(stored(session, attempt)) == [attempt.drawn[0][0]]


def test_handing_in_with_answers_to_what_was_left_changes_none(browser, judge, attempt, session):
    visitor = browser(judge)
    leave(visitor, attempt, 1, **chosen(attempt, 1, right=False))
    before = stored(session, attempt)

    page = post(visitor, address(attempt, "/check"), seen="{}", place="1", **chosen(attempt, 1))

    assert page.status == 409
    assert (stored(session, attempt), again(attempt).handed_in_at) == (before, None)


def test_after_the_last_question_none_can_be_answered(browser, judge, attempt, session):
    visitor = browser(judge)
    for place in range(1, 13):
        leave(visitor, attempt, place)

    assert visitor.visit(address(attempt)).path == address(attempt, "/check")
    assert send(visitor, attempt, write(attempt, 12)).status_code == 409
    page = leave(visitor, attempt, 13, **chosen(attempt, 12))
    assert (page.status, page.heading) == (409, "Check your answers")
    assert not stored(session, attempt)


# ── Two tabs ─────────────────────────────────────────────────────────────────


def test_the_second_tab_goes_on_where_the_first_has_come_to(browser, judge, attempt, session):
    first, second = browser(judge), browser(judge)
    tab = second.visit(address(attempt))
    leave(first, attempt, 1, **chosen(attempt, 1))

    page = tab.submit(NEXT, **chosen(attempt, 1, right=False))

    assert page.status == 409
    assert questions_on(page) == [attempt.drawn[1][0]]
    assert page.submit(NEXT, **chosen(attempt, 2)).status == 200
    assert again(attempt).reached == 3


def test_two_clicks_leave_one_question(browser, judge, attempt):
    tab = browser(judge).visit(address(attempt))

    tab.submit(NEXT, **chosen(attempt, 1))
    tab.submit(NEXT, **chosen(attempt, 1))

    assert again(attempt).reached == 2


# ── Elsewhere nothing has changed ────────────────────────────────────────────


def test_a_pre_test_and_a_quiz_without_the_rule_are_one_page(browser, judge):
    edition = make_edition(small_module(rules={"one_way": True}))
    pre_test = make_attempt(make_enrolment(edition, judge.person), AttemptKind.PRE_TEST)

    assert pre_test.reached == 0
    assert len(questions_on(browser(judge).visit(f"/en/modules/practice/pre-test/{pre_test.id}"))) == 8
