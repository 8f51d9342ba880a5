"""What is right, and why, reaches nobody before its time; and no way round makes more tries of three.

The small module says "Reason for …" in every feedback and "correct" nowhere else, so each leak is a word on a page.
"""

from datetime import timedelta

import pytest

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.queries import study_from
from lms.quizzes import services
from lms.quizzes.errors import NoTriesLeft
from lms.quizzes.models import AttemptKind
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, answer, hand_in, make_attempt, right_keys, sitting
from tests.support.packs import small_module

CANARIES = ("Reason for", "Right:", '"correct"', "feedback", "is_right", "art. 19", "difficulty")
QUIZ = "/en/modules/practice/quiz"


@pytest.fixture
def judge(session):
    return make_account(agrees=True)


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(), judge.person, done=READY)


def leaks(page):
    text = page.response.get_data(as_text=True)
    return [word for word in CANARIES if word in text]


def send_answer(visitor, address, question, value, base=0):
    body = {"answers": [{"question": question, "value": value, "write": f"w-{base:08}", "base": base}]}
    return visitor.post(f"{address}/answers", json=body, headers={"X-CSRFToken": token_of(visitor)}, follow=False)


@pytest.mark.parametrize("kind", list(AttemptKind))
def test_an_open_attempt_tells_nothing_anywhere(browser, judge, enrolment, kind):
    visitor = browser(judge)
    attempt = make_attempt(enrolment, kind)
    test = "quiz" if kind is AttemptKind.FINAL else "pre-test"
    address = f"/en/modules/practice/{test}/{attempt.id}"
    first = sitting(attempt).asked[0].question
    answers = [send_answer(visitor, address, first.key, value, n) for n, value in enumerate((["a"], ["b"], ["c"]))]
    answer(attempt, 3)

    pages = [
        *answers,
        *(visitor.visit(address + rest) for rest in ("", "/check", "/result")),
        visitor.visit(f"/en/modules/practice/{test}"),
        visitor.visit("/en/modules/practice"),
        visitor.visit("/en/my-learning"),
        visitor.visit("/en/profile/data"),
    ]

    assert [page.status for page in pages] == [200] * len(pages)
    assert {page.path: leaks(page) for page in pages if leaks(page)} == {}
    assert {frozenset(page.response.json) for page in answers} == {frozenset(("saved", "conflicts", "at", "csrf"))}


def test_the_answer_to_a_save_is_the_same_for_right_and_wrong(browser, judge, enrolment, frozen):
    visitor = browser(judge)
    attempt = make_attempt(enrolment)
    asked = [a.question for a in sitting(attempt).asked[:2]]
    address = f"{QUIZ}/{attempt.id}"

    right = send_answer(visitor, address, asked[0].key, right_keys(asked[0])).response
    wrong = send_answer(visitor, address, asked[1].key, ["d"]).response

    assert right.json["saved"][0].keys() == wrong.json["saved"][0].keys()
    assert right.data.replace(asked[0].key.encode(), b"") == wrong.data.replace(asked[1].key.encode(), b"")


def test_the_pre_test_tells_nothing_even_afterwards(browser, judge, enrolment):
    attempt = hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 4)
    visitor = browser(judge)

    pages = [visitor.visit(f"/en/modules/practice/pre-test/{attempt.id}/result"), visitor.visit("/en/profile/data")]

    assert [leaks(page) for page in pages] == [[], []]
    assert pages[1].response.json["attempts"][0]["marks"] is None


def told(visitor, attempt):
    page = visitor.visit(f"{QUIZ}/{attempt.id}/result")
    assert page.status == 200
    return "Right: " in page.text


def test_results_stay_silent_until_the_quiz_is_passed(browser, judge, enrolment, frozen):
    """New sets of tries draw from the same bank."""
    later = frozen + timedelta(days=20)
    first = hand_in(make_attempt(enrolment, seed=1), 2)
    hand_in(make_attempt(enrolment, seed=2), 2)
    last = make_attempt(enrolment, seed=3, at=frozen + timedelta(days=2))
    visitor = browser(judge)
    assert not told(visitor, first)
    hand_in(last, 2, at=frozen + timedelta(days=2))
    assert not told(visitor, first)

    hand_in(make_attempt(enrolment, seed=4, at=later), 12, at=later)

    assert told(visitor, first)


