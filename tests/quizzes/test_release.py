"""Handed in, marked, released: three moments, and only the last one counts and is told."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from sqlalchemy import func, select

from lms.certificates.models import Certificate
from lms.core import clock, daily, jobs
from lms.core.mail import Mail
from lms.enrolments.models import EnrolmentState, Step
from lms.enrolments.queries import study_from
from lms.enrolments.services import leave_module
from lms.people import exports
from lms.quizzes import services, tasks
from lms.quizzes.errors import ResultAwaited
from lms.quizzes.models import AttemptKind, Mark
from lms.quizzes.queries import attempts_in, marks_of
from lms.quizzes.standing import read_standing
from lms.ui.filters import long_date
from tests.quizzes.sittings import QUIZ, address, again
from tests.support.factories import make_account, make_edition, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt, sitting
from tests.support.packs import small_module

#: Tests begin on 16 November 2026, ten in the morning in Bishkek.
DAY = "2026-12-01"
MIDNIGHT = timedelta(days=14, hours=14)


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(small_module(rules={"results_from": DAY})), judge.person, done=READY)


def spaced(text):
    """With single plain spaces, as the page is read."""
    return " ".join(text.split())


def release_of_the_day(moment):
    """The worker's sweep at this moment."""
    clock.freeze(moment)
    daily.plan(moment)
    jobs.work_off()


def mails(session):
    return session.scalars(select(Mail.recipient).where(Mail.kind == "result_ready")).all()


def standing(enrolment):
    study = study_from(enrolment)
    return read_standing(study, attempts_in(enrolment), AttemptKind.FINAL, at=clock.now())


# ── A day of results ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("right", [12, 2])
def test_until_the_day_nothing_tells_how_it_went(browser, judge, enrolment, session, right):
    attempt = hand_in(make_attempt(enrolment), right)
    visitor = browser(judge)
    pages = [
        visitor.visit(path) for path in (address(attempt, "/result"), QUIZ, "/en/my-learning", "/en/modules/practice")
    ]

    for page in pages:
        assert "result on 1 December 2026" in page.text.replace("\xa0", " ")
        for telling in ("Passed", "Not enough", f"{right} of 12", "Reason for"):
            assert telling not in page.text
    assert again(attempt).marked_at == attempt.handed_in_at
    assert again(attempt).released_at is None
    assert again(attempt).enrolment.state is EnrolmentState.OPEN
    assert not session.scalar(select(func.count()).select_from(Step).where(Step.key == "final"))
    assert not session.scalar(select(func.count()).select_from(Certificate))
    assert not mails(session)


@pytest.mark.parametrize("right", [12, 2])
def test_the_copy_of_the_data_tells_it_no_sooner(enrolment, judge, right):
    hand_in(make_attempt(enrolment), right)

    (held,) = exports.collect(judge.person_id)["attempts"]

    assert (held["points"], held["passed"], held["marks"]) == (None, None, None)


def test_no_new_try_meanwhile(browser, judge, enrolment):
    hand_in(make_attempt(enrolment), 2)

    with pytest.raises(ResultAwaited):
        make_attempt(enrolment)
    page = browser(judge).visit(QUIZ)
    assert "Until then no new try can be started." in page.text
    assert not page.all("//button[contains(., 'Start the quiz')]")


def test_on_the_day_the_result_counts_and_one_mail_says_that_it_is_there(browser, judge, enrolment, session, frozen):
    attempt = hand_in(make_attempt(enrolment), 12)
    release_of_the_day(frozen + MIDNIGHT - timedelta(seconds=1))
    assert again(attempt).released_at is None

    release_of_the_day(frozen + MIDNIGHT)
    release_of_the_day(frozen + MIDNIGHT + timedelta(hours=5))
    release_of_the_day(frozen + MIDNIGHT + timedelta(days=1))

    assert again(attempt).released_at == frozen + MIDNIGHT
    assert again(attempt).enrolment.state is EnrolmentState.COMPLETED
    assert mails(session) == [judge.email]
    (mail,) = session.scalars(select(Mail).where(Mail.kind == "result_ready"))
    assert "Title of practice" not in mail.subject + mail.body
    assert browser(judge).visit(address(attempt, "/result")).heading == "Passed"


def test_who_did_not_pass_may_try_again_from_then_on(enrolment, session, judge, frozen):
    hand_in(make_attempt(enrolment), 2)
    release_of_the_day(frozen + MIDNIGHT)

    assert mails(session) == [judge.email]
    assert (standing(enrolment).waits, standing(enrolment).tries_left) == (None, 2)
    assert make_attempt(enrolment, seed=2).number == 2


