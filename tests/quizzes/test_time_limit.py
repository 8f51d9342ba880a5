"""A time limit is the server's: saved up to its end and a minute more, then handed in by itself as of the end."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.enrolments.models import EnrolmentState
from lms.enrolments.queries import study_from
from lms.quizzes.forms import SentAnswer, SentAnswers
from lms.quizzes.models import Attempt, AttemptKind, Mark
from lms.quizzes.queries import attempts_in, marks_of
from lms.quizzes.standing import read_standing
from lms.quizzes.timing import GRACE
from tests.quizzes.sittings import QUIZ, address, again, chosen, post, send, stored, write
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, answer, make_attempt
from tests.support.packs import small_module

LIMIT = timedelta(minutes=30)
SECOND = timedelta(seconds=1)


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(small_module(rules={"minutes": 30})), judge.person, done=READY)


@pytest.fixture
def attempt(enrolment):
    return make_attempt(enrolment)


def at(attempt, moment):
    """It is so long after the start."""
    clock.freeze(attempt.started_at + moment)


# ── What is shown ────────────────────────────────────────────────────────────


def test_the_limit_is_told_before_the_start(browser, judge, enrolment):
    assert "30 min from the start. The time runs on if you leave." in browser(judge).visit(QUIZ).text.replace(
        "\xa0", " "
    )


def test_the_end_is_written_down_at_the_start_and_shown_with_the_seconds_that_the_server_has_left(
    browser, judge, enrolment, session
):
    page = browser(judge).visit(QUIZ).submit("Start the quiz")
    attempt = session.scalars(select(Attempt)).one()

    assert attempt.due_at == attempt.started_at + LIMIT
    assert "Time until 10:30" in page.text
    assert page.all("//@data-seconds") == ["1800"]
    at(attempt, timedelta(minutes=12))
    assert browser(judge).visit(address(attempt)).all("//@data-seconds") == ["1080"]
    assert "No time limit" not in page.text


def test_the_list_of_answers_shows_the_time_too(browser, judge, attempt):
    assert browser(judge).visit(address(attempt, "/check")).all("//@data-seconds") == ["1800"]


def test_a_pre_test_has_no_limit(judge):
    enrolment = make_enrolment(make_edition(small_module(rules={"minutes": 30})), judge.person)

    assert make_attempt(enrolment, AttemptKind.PRE_TEST).due_at is None


@pytest.mark.parametrize(
    ("language", "words"), [("ky", "Убакыт 10:30 чейин"), ("ru", "Время до 10:30"), ("en", "Time until 10:30")]
)
def test_the_time_is_told_in_three_languages(browser, judge, attempt, language, words):
    page = browser(judge).visit(address(attempt).replace("/en/", f"/{language}/"))

    assert words in page.text


# ── Late saves ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("moment", [LIMIT - SECOND, LIMIT, LIMIT + GRACE])
def test_what_arrives_before_the_end_and_within_the_grace_is_stored(browser, judge, attempt, session, moment):
    visitor = browser(judge)
    at(attempt, moment)

    response = send(visitor, attempt, write(attempt, 1))

    assert response.status_code == 200
    assert response.json["left"] == max(0, int((LIMIT - moment).total_seconds()))
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["b"]}


def test_what_arrives_later_is_refused_and_nothing_is_stored(browser, judge, attempt, session):
    visitor = browser(judge)
    send(visitor, attempt, write(attempt, 1))
    at(attempt, LIMIT + GRACE + SECOND)

    response = send(visitor, attempt, write(attempt, 1, ["c"], base=1), write(attempt, 2))

    assert (response.status_code, response.json) == (410, {"error": "time over"})
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["b"]}
    assert again(attempt).handed_in_at is None


def test_a_replay_of_a_stored_write_after_the_end_is_refused_as_well(browser, judge, attempt, session):
    visitor, once = browser(judge), write(attempt, 1)
    send(visitor, attempt, once)
    at(attempt, LIMIT + GRACE + SECOND)

    assert send(visitor, attempt, once).status_code == 410
    assert stored(session, attempt) == {attempt.drawn[0][0]: ["b"]}


def test_a_late_form_hands_in_what_was_saved_and_says_so(browser, judge, attempt):
    visitor = browser(judge)
    send(visitor, attempt, write(attempt, 1))
    at(attempt, LIMIT + GRACE + SECOND)

    page = post(visitor, address(attempt), act="save", **chosen(attempt, 2))

    assert page.path == address(attempt, "/result")
    assert "the last answers came too late" in page.notice
    assert [bool(mark.chosen) for mark in marks_of(attempt.id)] == [True] + [False] * 11
    assert again(attempt).handed_in_at == attempt.due_at


def test_handing_in_within_the_grace_counts_from_then(browser, judge, attempt):
    answer(attempt, 12)
    at(attempt, LIMIT + GRACE)

    page = post(browser(judge), address(attempt, "/check"))

    assert page.heading == "Passed"
    assert again(attempt).handed_in_at == attempt.due_at + GRACE


# ── Handed in by itself ──────────────────────────────────────────────────────


def test_a_look_after_the_end_changes_nothing_and_offers_to_go_on(browser, judge, attempt):
    answer(attempt, 12)
    at(attempt, LIMIT + GRACE + SECOND)
    visitor = browser(judge)

    for path in ("", "/check", "/result"):
        page = visitor.visit(address(attempt, path))
        assert (page.path, page.heading) == (address(attempt, "/result"), "The time is over")
    assert again(attempt).handed_in_at is None
    assert "The time of your try is over." in visitor.visit(QUIZ).text

    page = visitor.visit(QUIZ).click("See the result").submit("Go on to the result")

    assert page.heading == "Passed"
    assert again(attempt).handed_in_at == attempt.due_at


def test_the_sweep_hands_in_as_of_the_end_and_the_person_is_told_once(judge, attempt, session):
    answer(attempt, 12)
    at(attempt, LIMIT + GRACE)
    jobs.work_off()
    assert again(attempt).handed_in_at is None

    at(attempt, LIMIT + GRACE + timedelta(minutes=5))
    jobs.work_off()
    jobs.work_off()

    done = again(attempt)
    assert (done.handed_in_at, done.is_passed) == (done.due_at, True)
    assert done.released_at == done.started_at + LIMIT + GRACE + timedelta(minutes=5)
    assert done.enrolment.state is EnrolmentState.COMPLETED
    assert session.scalars(select(Mail.recipient).where(Mail.kind == "result_ready")).all() == [judge.email]
    (row,) = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.attempt.handed_in"))
    assert row.actor_id is None


def test_the_sweep_leaves_what_was_handed_in(browser, judge, attempt, session):
    answer(attempt, 12)
    post(browser(judge), address(attempt, "/check"))
    at(attempt, timedelta(hours=1))
    jobs.work_off()

    assert again(attempt).handed_in_at == attempt.started_at
    assert not session.scalars(select(Mail).where(Mail.kind == "result_ready")).all()


def test_handing_in_twice_after_the_end_is_one_result(browser, judge, attempt, session):
    answer(attempt, 12)
    at(attempt, LIMIT + GRACE + SECOND)
    visitor = browser(judge)

    pages = [post(visitor, address(attempt, "/check"), act="over") for _ in range(2)]
    jobs.work_off()

    assert {page.path for page in pages} == {address(attempt, "/result")}
    assert session.query(Mark).count() == 12
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.act == "quizzes.attempt.handed_in")).all()
    assert len(acts) == 1


def test_answers_that_stayed_on_the_device_are_told(browser, judge, attempt):
    at(attempt, LIMIT + GRACE + SECOND)

    page = post(browser(judge), address(attempt, "/check"), act="over", late="2")

    assert "2 answers on your device came after the time was over and do not count." in page.notice


@pytest.mark.parametrize("said", ["0", "-1", "many", "99999", "²"])
def test_a_number_of_late_answers_that_no_page_sends_is_not_repeated(browser, judge, attempt, said):
    page = post(browser(judge), address(attempt, "/check"), act="over", late=said)

    assert page.path == address(attempt, "/result")
    assert "on your device" not in page.notice


def test_the_pause_begins_with_the_end_of_the_time(enrolment, session):
    first = make_attempt(enrolment)
    at(first, timedelta(hours=3))
    jobs.work_off()
    second = make_attempt(enrolment, seed=2)
    at(second, timedelta(hours=2))
    jobs.work_off()

    standing = read_standing(study_from(enrolment), attempts_in(enrolment), AttemptKind.FINAL, at=clock.now())
    assert standing.paused_until == again(second).due_at + timedelta(hours=24)


# ── Whose clock ──────────────────────────────────────────────────────────────


def test_no_time_of_a_device_is_accepted(browser, judge, attempt, session):
    visitor = browser(judge)
    for name in ("at", "time", "saved_at", "sent_at", "started_at", "due_at", "now", "left"):
        forged = {**write(attempt, 1), name: "2026-11-16T04:00:00Z"}
        assert send(visitor, attempt, forged).status_code == 422
        assert send(visitor, attempt, write(attempt, 1), **{name: 1}).status_code == 422

    assert not stored(session, attempt)
    assert SentAnswers.__struct_fields__ == ("answers",)
    assert set(SentAnswer.__struct_fields__) == {"question", "value", "write", "base"}


def test_headers_of_a_wrong_clock_move_nothing(browser, judge, attempt, session):
    visitor = browser(judge)
    at(attempt, LIMIT + GRACE + SECOND)

    response = visitor.client.post(
        address(attempt, "/answers"),
        data=json.dumps({"answers": [write(attempt, 1)]}),
        headers={
            "Content-Type": "application/json",
            "X-CSRFToken": token_of(visitor),
            "Date": "Mon, 16 Nov 2026 04:00:00 GMT",
            "If-Unmodified-Since": "Mon, 16 Nov 2026 04:00:00 GMT",
        },
    )

    assert response.status_code == 410
    assert not stored(session, attempt)
