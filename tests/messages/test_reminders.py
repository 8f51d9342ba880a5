"""Reminders are few: all that waits in one mail, one mail a day at most, each thing once, and off means off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.authoring.services import drafts, reviews
from lms.catalogue.models import Draft
from lms.core import clock, jobs
from lms.core.mail import Mail
from lms.enrolments.validity import months_later
from lms.messages import services, tasks
from lms.messages.models import Reminded
from lms.messages.reminders import topics
from lms.people.models import Purpose
from lms.people.services import Agreement, agree, withdraw
from lms.quizzes.models import AttemptKind
from tests.authoring.documents import sound_document
from tests.support.databases import count_queries
from tests.support.factories import make_account, make_certificate, make_completion, make_edition, make_enrolment
from tests.support.factories.attempts import make_attempt
from tests.support.packs import small_module


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def edition(session):
    return make_edition()


def later(**time):
    clock.freeze(clock.now() + timedelta(**time))


def remind(session):
    """What the worker does once a day; recipient to body of the reminders that wait to leave."""
    tasks.remind_everybody(str(clock.local_day(clock.now())))
    session.commit()
    for job_id in jobs.due_jobs(clock.now()):
        if session.get(jobs.Job, job_id).name == "messages.tasks.remind_person":
            jobs.perform(job_id)
    written = session.execute(
        select(Mail.recipient, Mail.body).where(Mail.kind == "reminder", Mail.created_at == clock.now())
    )
    return dict(written.all())


def test_a_module_that_rests_for_two_weeks_is_recalled_once_and_then_once_more(session, judge, edition):
    make_enrolment(edition, judge.person)

    told = {}
    for day in range(1, 70):
        later(days=1)
        if remind(session):
            told[day] = True

    assert list(told) == [14, 42]


def test_of_a_new_module_hears_once_who_agreed_to_it(session, judge, frozen):
    silent, changed = make_account(), make_account()
    for account in (judge, changed):
        agree(account.person, [Agreement(Purpose.MESSAGES, "2026-12", "hash", "en")], at=frozen)
    withdraw(changed.person, Purpose.MESSAGES, at=frozen)
    later(days=1)
    make_edition()
    newcomer = make_account()
    agree(newcomer.person, [Agreement(Purpose.MESSAGES, "2026-12", "hash", "en")], at=clock.now())
    session.commit()
    later(days=1)

    told = remind(session)

    assert list(told) == [judge.email]
    assert silent.email not in told
    assert "There is a new module for you." in told[judge.email]
    assert "http://localhost/en/modules\n" in told[judge.email]
    assert "Title of" not in told[judge.email]
    later(days=1)
    assert remind(session) == {}


def test_of_a_module_for_others_or_begun_already_nobody_hears(session, judge, frozen):
    agree(judge.person, [Agreement(Purpose.MESSAGES, "2026-12", "hash", "en")], at=frozen)
    later(days=1)
    make_enrolment(make_edition(), judge.person)
    make_edition(small_module("for-others", "M7", professions={"required": ["prosecutor"], "recommended": []}))
    later(days=1)

    assert judge.person.profession_code != "prosecutor"
    assert remind(session) == {}


def test_a_reminder_names_no_module_and_leads_to_the_own_learning(session, judge, edition):
    make_enrolment(edition, judge.person)
    later(days=14)

    body = remind(session)[judge.email]

    assert "A module that you began waits for you to go on." in body
    assert "http://localhost/en/my-learning" in body
    assert "Title of" not in body


def test_several_modules_are_one_line_of_one_mail(session, judge):
    for number in (1, 2):
        make_enrolment(make_edition(slug=f"module-{number}", code=f"M8{number}"), judge.person)
    later(days=14)

    told = remind(session)

    assert len(told) == 1
    assert "2 modules that you began wait" in told[judge.email]


def test_whoever_goes_on_is_left_in_peace(session, judge, edition):
    enrolment = make_enrolment(edition, judge.person)
    later(days=10)
    make_attempt(enrolment, AttemptKind.PRE_TEST)
    later(days=5)

    assert remind(session) == {}


def test_a_module_that_is_done_or_withdrawn_is_not_recalled(session, edition):
    make_completion(edition=edition)
    withdrawn = make_edition(slug="withdrawn", code="M92")
    make_enrolment(withdrawn, make_account().person)
    withdrawn.withdrawn_at, withdrawn.withdrawn_reason = clock.now(), "Wrong."
    session.commit()
    later(days=14)

    assert remind(session) == {}


def test_people_without_a_confirmed_address_and_suspended_people_are_passed_over(session, edition):
    make_enrolment(edition, make_account(phone="+996555123456").person)
    make_enrolment(edition, make_account(verified=False).person)
    suspended = make_account()
    make_enrolment(edition, suspended.person)
    suspended.suspended_at = clock.now()
    session.commit()
    later(days=14)

    assert remind(session) == {}


def test_what_waits_in_several_places_is_one_mail_that_leads_to_the_front_page(session, frozen):
    trainer = make_account(Role.TRAINER)
    reviewer = make_account(Role.GENDER_REVIEWER)
    module = drafts.create_module(sound_document(), by=trainer.id, at=clock.now())
    session.flush()
    reviews.request_review(session.get_one(Draft, module.id), change="first", by=trainer.id, at=clock.now())
    make_enrolment(make_edition(slug="another", code="M92"), reviewer.person)
    session.commit()
    later(days=14)

    told = remind(session)

    assert set(told) == {reviewer.email}
    assert "A text waits for your review." in told[reviewer.email]
    assert "A module that you began" in told[reviewer.email]
    assert "http://localhost/en/\n" in told[reviewer.email]


def test_reviewers_are_reminded_after_one_week_and_after_two(session, frozen):
    trainer, reviewer = make_account(Role.TRAINER), make_account(Role.RIGHTS_REVIEWER)
    module = drafts.create_module(sound_document(), by=trainer.id, at=clock.now())
    session.flush()
    reviews.request_review(session.get_one(Draft, module.id), change="first", by=trainer.id, at=clock.now())
    session.commit()

    told = []
    for day in range(1, 30):
        later(days=1)
        told += [day] if reviewer.email in remind(session) else []

    assert told == [7, 14]


def test_a_certificate_that_ends_is_recalled_two_months_before(session, judge, frozen):
    certificate = make_certificate(judge)
    certificate.expires_on = months_later(clock.local_day(frozen), 2) + timedelta(days=10)
    session.commit()

    told = []
    for day in range(1, 30):
        later(days=1)
        told += [day] if judge.email in remind(session) else []

    assert told == [10]


def test_one_mail_a_day_whoever_asks(session, judge):
    assert services.remind(judge.id, [("unfinished_module", "one")], at=clock.now())
    session.commit()

    assert not services.remind(judge.id, [("unfinished_module", "two")], at=clock.now())
    later(hours=20)
    assert services.remind(judge.id, [("unfinished_module", "two")], at=clock.now())


def test_the_work_of_a_day_done_twice_is_one_mail(session, judge, edition):
    make_enrolment(edition, judge.person)
    later(days=14)

    remind(session)
    remind(session)

    assert len(session.scalars(select(Mail).where(Mail.kind == "reminder")).all()) == 1


def test_off_means_off_and_is_not_made_up_for(session, judge, edition):
    make_enrolment(edition, judge.person)
    services.choose_messages(judge, [], offered=["unfinished_module"], at=clock.now())
    session.commit()
    later(days=14)
    assert remind(session) == {}
    assert session.scalars(select(Reminded)).all() == []

    services.choose_messages(judge, ["unfinished_module"], offered=["unfinished_module"], at=clock.now())
    session.commit()
    later(days=14)

    assert remind(session) == {}


def test_an_installation_without_mail_reminds_nobody(app, session, judge, edition, monkeypatch):
    monkeypatch.setitem(app.config, "NO_MAIL", True)
    make_enrolment(edition, judge.person)
    later(days=14)

    assert remind(session) == {}
    assert session.scalars(select(Reminded)).all() == []


def test_asking_who_is_due_costs_the_same_for_one_and_for_many(app, session, edition):
    make_enrolment(edition, make_account().person)
    later(days=14)
    with count_queries(app) as few:
        list(topics()["unfinished_module"].ask(clock.now()))
    for _person in range(10):
        make_enrolment(edition, make_account().person)
    with count_queries(app) as many:
        list(topics()["unfinished_module"].ask(clock.now()))

    assert len(few) == len(many)
