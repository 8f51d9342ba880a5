"""A person leaves: with two weeks to change one's mind, and then nobody can tell any more who it was."""

import io
from datetime import timedelta

import pypdf
import pytest
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.errors import AlreadyClosing, LastAdministrator
from lms.accounts.models import Account, Closing, ClosingReason
from lms.accounts.queries import closing_of
from lms.accounts.tasks import close_accounts
from lms.certificates import services as certificates
from lms.certificates import tasks as papers
from lms.certificates.models import Certificate
from lms.core import clock, files, jobs
from lms.core.extensions import db
from lms.core.mail import Mail
from lms.core.models import Base
from lms.enrolments.models import Enrolment
from lms.institutions.queries import institution_by_key
from lms.people.models import Consent, Purpose
from lms.people.services import Agreement
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_certificate, make_edition, make_enrolment
from tests.support.factories.people import PASSWORD, make_person
from tests.support.packs import small_module

NAME, EMAIL, PHONE = "Канарейкина Жибек Асановна", "canary@example.org", "+996555987654"
CANARIES = ("Канарейкина", "kanareykin", "canary@", "996555987654")
CLOSE = "/en/profile/close"


@pytest.fixture
def judge(session):
    person = make_person(NAME, birth_year=1977, institution=institution_by_key("supreme-court"), confirmed=True)
    account = make_account(person=person, email=EMAIL, phone=PHONE)
    services.give_consent(account, Agreement(Purpose.STUDY, "2026-11", "hash", "ky"), at=clock.now())
    session.commit()
    return account


def ask(browser, account, certificates="keep"):
    return browser(account).visit(CLOSE).submit("Close my account", certificates=certificates, is_sure="y")


def two_weeks_later(frozen):
    clock.freeze(frozen + timedelta(days=14, minutes=1))
    close_accounts("2026-12-01")
    db.session.commit()
    jobs.work_off()


def everything_stored():
    """Every value of every table, as text."""
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            yield table.name, " ".join(str(value) for value in row)


def traces():
    return sorted(
        {(name, canary) for name, row in everything_stored() for canary in CANARIES if canary.lower() in row.lower()}
    )


def test_what_follows_is_said_before_and_the_day_afterwards(browser, judge):
    page = browser(judge).visit(CLOSE)
    assert "What stays, why, and until when" in page.text
    assert "Seven years after the completion" in page.text

    page = ask(browser, judge)

    assert page.heading == "Your account will be closed on 30 November 2026"
    assert db.session.scalars(select(Mail.kind)).all() == ["closing_asked"]


@pytest.mark.parametrize("answers", [{}, {"certificates": "keep"}, {"is_sure": "y"}])
def test_nothing_is_closed_by_half_an_answer(browser, judge, answers):
    page = browser(judge).visit(CLOSE).submit("Close my account", **answers)

    assert page.status == 422
    assert closing_of(judge) is None


def test_an_old_proof_is_not_enough(browser, judge, frozen):
    visitor = browser(judge)
    page = visitor.visit(CLOSE)
    clock.freeze(frozen + timedelta(minutes=11))

    page = page.submit("Close my account", certificates="keep", is_sure="y")

    assert page.heading != "Your account will be closed on 30 November 2026"
    assert closing_of(judge) is None


def test_a_change_of_mind_leaves_everything_as_it_was(browser, judge, frozen):
    page = ask(browser, judge).submit("Keep my account")
    assert page.notice == "Your account stays. Nothing was removed."

    two_weeks_later(frozen)

    assert judge.erased_at is None
    assert judge.person.full_name() == NAME


def test_until_the_day_nothing_is_removed(browser, judge, frozen):
    ask(browser, judge)
    clock.freeze(frozen + timedelta(days=13, hours=23))
    close_accounts("2026-11-29")
    jobs.work_off()

    assert judge.person.full_name() == NAME


