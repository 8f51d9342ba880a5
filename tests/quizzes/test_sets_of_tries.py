"""Three tries make a set; a new one opens after two weeks, or earlier by the coordinator, who sees no result."""

from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from lms.catalogue.models import EditionChange
from lms.catalogue.services import ReviewFacts, publish_edition, withdraw_edition
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import study_from, study_of
from lms.enrolments.services import leave_module, record_step, start_module
from lms.people import exports
from lms.quizzes import services
from lms.quizzes.errors import NoTriesLeft, Paused, TriesLeft
from lms.quizzes.models import AttemptKind, Try, TrySet
from lms.reporting.seed import seed_population
from tests.support.factories import make_account, make_edition, make_enrolment, make_institution
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.packs import small_module

QUIZ = "/en/modules/practice/quiz"


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
    return make_enrolment(make_edition(), judge.person, done=READY)


def fail(enrolment, times=3, *, at):
    """Tries that were not enough, two days apart; the moment of the last."""
    for number in range(times):
        moment = at + timedelta(days=2 * number)
        attempt = hand_in(make_attempt(enrolment, seed=number, at=moment), 2, at=moment)
    return attempt.handed_in_at


def try_again(enrolment, at, seed=9):
    return services.start_attempt(study_from(enrolment), AttemptKind.FINAL, seed=seed, by=None, at=at)


def begin_again(session, judge, at):
    """Leave the module and come back to the door of the quiz."""
    enrolment = study_of(judge, "practice").enrolment
    leave_module(enrolment, at=at)
    session.flush()
    again = start_module(judge.person, enrolment.module, language="en", at=at)
    session.flush()
    for key in READY:
        record_step(again, key, at=at)
    session.commit()
    return again


# ── When a new set opens ─────────────────────────────────────────────────────


def test_after_the_last_try_the_page_says_when_new_ones_open_and_what_to_read_again(browser, judge, enrolment, frozen):
    fail(enrolment, at=frozen)

    page = browser(judge).visit(QUIZ)

    assert "All tries are used. New tries open on 4 December 2026, 10:00; until then read again." in page.text.replace(
        "\xa0", " "
    )
    assert "What to read again" in page.text
    assert page.click("Lesson 1: Lesson first en").path == "/en/modules/practice/lessons/first"
    assert not page.all("//button[contains(., 'Start the quiz')]")


def test_the_result_of_the_last_try_says_the_same_and_tells_no_right_answer(browser, judge, enrolment, frozen):
    fail(enrolment, at=frozen)

    page = browser(judge).visit(QUIZ).click("20 November 2026, 10:00")

    assert page.heading == "Not enough yet"
    assert "New tries open on 4 December 2026, 10:00" in page.text.replace("\xa0", " ")
    assert "What to read again" in page.text
    assert "Right: " not in page.text


def test_a_new_set_opens_by_itself_fourteen_days_after_the_last_try(session, browser, judge, enrolment, frozen):
    last = fail(enrolment, at=frozen)
    with pytest.raises(NoTriesLeft):
        try_again(enrolment, last + timedelta(days=14) - timedelta(seconds=1))
    clock.freeze(last + timedelta(days=14))

    page = browser(judge).visit(QUIZ)
    assert "3 of 3" in page.text
    page.submit("Start the quiz")

    attempt = session.scalars(select(Try).order_by(Try.attempt_id.desc())).first()
    sets = session.scalars(select(TrySet).order_by(TrySet.number)).all()
    assert [(one.number, one.size, one.opened_by_id) for one in sets] == [(1, 3, None), (2, 3, None)]
    assert (attempt.set_id, attempt.place) == (sets[1].id, 1)


def test_numbers_go_on_and_the_gain_stays_with_the_very_first_try(enrolment, frozen):
    fail(enrolment, at=frozen)

    attempt = try_again(enrolment, frozen + timedelta(days=30))

    assert (attempt.number, attempt.form) == (4, None)


def test_the_pause_of_a_day_holds_in_each_set(enrolment, frozen):
    fail(enrolment, at=frozen)
    later = frozen + timedelta(days=30)
    for seed in (11, 12):
        hand_in(make_attempt(enrolment, seed=seed, at=later), 2, at=later)

    with pytest.raises(Paused):
        try_again(enrolment, later + timedelta(hours=23))
    assert try_again(enrolment, later + timedelta(hours=24)).number == 6