def leave_and_begin_again(visitor):
    form = {"csrf_token": token_of(visitor)}
    assert visitor.post("/en/modules/practice/leave", form).status == 200
    assert visitor.post("/en/modules/practice/start", form).status == 200


def begun_again(judge):
    from lms.enrolments.queries import study_of  # noqa: PLC0415  (needs the app)
    from lms.enrolments.services import record_step  # noqa: PLC0415

    enrolment = study_of(judge, "practice").enrolment
    for key in READY:
        record_step(enrolment, key, at=clock.now())
    db.session.commit()
    return enrolment


def test_leaving_and_beginning_again_gives_no_new_tries(browser, judge, enrolment, frozen):
    for number in range(3):
        hand_in(make_attempt(enrolment, seed=number, at=frozen + timedelta(days=2 * number)), 2)
    visitor = browser(judge)
    leave_and_begin_again(visitor)

    again = begun_again(judge)

    assert again.id != enrolment.id
    with pytest.raises(NoTriesLeft):
        services.start_attempt(study_from(again), AttemptKind.FINAL, seed=1, by=None, at=frozen + timedelta(days=9))
    assert "0 of 3" in visitor.visit(QUIZ).text


@pytest.mark.parametrize("change", [EditionChange.WORDING, EditionChange.CONTENT])
def test_leaving_before_a_new_edition_gives_no_new_tries(browser, judge, enrolment, frozen, change):
    """Tries are counted in the module, whatever edition they were drawn from."""
    for number in range(3):
        hand_in(make_attempt(enrolment, seed=number, at=frozen + timedelta(days=2 * number)), 2)
    visitor = browser(judge)
    visitor.post("/en/modules/practice/leave", {"csrf_token": token_of(visitor)})
    document = small_module(summary={"ky": "Оңдолду", "ru": "Исправлено", "en": "Corrected"})
    review = ReviewFacts(is_reviewed=False)
    publish_edition(enrolment.module, document, change=change, review=review, by=None, at=clock.now())
    db.session.commit()

    visitor.post("/en/modules/practice/start", {"csrf_token": token_of(visitor)})
    begun_again(judge)

    assert "0 of 3" in visitor.visit(QUIZ).text


def test_leaving_keeps_the_marks_of_single_questions_to_itself(browser, judge, enrolment, frozen):
    hand_in(make_attempt(enrolment), 5)
    visitor = browser(judge)
    leave_and_begin_again(visitor)

    assert visitor.visit("/en/profile/data").response.json["attempts"][0]["marks"] is None


def test_a_try_that_was_left_open_does_not_open_the_results(browser, judge, enrolment, frozen):
    first = hand_in(make_attempt(enrolment, seed=1), 2)
    hand_in(make_attempt(enrolment, seed=2), 2)
    make_attempt(enrolment, seed=3, at=frozen + timedelta(days=2))
    visitor = browser(judge)
    leave_and_begin_again(visitor)

    assert not told(visitor, first)


def test_after_leaving_the_next_first_try_is_not_drawn_for_the_gain(judge, browser, enrolment, frozen):
    """Who has seen the form already would falsify before and after."""
    hand_in(make_attempt(enrolment), 2)
    leave_and_begin_again(browser(judge))

    attempt = make_attempt(begun_again(judge))

    assert (attempt.form, attempt.number) == (None, 2)


def test_a_knowledge_check_explains_nothing_before_it_is_answered(browser, judge, session):
    make_enrolment(make_edition(), judge.person)

    page = browser(judge).visit("/en/modules/practice/lessons/first")

    assert "Option a of c1" in page.text
    assert not [word for word in ("Reason for", "Right:", "is_right") if word in page.html]


def test_the_scenario_tells_no_outcome_before_the_decision(browser, judge, session):
    make_enrolment(make_edition(small_module()), judge.person, done=READY[:2])

    page = browser(judge).visit("/en/modules/practice/scenario")

    assert "Choice a" in page.text
    assert not [word for word in ("Consequence of", "violated", "at-risk", "art. 17") if word in page.html]


def test_no_visitor_finds_keys_in_the_catalogue(browser, session):
    make_edition()

    for path in ("/en/modules", "/en/modules/practice", "/en/"):
        assert "Reason for" not in browser().visit(path).html