def lived(browser, judge, session):
    """Somebody who has been here: studied, was certified, asked for a correction, was written to and invited."""
    certificate = make_certificate(judge, name=NAME)
    papers.render_certificate(str(certificate.id))
    certificates.ask_for_correction(
        certificate,
        name=f"{NAME} кызы",
        languages="ru+en",
        why=f"I am {NAME}",
        evidence=EMAIL,
        by=judge.id,
        at=clock.now(),
    )
    make_enrolment(make_edition(small_module("another", "M2")), judge.person)
    visitor = browser()
    visitor.visit("/en/sign-in").submit("Sign in", login=EMAIL, password="wrong words here")
    visitor.post("/en/sign-in/reset", {"email": EMAIL, "csrf_token": token_of(visitor)})
    session.commit()
    return certificate


def test_nobody_can_tell_afterwards_who_it_was(browser, session, judge, frozen):
    certificate = lived(browser, judge, session)
    key = certificate.file_key
    assert {name for name, _canary in traces()} >= {"persons", "accounts", "certificates"}

    ask(browser, judge)
    two_weeks_later(frozen)

    session.expire_all()
    assert traces() == []
    assert judge.person.birth_year is None
    with pytest.raises(FileNotFoundError):
        files.get(key)


def test_what_was_counted_stays(browser, session, judge, frozen):
    certificate = lived(browser, judge, session)
    before = session.get_one(Enrolment, certificate.enrolment_id)
    facts = (before.sex, before.age_band, before.institution_id, before.region_code, before.completed_on)

    ask(browser, judge)
    two_weeks_later(frozen)

    session.expire_all()
    after = session.get_one(Enrolment, certificate.enrolment_id)
    assert (after.sex, after.age_band, after.institution_id, after.region_code, after.completed_on) == facts
    assert after.birth_year is None
    assert session.scalars(select(Consent)).all()


def test_the_certificate_stays_valid_and_still_knows_its_name(browser, session, judge, frozen):
    certificate = lived(browser, judge, session)
    ask(browser, judge, certificates="keep")
    two_weeks_later(frozen)

    page = browser().visit(f"/verify/{certificate.code}?language=en")
    assert page.heading == "This certificate is valid"
    assert "Removed, because the holder has left" in page.text
    assert "Канарейкина" not in page.text
    page = page.submit("Compare", name_printed="канарейкина жибек асановна")
    assert page.notice.startswith("The name matches")
    page = page.submit("Compare", name_printed="Somebody Else")
    assert page.notice.startswith("The name does not match")


def test_whoever_wants_that_takes_the_certificates_along(browser, session, judge, frozen):
    certificate = lived(browser, judge, session)
    ask(browser, judge, certificates="revoke")
    two_weeks_later(frozen)

    assert browser().visit(f"/verify/{certificate.code}?language=en").heading == "This certificate was revoked"
    assert session.get_one(Certificate, certificate.id, populate_existing=True).revoked_code == "holder-asked"


def test_nobody_signs_in_any_more_and_the_address_is_free_again(browser, session, judge, frozen):
    visitor = browser(judge)
    ask(browser, judge)
    two_weeks_later(frozen)

    assert visitor.visit("/en/profile").heading == "Sign in"
    make_account(email=EMAIL)  # a unique index would refuse it


def test_closing_twice_does_nothing_the_second_time(browser, session, judge, frozen):
    ask(browser, judge)
    closing = session.scalars(select(Closing)).one()
    two_weeks_later(frozen)
    first = judge.erased_at

    clock.freeze(frozen + timedelta(days=20))
    services.close_account(closing, at=clock.now())

    assert judge.erased_at == first


def test_one_closing_is_under_way_at_a_time(judge, frozen):
    services.ask_to_close(judge, keeps_certificates=True, at=frozen)

    with pytest.raises(AlreadyClosing):
        services.ask_to_close(judge, keeps_certificates=False, at=frozen)


