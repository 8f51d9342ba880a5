"""What is kept long enough is removed, and the page that promises it is drawn from the same rules."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from lms.accounts.models import Closing, SignIn
from lms.accounts.queries import account_of_person
from lms.accounts.services import open_sign_in
from lms.certificates import services as certificates
from lms.core import clock, jobs
from lms.core.audit import AuditRecord, record
from lms.core.daily import key_of, plan
from lms.core.mail import Mail, send
from lms.people import retention
from lms.people.models import Purpose
from lms.people.services import Agreement, agree, withdraw
from lms.quizzes.models import AnswerTally, Mark, Response
from lms.upkeep.tasks import RETENTION_ACT, keep_periods
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment
from tests.support.factories.attempts import READY, hand_in, make_attempt
from tests.support.later import let_years_pass

YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def later(session):
    let_years_pass(session)


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def run(session, frozen, after):
    clock.freeze(frozen + after)
    removed = retention.remove_what_is_over(clock.now())
    session.commit()
    session.expire_all()
    return removed


@pytest.fixture
def attempts(session):
    edition = make_edition()
    handed_in = []
    for number in range(3):
        account = make_account()
        agree(account.person, [Agreement(Purpose.EVALUATION, "2026-12", "hash", "en")], at=clock.now())
        attempt = make_attempt(make_enrolment(edition, account.person, done=READY))
        hand_in(attempt, number)
        handed_in.append(attempt)
    session.commit()
    return handed_in


def test_answers_are_kept_for_a_year(session, frozen, attempts):
    before = count(session, Mark)

    run(session, frozen, YEAR - timedelta(days=1))

    assert before
    assert count(session, Mark) == before


def test_older_answers_become_counts_without_a_person(session, frozen, attempts):
    rights = session.scalar(select(func.sum(Mark.points)))
    total = count(session, Mark)

    run(session, frozen, YEAR + timedelta(days=1))

    assert count(session, Mark) == count(session, Response) == 0
    assert session.scalar(select(func.sum(AnswerTally.count))) == total
    assert session.scalar(select(func.sum(AnswerTally.count * AnswerTally.points))) == rights
    assert {attempt.points for attempt in attempts} == {0, 1, 2}  # the result stays


def test_whoever_took_back_the_consent_to_evaluation_is_in_no_count(session, frozen, attempts):
    withdraw(attempts[2].enrolment.person, Purpose.EVALUATION, at=frozen)
    session.commit()

    run(session, frozen, YEAR + timedelta(days=1))

    assert count(session, Mark) == 0
    assert session.scalar(select(func.sum(AnswerTally.count * AnswerTally.points))) == 0 + 1


def test_counting_twice_counts_nothing_twice(session, frozen, attempts):
    total = count(session, Mark)
    run(session, frozen, YEAR + timedelta(days=1))
    run(session, frozen, YEAR + timedelta(days=2))

    assert session.scalar(select(func.sum(AnswerTally.count))) == total


def test_the_result_is_still_shown_when_its_answers_are_gone(session, browser, frozen, attempts):
    attempt = attempts[2]
    run(session, frozen, YEAR + timedelta(days=1))
    owner = account_of_person(attempt.enrolment.person_id)

    page = browser(owner).visit(f"/en/modules/{attempt.enrolment.module.slug}/quiz/{attempt.id}/result")

    assert page.status == 200
    assert "2 of" in page.text


def test_whoever_has_not_been_here_for_two_years_is_told_and_has_a_month(session, frozen):
    account = make_account(email="long.ago@example.org")
    open_sign_in(account, device="Test", at=frozen)
    session.commit()

    removed = run(session, frozen, 2 * YEAR + timedelta(days=1))

    closing = session.scalars(select(Closing)).one()
    assert removed["accounts"] == 1
    assert closing.due_at - closing.asked_at == timedelta(days=30)
    assert "closing_asked" in session.scalars(select(Mail.kind)).all()
    assert run(session, frozen, 2 * YEAR + timedelta(days=2))["accounts"] == 0


def test_whoever_was_here_lately_is_left_alone(session, frozen):
    account = make_account()
    open_sign_in(account, device="Test", at=frozen + timedelta(days=10))
    session.commit()

    assert run(session, frozen, 2 * YEAR)["accounts"] == 0


def test_the_last_sign_in_is_kept_because_the_two_years_are_counted_from_it(session, frozen):
    account = make_account()
    for days in (0, 5):
        open_sign_in(account, device="Test", at=frozen + timedelta(days=days))
    session.commit()

    run(session, frozen, YEAR + timedelta(days=10))

    assert [row.seen_at for row in session.scalars(select(SignIn))] == [frozen + timedelta(days=5)]


def test_mails_are_kept_for_thirty_days(session, frozen):
    send("test", "somebody@example.org", language="en", subject="s", body="b http://localhost/en/", at=frozen)
    session.commit()

    run(session, frozen, timedelta(days=29))
    assert count(session, Mail) == 1
    run(session, frozen, timedelta(days=31))
    assert count(session, Mail) == 0


@pytest.mark.parametrize(
    ("state", "days", "left"),
    [("done", 29, 1), ("done", 31, 0), ("failed", 89, 1), ("failed", 91, 0), ("waiting", 400, 1), ("running", 400, 1)],
)
def test_work_is_kept_until_somebody_could_have_seen_that_it_failed(session, frozen, state, days, left):
    work = jobs.enqueue(keep_periods, "2026-11-16")
    work.state, work.ended_at = state, frozen if state in ("done", "failed") else None
    session.commit()

    removed = run(session, frozen, timedelta(days=days))

    assert count(session, jobs.Job) == left
    assert removed["work"] == 1 - left


@pytest.mark.parametrize(
    ("act", "years", "left"),
    [
        ("accounts.profile.names_corrected", 1.1, 0),
        ("accounts.role.given", 1.1, 1),
        ("certificates.certificate.revoked", 6.9, 1),
        ("certificates.certificate.revoked", 7.1, 0),
        ("certificates.certificate.seen", 0.9, 1),
        ("certificates.certificate.seen", 1.1, 0),
        ("reporting.completion.seen", 1.1, 0),
        ("certificates.correction.listed", 1.1, 0),
        ("reporting.table.exported", 1.1, 1),
    ],
)
def test_the_log_is_kept_as_long_as_it_is_said(session, frozen, act, years, left):
    record(None, act, at=frozen)
    session.commit()

    run(session, frozen, timedelta(days=365 * years))

    assert len(session.scalars(select(AuditRecord).where(AuditRecord.act == act)).all()) == left


def test_what_was_written_for_a_correction_is_kept_for_a_year_after_the_decision(session, frozen):
    holder, coordinator = make_account(), make_account("coordinator")
    asked = {"languages": "ru+en", "why": "A letter is wrong", "evidence": "My passport", "by": holder.id}
    correction = certificates.ask_for_correction(make_certificate(holder), name="Another Name", at=frozen, **asked)
    certificates.decline(correction, answer="It is right", by=coordinator.id, at=frozen)
    session.commit()

    run(session, frozen, YEAR - timedelta(days=1))
    assert correction.why == "A letter is wrong"
    run(session, frozen, YEAR + timedelta(days=1))
    assert (correction.name, correction.why, correction.evidence) == ("", "", None)
    assert correction.answer == "It is right"


def test_every_night_says_what_it_has_removed(session, frozen):
    keep_periods("2026-11-16")
    session.commit()

    row = session.scalars(select(AuditRecord).where(AuditRecord.act == RETENTION_ACT)).one()
    assert set(row.facts["removed"]) == {rule.key for rule in retention.rules()}


def test_the_work_is_planned_for_every_night(session, frozen):
    clock.freeze(frozen.replace(hour=23))  # five in the morning of the next day in Bishkek
    plan(clock.now())

    assert jobs.job_by_key(key_of(keep_periods, clock.local_day(clock.now()))) is not None


def test_the_privacy_page_promises_what_the_rules_do(browser, session):
    page = browser().visit("/en/privacy")

    assert all(str(rule.what) in page.text and str(rule.until) in page.text for rule in retention.rules())
    assert len(page.all("//table[.//*[contains(., 'Backups')]]")) == 1  # and nothing says it a second time
    assert {"lists", "invitations", "invitations_used", "corrections"} <= {rule.key for rule in retention.rules()}


def test_a_dry_run_changes_nothing_and_says_what_it_would(app, session, frozen, attempts):
    clock.freeze(frozen + YEAR + timedelta(days=1))
    before = count(session, Mark)

    done = app.test_cli_runner().invoke(args=["retention", "run", "--dry-run"])

    assert done.exit_code == 0, done.output
    assert "Nothing was changed." in done.output
    assert "answers" in done.output
    assert count(session, Mark) == before


def test_only_administrators_see_what_was_removed(browser, session, frozen):
    keep_periods("2026-11-16")
    session.commit()

    assert "What was removed" in browser(make_account("administrator")).visit("/en/admin/retention").text
    assert browser(make_account("coordinator")).visit("/en/admin/retention").status == 404
