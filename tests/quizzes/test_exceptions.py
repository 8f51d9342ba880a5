"""More time or one more try for one person: with a reason and an author, told, and never a look at how it went."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from lms.core import clock, jobs
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.enrolments.queries import study_from
from lms.enrolments.services import leave_module
from lms.people import exports, leaving, retention
from lms.quizzes import models, services
from lms.quizzes.errors import NothingGiven, NoTriesLeft
from lms.quizzes.models import AttemptKind, Try, TrySet
from lms.quizzes.queries import attempts_in
from lms.quizzes.services import Given
from lms.quizzes.standing import read_standing
from lms.quizzes.timing import GRACE
from tests.quizzes.sittings import QUIZ, again, post, send, write
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.later import let_years_pass
from tests.support.packs import small_module

REASON = "Reads with a screen reader."


@pytest.fixture
def court(session):
    return make_institution("Talas District Court")


@pytest.fixture
def judge(court):
    return make_account(institution=court)


@pytest.fixture
def coordinator(session):
    return make_account("coordinator")


@pytest.fixture
def enrolment(judge):
    return make_enrolment(make_edition(small_module(rules={"minutes": 30})), judge.person, done=READY)


@pytest.fixture
def give(coordinator, enrolment, session):
    def give(minutes=0, tries=0, at=None):
        given = services.give_exception(
            study_from(enrolment), Given(minutes, tries), reason=REASON, by=coordinator.id, at=at or clock.now()
        )
        session.commit()
        return given

    return give


def pages(enrolment):
    return f"/en/reports/tries/{enrolment.id}/exceptions"


def standing(enrolment):
    return read_standing(study_from(enrolment), attempts_in(enrolment), AttemptKind.FINAL, at=clock.now())


def fail(enrolment, times, *, at):
    for number in range(times):
        moment = at + timedelta(days=2 * number)
        clock.freeze(moment)
        hand_in(make_attempt(enrolment, seed=number), 2)


# ── The coordinator ──────────────────────────────────────────────────────────


def test_the_coordinator_gives_a_share_of_time_and_a_try_with_a_reason(
    browser, judge, coordinator, court, enrolment, session
):
    progress = browser(coordinator).visit(f"/en/reports/institutions/{court.id}/people/{enrolment.id}")
    page = progress.click("More time or one more try").submit(
        "Make the exception", share="25", one_try="1", reason=REASON
    )

    given = session.scalars(select(models.TestException)).one()
    assert (given.extra_minutes, given.extra_tries, given.set_number) == (8, 1, 1)  # a quarter of 30, rounded up
    assert (given.reason, given.by_id, given.ended_at) == (REASON, coordinator.id, None)
    assert "8 min more for each try, 1 more try" in page.text.replace("\xa0", " ")
    (row,) = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.exception.given"))
    assert (row.actor_id, row.reason, row.facts) == (coordinator.id, REASON, {"minutes": 8, "tries": 1})
    assert session.scalars(select(Mail.recipient).where(Mail.kind == "exception_given")).all() == [judge.email]


@pytest.mark.parametrize(
    ("share", "typed", "minutes"), [("50", "", 15), ("100", "", 30), ("minutes", "7", 7), ("none", "9", 0)]
)
def test_time_is_a_share_or_minutes(browser, coordinator, enrolment, session, share, typed, minutes):
    browser(coordinator).visit(pages(enrolment)).submit(
        "Make the exception", share=share, minutes=typed, one_try="1", reason=REASON
    )

    assert session.scalars(select(models.TestException.extra_minutes)).one() == minutes


@pytest.mark.parametrize(
    "said",
    [
        {"reason": REASON},
        {"reason": REASON, "share": "minutes"},
        {"reason": " ", "one_try": "1"},
        {"reason": REASON, "share": "minutes", "minutes": "601"},
        {"reason": REASON, "share": "75"},
    ],
)
def test_nothing_given_or_no_reason_is_refused(browser, coordinator, enrolment, session, said):
    page = post(browser(coordinator), pages(enrolment), **said)

    assert page.status == 422
    assert not session.scalars(select(models.TestException)).all()


def test_nothing_given_says_what_to_give(browser, coordinator, enrolment):
    page = browser(coordinator).visit(pages(enrolment)).submit("Make the exception", reason=REASON)

    assert page.status == 422
    assert "Give more time, or one more try." in page.text


def test_the_page_tells_nothing_of_how_it_went(browser, coordinator, enrolment, frozen):
    fail(enrolment, 2, at=frozen)

    page = browser(coordinator).visit(pages(enrolment))

    for telling in ("2 of 12", "Not enough", "Passed", "tries left", "used"):
        assert telling not in page.text


def test_nobody_else_makes_exceptions(browser, court, judge, enrolment, coordinator, session):
    for other in (
        make_account("focal_point", place=court),
        make_account("trainer"),
        judge,
        make_account("administrator"),
    ):
        assert browser(other).visit(pages(enrolment)).status == 404
    own = make_enrolment(enrolment.edition, coordinator.person, done=READY)
    assert browser(coordinator).visit(pages(own)).status == 404


def test_an_exception_of_somebody_else_is_not_found_beneath_this_person(browser, coordinator, enrolment, give):
    given = give(minutes=5)
    other = make_enrolment(enrolment.edition, make_account().person, done=READY)

    assert browser(coordinator).visit(f"{pages(enrolment)}/{given.id}").status == 200
    assert browser(coordinator).visit(f"{pages(other)}/{given.id}").status == 404


def test_time_is_not_given_where_there_is_no_limit(browser, coordinator, session, judge, frozen):
    free = make_enrolment(make_edition(), judge.person, done=READY)

    assert not browser(coordinator).visit(pages(free)).all("//input[@name='share']")
    with pytest.raises(NothingGiven):
        services.give_exception(study_from(free), Given(minutes=5), reason=REASON, by=coordinator.id, at=frozen)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(browser, coordinator, enrolment, give, language):
    given = give(minutes=5)
    for path in (pages(enrolment), f"{pages(enrolment)}/{given.id}"):
        page = browser(coordinator).visit(path.replace("/en/", f"/{language}/"))
        assert (page.status, page.tree.getroot().get("lang")) == (200, language)


# ── Time ─────────────────────────────────────────────────────────────────────


def test_the_person_reads_what_was_given_and_why(browser, judge, enrolment, give):
    give(minutes=15)

    page = browser(judge).visit(QUIZ)

    text = page.text.replace("\xa0", " ")
    assert "45 min from the start, of which 15 min more for you." in text
    assert "15 min more for each try" in text
    assert f"Reason: {REASON}" in text


def test_an_attempt_that_begins_has_the_time_of_all_exceptions_that_hold(enrolment, give, coordinator, session):
    give(minutes=15)
    over = give(minutes=100)
    services.end_exception(study_from(enrolment), over.id, reason="A mistake.", by=coordinator.id, at=clock.now())
    give(minutes=5)

    attempt = make_attempt(enrolment)

    assert attempt.due_at == attempt.started_at + timedelta(minutes=50)


def test_time_given_in_the_middle_moves_the_end_of_the_attempt_that_runs(browser, judge, enrolment, give, frozen):
    attempt = make_attempt(enrolment)
    due = attempt.due_at
    clock.freeze(frozen + timedelta(minutes=29))
    give(minutes=15)
    assert again(attempt).due_at == due + timedelta(minutes=15)

    clock.freeze(due + timedelta(minutes=10))
    jobs.work_off()  # the job of the end that was first written finds nothing to do
    response = send(browser(judge), attempt, write(attempt, 1))
    assert (response.status_code, response.json["left"]) == (200, 300)
    assert again(attempt).handed_in_at is None

    clock.freeze(due + timedelta(minutes=15) + GRACE + timedelta(seconds=2))
    jobs.work_off()
    assert again(attempt).handed_in_at == due + timedelta(minutes=15)


def test_time_given_after_the_end_does_not_open_the_attempt_again(enrolment, give, frozen):
    attempt = make_attempt(enrolment)
    due = attempt.due_at
    clock.freeze(due + GRACE + timedelta(seconds=1))
    give(minutes=60)

    assert again(attempt).due_at == due


def test_time_that_is_ended_is_kept_by_the_attempt_that_runs(browser, coordinator, enrolment, give, session):
    given = give(minutes=15)
    attempt = make_attempt(enrolment)
    page = browser(coordinator).visit(pages(enrolment)).click("End the extra time")
    page = page.submit("End the extra time", reason="Not needed any more.")

    assert "(ended)" in page.text
    assert again(attempt).due_at == attempt.started_at + timedelta(minutes=45)
    (row,) = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.exception.ended"))
    assert row.reason == "Not needed any more."
    assert not services.end_exception(
        study_from(enrolment), given.id, reason="Again.", by=coordinator.id, at=clock.now()
    )
    assert standing(enrolment).extra_minutes == 0


# ── Tries ────────────────────────────────────────────────────────────────────


def test_a_try_given_beforehand_is_in_the_set_that_opens(browser, judge, enrolment, give, session):
    give(tries=1)
    assert "4 of 4" in browser(judge).visit(QUIZ).text

    make_attempt(enrolment)

    assert session.scalars(select(TrySet.size)).one() == 4


def test_a_try_given_in_the_middle_enlarges_the_set_and_takes_its_places_along(enrolment, give, session, frozen):
    fail(enrolment, 3, at=frozen)
    clock.freeze(frozen + timedelta(days=6))
    with pytest.raises(NoTriesLeft):
        make_attempt(enrolment, seed=9)

    give(tries=1)

    assert (standing(enrolment).tries, standing(enrolment).tries_left) == (4, 1)
    assert session.execute(select(Try.place, Try.set_size).order_by(Try.place)).all() == [(1, 4), (2, 4), (3, 4)]
    fourth = make_attempt(enrolment, seed=9)
    assert session.get(Try, fourth.id).place == 4
    hand_in(fourth, 2)
    with pytest.raises(NoTriesLeft):
        make_attempt(enrolment, seed=10, at=clock.now() + timedelta(days=3))


def test_the_larger_limit_is_a_constraint_still(enrolment, give, session, frozen):
    fail(enrolment, 3, at=frozen)
    give(tries=1)
    fourth = hand_in(make_attempt(enrolment, seed=8, at=frozen + timedelta(days=6)), 2)
    (tries,) = session.scalars(select(TrySet))
    session.delete(session.get(Try, fourth.id))
    session.flush()

    with pytest.raises(IntegrityError):
        session.execute(insert(Try).values(attempt_id=fourth.id, set_id=tries.id, set_size=4, place=5))
    session.rollback()


def test_a_try_given_after_the_set_was_over_belongs_to_the_next(enrolment, give, session, frozen):
    fail(enrolment, 3, at=frozen)
    clock.freeze(frozen + timedelta(days=4 + 14))
    give(tries=1)

    assert (standing(enrolment).next_set, standing(enrolment).tries) == (2, 4)
    make_attempt(enrolment, seed=7)
    assert session.scalars(select(TrySet.size).order_by(TrySet.number)).all() == [3, 4]


def test_a_try_of_one_set_is_not_a_try_of_the_next(enrolment, give, session, frozen):
    give(tries=1)
    fail(enrolment, 4, at=frozen)
    clock.freeze(frozen + timedelta(days=6 + 14))
    make_attempt(enrolment, seed=7)

    assert session.scalars(select(TrySet.size).order_by(TrySet.number)).all() == [4, 3]


# ── Kept, told, removed ──────────────────────────────────────────────────────


def test_the_copy_of_a_persons_data_holds_it(judge, give):
    give(minutes=15, tries=1)

    (held,) = exports.collect(judge.person_id)["test_exceptions"]

    assert (held["extra_minutes"], held["extra_tries"], held["reason"]) == (15, 1, REASON)
    assert exports.collect(make_account().person_id)["test_exceptions"] == []


def test_it_goes_with_the_person(judge, give, session, frozen):
    give(minutes=15)
    leaving.forget_person(judge.person_id, leaving.Wish(keeps_certificates=True), at=frozen)

    assert not session.scalars(select(models.TestException)).all()


def test_it_is_removed_after_a_year_once_the_module_is_not_studied_any_more(enrolment, give, session, frozen):
    give(minutes=15)
    let_years_pass(session)
    later = frozen + timedelta(days=366)
    retention.remove_what_is_over(later)
    assert session.scalars(select(models.TestException)).all()

    leave_module(enrolment, at=later)
    session.flush()
    retention.remove_what_is_over(frozen + timedelta(days=365))
    assert session.scalars(select(models.TestException)).all()
    retention.remove_what_is_over(later)
    assert not session.scalars(select(models.TestException)).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"extra_minutes": -1},
        {"extra_tries": -1, "set_number": 1},
        {"extra_minutes": 0},
        {"extra_tries": 1},
        {"set_number": 1},
    ],
)
def test_nonsense_cannot_be_stored(enrolment, coordinator, session, frozen, wrong):
    row = {
        "person_id": enrolment.person_id,
        "module_id": enrolment.module_id,
        "extra_minutes": 5,
        "extra_tries": 0,
        "set_number": None,
        "reason": REASON,
        "by_id": coordinator.id,
        "given_at": frozen,
    }
    session.add(models.TestException(**{**row, **wrong}))

    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