def test_passing_in_a_later_set_completes_the_module(enrolment, frozen):
    fail(enrolment, at=frozen)
    later = frozen + timedelta(days=30)

    hand_in(make_attempt(enrolment, seed=9, at=later), 12, at=later)

    assert enrolment.completed_at == later


# ── The wall ─────────────────────────────────────────────────────────────────


def test_no_place_beyond_the_size_of_a_set_and_none_twice(session, enrolment, frozen):
    attempt = make_attempt(enrolment)
    taken = session.get(Try, attempt.id)
    hand_in(attempt, 2)
    other = make_attempt(enrolment, seed=2)
    session.delete(session.get(Try, other.id))
    session.commit()

    for place, size in ((4, 3), (1, 3), (4, 9)):
        values = {"attempt_id": other.id, "set_id": taken.set_id, "set_size": size, "place": place}
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(Try).values(**values))


# ── Leaving ──────────────────────────────────────────────────────────────────


def test_tries_are_counted_in_the_module_whatever_is_left_between(session, judge, enrolment, frozen):
    fail(enrolment, 2, at=frozen)
    change = small_module(summary={"ky": "а", "ru": "б", "en": "Other."})
    publish_edition(
        enrolment.module, change, change=EditionChange.CONTENT, review=ReviewFacts(False), by=None, at=frozen
    )
    again = begin_again(session, judge, frozen + timedelta(days=5))
    assert again.edition_id != enrolment.edition_id

    hand_in(make_attempt(again, seed=7, at=frozen + timedelta(days=5)), 2, at=frozen + timedelta(days=5))

    with pytest.raises(NoTriesLeft):
        try_again(again, frozen + timedelta(days=6))


def test_a_try_left_open_stays_used(session, judge, enrolment, frozen):
    make_attempt(enrolment)

    again = begin_again(session, judge, frozen)

    attempt = try_again(again, frozen)
    assert (attempt.number, attempt.form, session.get(Try, attempt.id).place) == (2, None, 2)


def test_what_was_drawn_from_a_withdrawn_edition_gives_its_place_back_also_to_who_has_left(
    session, judge, enrolment, frozen
):
    fail(enrolment, 3, at=frozen)
    leave_module(enrolment, at=frozen)
    better = small_module(summary={"ky": "а", "ru": "б", "en": "Right now."})
    next_edition = publish_edition(
        enrolment.module, better, change=EditionChange.CONTENT, review=ReviewFacts(False), by=None, at=frozen
    )
    withdraw_edition(enrolment.edition, reason="A provision was quoted wrongly.", at=frozen)
    session.commit()

    again = make_enrolment(next_edition, judge.person, done=READY)

    assert not session.scalar(select(func.count()).select_from(Try))
    assert try_again(again, frozen + timedelta(days=5)).form is not None


def test_a_module_taken_again_after_its_completion_begins_with_a_new_set(session, judge, frozen):
    edition = make_edition(small_module(validity_months=12))
    first = make_enrolment(edition, judge.person, done=READY)
    fail(first, 2, at=frozen)
    later = frozen + timedelta(days=5)
    hand_in(make_attempt(first, seed=8, at=later), 12, at=later)

    second = make_enrolment(edition, judge.person, at=frozen + timedelta(days=400), done=READY)
    attempt = try_again(second, frozen + timedelta(days=400))

    assert (attempt.number, attempt.form is not None, session.get(Try, attempt.id).place) == (1, True, 1)


def test_leaving_says_first_what_follows(browser, judge, enrolment):
    page = browser(judge).visit("/en/modules/practice/leave")

    for words in ("Leaving is not failing", "stay used, also one that you have begun", "stay valid"):
        assert words in page.text


# ── The coordinator ──────────────────────────────────────────────────────────


def open_through_pages(browser, coordinator, court, enrolment, reason="The line broke down during the quiz."):
    page = browser(coordinator).visit(f"/en/reports/institutions/{court.id}/people/{enrolment.id}")
    return page.click("Open new tries").submit("Open new tries", reason=reason)


