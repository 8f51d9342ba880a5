"""Limits that change while somebody sits before the quiz: the attempt keeps the rules it began with."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock, jobs
from lms.enrolments.queries import study_from
from lms.quizzes.errors import NoTriesLeft
from lms.quizzes.models import AttemptKind, TrySet
from lms.quizzes.queries import attempts_in
from lms.quizzes.standing import read_standing
from lms.quizzes.timing import GRACE
from tests.quizzes.sittings import QUIZ, address, again, post, send, stored, write
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, answer, hand_in, make_attempt
from tests.support.packs import small_module, words

REVIEWED = ReviewFacts(True, None)


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(small_module(rules={"minutes": 30})), judge.person, done=READY)


def correct(enrolment, session, **rules):
    """A new edition that only corrects wording, with other rules beside it. People in the middle move to it."""
    document = small_module(title=words("Corrected"), rules=rules)
    edition = publish_edition(
        enrolment.module, document, change=EditionChange.WORDING, review=REVIEWED, by=None, at=clock.now()
    )
    session.commit()
    session.expire_all()
    assert enrolment.edition_id == edition.id
    return edition


def standing(enrolment):
    return read_standing(study_from(enrolment), attempts_in(enrolment), AttemptKind.FINAL, at=clock.now())


@pytest.mark.parametrize("minutes", [None, 5, 600])
def test_a_changed_time_leaves_the_attempt_that_runs_as_it_began(browser, judge, enrolment, session, frozen, minutes):
    attempt = make_attempt(enrolment)
    correct(enrolment, session, minutes=minutes)

    assert again(attempt).due_at == frozen + timedelta(minutes=30)
    clock.freeze(frozen + timedelta(minutes=29))
    assert send(browser(judge), attempt, write(attempt, 1)).status_code == 200
    clock.freeze(frozen + timedelta(minutes=30) + GRACE + timedelta(seconds=1))
    assert send(browser(judge), attempt, write(attempt, 2)).status_code == 410
    clock.freeze(frozen + timedelta(hours=1))
    jobs.work_off()
    assert again(attempt).handed_in_at == frozen + timedelta(minutes=30)


def test_the_next_attempt_has_the_new_time(enrolment, session, frozen):
    hand_in(make_attempt(enrolment), 2)
    correct(enrolment, session, minutes=60)

    assert make_attempt(enrolment, seed=2).due_at == frozen + timedelta(minutes=60)


def test_one_way_that_is_chosen_later_holds_for_the_next_attempt(browser, judge, enrolment, session):
    attempt = make_attempt(enrolment)
    correct(enrolment, session, one_way=True)

    assert send(browser(judge), attempt, write(attempt, 1), write(attempt, 7)).status_code == 200
    assert len(stored(session, attempt)) == 2
    post(browser(judge), address(attempt, "/check"))
    assert make_attempt(enrolment, seed=2).reached == 1


@pytest.mark.parametrize(("attempts", "left"), [(1, 2), (10, 2)])
def test_a_set_keeps_the_size_of_the_day_it_opened(enrolment, session, attempts, left):
    hand_in(make_attempt(enrolment), 2)
    correct(enrolment, session, attempts=attempts, pause_hours=0)

    assert standing(enrolment).tries_left == left
    for seed in (2, 3):
        hand_in(make_attempt(enrolment, seed=seed), 2)
    with pytest.raises(NoTriesLeft):
        make_attempt(enrolment, seed=4)


def test_the_next_set_has_the_new_size(enrolment, session, frozen):
    for number in range(3):
        moment = frozen + timedelta(days=2 * number)
        clock.freeze(moment)
        hand_in(make_attempt(enrolment, seed=number), 2)
    correct(enrolment, session, attempts=5)
    clock.freeze(frozen + timedelta(days=18))
    make_attempt(enrolment, seed=9)

    assert session.scalars(select(TrySet.size).order_by(TrySet.number)).all() == [3, 5]


def test_a_day_of_results_that_is_set_later_keeps_back_nothing_that_was_begun_before(enrolment, session):
    attempt = make_attempt(enrolment)
    correct(enrolment, session, results_from="2027-01-01")

    assert hand_in(attempt, 12).released_at


def test_a_withdrawn_edition_closes_the_attempt_and_the_clock_hands_nothing_in(
    browser, judge, enrolment, session, frozen
):
    attempt = make_attempt(enrolment)
    answer(attempt, 12)
    withdraw_edition(enrolment.edition, reason="A wrong article.", at=frozen)
    session.commit()

    response = send(browser(judge), attempt, write(attempt, 1, ["c"], base=1))
    assert (response.status_code, response.json) == (410, {"error": "closed"})
    assert post(browser(judge), address(attempt, "/check")).status == 410
    clock.freeze(frozen + timedelta(hours=2))
    jobs.work_off()
    assert again(attempt).handed_in_at is None
    assert browser(judge).visit(address(attempt)).heading == "These answers do not count"


# ── Two tabs and two clicks, with a limit and without ────────────────────────


@pytest.fixture(params=[None, 30])
def attempt(request, judge):
    edition = make_edition(small_module(rules={"minutes": request.param}))
    return make_attempt(make_enrolment(edition, judge.person, done=READY))


def test_a_tab_that_was_opened_before_the_other_handed_in_changes_nothing(browser, judge, attempt, session):
    first, second = browser(judge), browser(judge)
    old = second.visit(address(attempt))
    send(first, attempt, write(attempt, 1))
    post(first, address(attempt, "/check"))
    before = stored(session, attempt)

    page = old.submit("Check all answers", **{f"q-{attempt.drawn[1][0]}": ["c"]})

    assert page.path == address(attempt, "/result")
    assert send(second, attempt, write(attempt, 2)).status_code == 409
    assert stored(session, attempt) == before


def test_the_later_tab_is_told_what_the_other_saved_and_overwrites_nothing_unseen(browser, judge, attempt, session):
    first, second = browser(judge), browser(judge)
    old = second.visit(address(attempt))
    send(first, attempt, write(attempt, 1, ["a"]))

    page = old.submit("Save my answers", **{f"q-{attempt.drawn[0][0]}": ["c"]})

    assert page.status == 409
    assert "answered differently on another device" in page.text
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["a"]}


def test_a_replay_of_an_older_write_does_not_bring_the_older_answer_back(browser, judge, attempt, session):
    visitor = browser(judge)
    older = write(attempt, 1, ["a"])
    send(visitor, attempt, older)
    send(visitor, attempt, write(attempt, 1, ["b"], base=1))

    response = send(visitor, attempt, older)

    assert response.json["conflicts"] == [{"question": attempt.drawn[0][0], "value": ["b"], "revision": 2}]
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["b"]}


def test_handing_in_again_is_the_same_result(browser, judge, attempt):
    answer(attempt, 9)
    first = post(browser(judge), address(attempt, "/check"))
    done = again(attempt)
    facts = (done.handed_in_at, done.points, done.released_at)
    clock.freeze(clock.now() + timedelta(hours=3))

    second = post(browser(judge), address(attempt, "/check"))

    assert (first.path, first.heading) == (second.path, second.heading) == (address(attempt, "/result"), "Passed")
    assert (again(attempt).handed_in_at, again(attempt).points, again(attempt).released_at) == facts


def test_starting_again_in_another_tab_is_the_same_attempt(browser, judge, attempt):
    page = post(browser(judge), QUIZ)

    assert page.path == address(attempt)
    assert page.status == 200