def test_handed_in_on_the_day_or_later_it_is_shown_at_once(enrolment, session, frozen):
    clock.freeze(frozen + MIDNIGHT)
    attempt = hand_in(make_attempt(enrolment), 12)

    assert attempt.released_at == attempt.handed_in_at
    assert not mails(session)


def test_a_pre_test_waits_for_no_day(judge, session):
    enrolment = make_enrolment(make_edition(small_module(rules={"results_from": DAY})), judge.person)

    assert hand_in(make_attempt(enrolment, AttemptKind.PRE_TEST), 3).released_at


def test_a_long_row_is_released_in_several_jobs(session, frozen, monkeypatch):
    monkeypatch.setattr(tasks, "AT_ONCE", 2)
    edition = make_edition(small_module(rules={"results_from": DAY}))
    attempts = [hand_in(make_attempt(make_enrolment(edition, make_account().person, done=READY)), 12) for _ in range(5)]
    release_of_the_day(frozen + MIDNIGHT)
    jobs.work_off()
    jobs.work_off()

    assert all(again(attempt).released_at for attempt in attempts)
    assert len(mails(session)) == 5


def test_who_left_meanwhile_is_told_no_completion(enrolment, session, frozen):
    attempt = hand_in(make_attempt(enrolment), 12)
    leave_module(enrolment, at=frozen)
    session.commit()
    release_of_the_day(frozen + MIDNIGHT)

    assert again(attempt).released_at
    assert again(attempt).enrolment.state is EnrolmentState.WITHDRAWN


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ky", "натыйжасы: "),
        ("ru", "результат: "),
        ("en", "result on "),
    ],
)
def test_the_day_is_told_in_three_languages(browser, judge, enrolment, language, words):
    attempt = hand_in(make_attempt(enrolment), 12)

    page = browser(judge).visit(address(attempt, "/result").replace("/en/", f"/{language}/"))

    assert spaced(words + long_date(date(2026, 12, 1), language)) in page.text


# ── A person reads ───────────────────────────────────────────────────────────


@pytest.fixture
def unread(judge, session):
    """Handed in, with one answer that waits for a person."""
    attempt = make_attempt(make_enrolment(make_edition(), judge.person, done=READY))
    asked = sitting(attempt)
    attempt.handed_in_at = clock.now()
    marks = [
        Mark(
            attempt_id=attempt.id,
            question_key=one.question.key,
            position=one.number,
            chosen=["a"],
            points=None if one.number == 1 else 1,
            points_possible=1,
        )
        for one in asked.asked
    ]
    session.add_all(marks)
    services.settle(asked, marks, at=clock.now())
    session.commit()
    return attempt


def test_as_long_as_a_mark_is_wanting_it_is_being_marked(browser, judge, unread):
    visitor = browser(judge)

    assert (unread.marked_at, unread.released_at, unread.points) == (None, None, None)
    for path in (address(unread, "/result"), QUIZ, "/en/my-learning", "/en/modules/practice"):
        assert "it is being marked" in visitor.visit(path).text
    with pytest.raises(ResultAwaited):
        make_attempt(unread.enrolment)


def test_the_last_mark_releases_the_result_and_the_person_is_told(unread, judge, session, frozen):
    marks = marks_of(unread.id)
    marks[0].points = 1
    later = frozen + timedelta(days=2)
    services.settle(sitting(unread), marks, at=later)
    services.settle(sitting(unread), marks, at=later + timedelta(days=1))
    session.commit()

    done = again(unread)
    assert (done.marked_at, done.released_at, done.own_points) == (later, later, Fraction(12))
    assert done.enrolment.state is EnrolmentState.COMPLETED
    assert mails(session) == [judge.email]


# ── Every answer with its reasons ────────────────────────────────────────────


def test_once_passed_every_question_is_explained_on_request(browser, judge, session):
    attempt = hand_in(make_attempt(make_enrolment(make_edition(), judge.person, done=READY)), 11)

    page = browser(judge).visit(address(attempt, "/result"))

    told = page.all("//details[contains(., 'All questions with reasons')]//li[h3]")
    assert len(told) == 12
    for item, (key, _options) in zip(told, attempt.drawn, strict=True):
        words = " ".join("".join(item.itertext()).split())
        assert f"Stem of {key}" in words
        assert f"of {key}" in words.split("You chose:")[1]
        assert "Reason for" in words
        assert "iccpr" not in words
        assert "International Covenant" in words


def test_before_it_is_passed_only_what_was_wrong_is_explained(browser, judge, session):
    attempt = hand_in(make_attempt(make_enrolment(make_edition(), judge.person, done=READY)), 8)

    page = browser(judge).visit(address(attempt, "/result"))

    assert "All questions with reasons" not in page.text
    assert len(page.all("//li[h3]")) == 4