def test_the_coordinator_opens_new_tries_with_a_reason(session, browser, judge, coordinator, court, enrolment, frozen):
    clock.freeze(fail(enrolment, at=frozen))

    page = open_through_pages(browser, coordinator, court, enrolment)

    assert page.notice == "New tries are open. The person is told."
    newest = session.scalars(select(TrySet).order_by(TrySet.number.desc())).first()
    assert (newest.number, newest.opened_by_id) == (2, coordinator.id)
    assert newest.reason == "The line broke down during the quiz."
    row = session.scalars(select(AuditRecord).where(AuditRecord.act == "quizzes.tries.opened")).one()
    assert (row.actor_id, row.reason) == (coordinator.id, "The line broke down during the quiz.")
    assert session.scalars(select(Mail.recipient).where(Mail.kind == "tries_opened")).all() == [judge.email]
    assert "3 of 3" in browser(judge).visit(QUIZ).text


def test_the_coordinator_learns_only_that_all_tries_are_used(browser, judge, coordinator, court, enrolment, frozen):
    clock.freeze(fail(enrolment, at=frozen))
    progress = browser(coordinator).visit(f"/en/reports/institutions/{court.id}/people/{enrolment.id}")
    pages = [progress, progress.click("Open new tries")]

    for page in pages:
        assert "All tries at the final quiz are used." in page.text
        for telling in ("2 of 12", "9 are needed", "Not enough", "%"):
            assert telling not in page.text


def test_a_focal_point_does_not_learn_even_that(browser, court, enrolment, frozen):
    focal = make_account("focal_point", place=court)
    clock.freeze(fail(enrolment, at=frozen))

    page = browser(focal).visit(f"/en/reports/institutions/{court.id}/people/{enrolment.id}")

    assert page.status == 200
    assert "tries" not in page.text.lower()
    assert browser(focal).visit(f"/en/reports/tries/{enrolment.id}").status == 404


@pytest.mark.parametrize("tries", [0, 1, 2])
def test_while_there_are_tries_nothing_is_opened(session, browser, coordinator, court, enrolment, frozen, tries):
    for number in range(tries):
        hand_in(make_attempt(enrolment, seed=number), 2)

    page = browser(coordinator).visit(f"/en/reports/tries/{enrolment.id}")

    assert "There is nothing to open now." in page.text
    assert not page.all("//main//form")
    with pytest.raises(TriesLeft):
        services.open_tries(study_from(enrolment), reason="So.", by=coordinator.id, at=frozen)


def test_opening_twice_opens_once(session, browser, coordinator, enrolment, frozen):
    clock.freeze(fail(enrolment, at=frozen))
    form = browser(coordinator).visit(f"/en/reports/tries/{enrolment.id}")
    form.submit("Open new tries", reason="The line broke down.")

    page = form.submit("Open new tries", reason="The line broke down.")

    assert "There is nothing to open now." in page.text
    assert session.query(TrySet).count() == 2


def test_opening_needs_a_reason(session, browser, coordinator, enrolment, frozen):
    clock.freeze(fail(enrolment, at=frozen))

    page = browser(coordinator).visit(f"/en/reports/tries/{enrolment.id}").submit("Open new tries", reason=" ")

    assert page.status == 422
    assert session.query(TrySet).count() == 1


def test_nobody_opens_tries_for_the_own_account(session, browser, coordinator, frozen):
    own = make_enrolment(make_edition(), coordinator.person, done=READY)
    clock.freeze(fail(own, at=frozen))

    assert browser(coordinator).visit(f"/en/reports/tries/{own.id}").status == 404


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_page_speaks_the_language_of_the_address(browser, coordinator, enrolment, frozen, language):
    clock.freeze(fail(enrolment, at=frozen))

    page = browser(coordinator).visit(f"/{language}/reports/tries/{enrolment.id}")

    assert page.status == 200
    assert page.tree.getroot().get("lang") == language


# ── Around it ────────────────────────────────────────────────────────────────


def test_the_copy_of_a_persons_data_holds_the_sets_and_nobody_elses(session, judge, enrolment, frozen):
    make_attempt(enrolment)
    make_attempt(make_enrolment(enrolment.edition, make_account().person, done=READY))

    held = exports.collect(judge.person_id)["sets_of_tries"]

    assert [(one["number"], one["tries"], one["opened_by_coordinator"]) for one in held] == [(1, 3, False)]


def test_the_synthetic_population_keeps_to_sets(session, frozen):
    make_edition()
    seed_population(60, 1, at=frozen)

    per_enrolment = select(func.count()).select_from(Try).scalar_subquery()
    finals = session.scalar(select(func.count()).select_from(Enrolment))
    assert finals
    assert session.scalar(select(per_enrolment))
    assert session.scalar(select(func.max(Try.place))) <= 3