def test_the_last_administrator_cannot_leave(session, frozen, browser):
    administrator = make_account("administrator")

    with pytest.raises(LastAdministrator):
        services.ask_to_close(administrator, keeps_certificates=True, at=frozen)

    page = ask(browser, administrator)
    assert page.status == 422
    assert "You are the only administrator" in page.text


def test_a_role_ends_with_the_account(browser, session, frozen):
    trainer = make_account("trainer")
    ask(browser, trainer)
    two_weeks_later(frozen)

    account = session.get_one(Account, trainer.id, populate_existing=True)
    assert [grant.holds_at(clock.now()) for grant in account.grants] == [False]


def test_the_notice_of_an_unused_account_says_so(judge, frozen):
    services.ask_to_close(judge, keeps_certificates=True, why=ClosingReason.UNUSED, at=frozen)

    mail = db.session.scalars(select(Mail)).one()
    assert "for two years" in mail.body


def a_month_later(frozen):
    clock.freeze(frozen + timedelta(days=30, minutes=1))
    close_accounts("2026-12-17")
    db.session.commit()
    jobs.work_off()


def test_who_signs_in_again_keeps_an_unused_account(browser, judge, frozen):
    closing = services.ask_to_close(judge, keeps_certificates=True, why=ClosingReason.UNUSED, at=frozen)
    db.session.commit()
    clock.freeze(frozen + timedelta(days=3))

    page = browser().visit("/en/sign-in").submit("Sign in", login=EMAIL, password=PASSWORD)
    assert page.notice == "You have signed in, so your account stays. Nothing was removed."
    a_month_later(frozen)

    assert closing.taken_back_at == frozen + timedelta(days=3)
    assert judge.erased_at is None


def test_an_unused_account_that_was_used_is_not_closed_however_that_came_about(judge, frozen):
    closing = services.ask_to_close(judge, keeps_certificates=True, why=ClosingReason.UNUSED, at=frozen)
    services.open_sign_in(judge, device="Test", at=frozen + timedelta(days=29))
    db.session.commit()

    a_month_later(frozen)

    assert closing.taken_back_at is not None
    assert judge.erased_at is None


def test_an_unused_account_closes_when_nobody_comes(judge, frozen):
    services.open_sign_in(judge, device="Test", at=frozen)
    services.ask_to_close(judge, keeps_certificates=True, why=ClosingReason.UNUSED, at=frozen + timedelta(minutes=1))
    db.session.commit()

    a_month_later(frozen + timedelta(minutes=1))

    assert judge.erased_at is not None


def test_signing_in_takes_back_nothing_that_the_person_asked_for(browser, judge):
    ask(browser, judge)

    browser().visit("/en/sign-in").submit("Sign in", login=EMAIL, password=PASSWORD)

    assert closing_of(judge) is not None


@pytest.mark.parametrize("why", [ClosingReason.ASKED, ClosingReason.UNUSED])
def test_a_closing_under_way_is_said_in_the_profile(browser, judge, frozen, why):
    visitor = browser(judge)
    assert "will be closed" not in visitor.visit("/en/profile").notice
    services.ask_to_close(judge, keeps_certificates=True, why=why, at=frozen)
    db.session.commit()

    page = visitor.visit("/en/profile")
    assert "Your account will be closed on" in page.notice
    assert page.click("Keep my account").heading.startswith("Your account will be closed on")


def test_whoever_withdraws_the_study_consent_is_led_to_closing_and_its_choice(browser, judge):
    page = browser(judge).visit("/en/profile/consents/study/withdraw")
    assert "your data stay until you close your account" in page.text

    page = page.click("Close my account")

    assert page.heading == "Close my account"
    assert "They are revoked, because you ask for it" in page.text


def test_the_paper_did_carry_the_name(browser, session, judge):
    """Else the test that it is gone would prove nothing."""
    certificate = lived(browser, judge, session)

    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files.get(certificate.file_key))).pages)
    assert "Канарейкина" in text
