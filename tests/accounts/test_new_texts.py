"""A consent belongs to one text: a new version is asked for, and what is signed on paper counts as much."""

import pytest
from sqlalchemy import select

from lms.accounts import consents, services
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.extensions import db
from lms.people.models import Consent, Method, Purpose
from lms.people.queries import consent_in_force
from lms.people.services import Agreement
from tests.support.factories import make_account
from tests.support.factories.people import PASSWORD


@pytest.fixture
def judge(session):
    return make_account(email="judge@example.org")


def agreed(account, version):
    services.give_consent(account, Agreement(Purpose.STUDY, version, f"hash of {version}", "en"), at=clock.now())
    db.session.commit()


def sign_in(browser):
    return browser().visit("/en/sign-in").submit("Sign in", login="judge@example.org", password=PASSWORD)


def test_a_new_text_is_shown_after_signing_in(browser, judge):
    agreed(judge, "2019-01")

    page = sign_in(browser)

    assert page.heading == "A text you agreed to has changed"
    assert page.click("Decide later").path == "/en/my-learning"


def test_nothing_waits_for_the_answer(browser, judge):
    agreed(judge, "2019-01")

    page = browser().visit("/en/profile").submit("Sign in", login="judge@example.org", password=PASSWORD)

    assert page.heading == "Profile"
    assert consent_in_force(judge.person_id, Purpose.STUDY).text_version == "2019-01"


def test_agreeing_writes_down_the_new_text_and_asks_no_more(browser, session, judge):
    agreed(judge, "2019-01")

    page = sign_in(browser).submit("I agree to the new text")

    assert page.path == "/en/my-learning"
    assert (
        consent_in_force(judge.person_id, Purpose.STUDY).text_version == consents.text_of(Purpose.STUDY, "en").version
    )
    assert consents.outdated(judge.person_id) == []
    assert len(session.scalars(select(Consent)).all()) == 2  # the older one stays as proof


def test_whoever_agreed_to_the_text_that_holds_is_not_asked(browser, session, judge):
    services.give_consent(judge, consents.agreement_to(Purpose.STUDY, "ky"), at=clock.now())
    session.commit()

    assert sign_in(browser).path == "/en/my-learning"


def test_every_text_can_be_signed_on_paper(browser, judge):
    page = browser(judge).visit("/en/profile/consents").click("The same texts to print and sign on paper")

    assert page.heading == "Consents on paper"
    assert all(consents.text_of(purpose, "en").title in page.text for purpose in Purpose)


WHY = "Registered at the workshop in Osh; the paper is in the archive there"


def note(browser, administrator, account, **values):
    page = browser(administrator).visit(f"/en/admin/people/{account.id}/paper-consents")
    said = {"purposes": ["study"], "language": "ky", "day-day": "2", "day-month": "11", "day-year": "2026"}
    return page.submit("Save the consent", **said | {"reason": WHY} | values)


def test_what_was_signed_on_paper_counts_and_the_person_sees_it(browser, session, judge):
    administrator = make_account("administrator")

    note(browser, administrator, judge)

    consent = consent_in_force(judge.person_id, Purpose.STUDY)
    assert (consent.method, consent.language, clock.local_day(consent.given_at).isoformat()) == (
        Method.PAPER,
        "ky",
        "2026-11-02",
    )
    assert "on paper" in browser(judge).visit("/en/profile/consents").text
    noted = session.scalars(select(AuditRecord).where(AuditRecord.act == "accounts.consent.noted_from_paper")).one()
    assert (noted.actor_id, noted.reason) == (administrator.id, WHY)


@pytest.mark.parametrize("values", [{"day-year": "2027"}, {"purposes": []}, {"day-day": "31"}, {"reason": " "}])
def test_nobody_has_signed_tomorrow_or_nothing_and_a_reason_is_written(browser, judge, values):
    page = note(browser, make_account("administrator"), judge, **values)

    assert page.status == 422
    assert consent_in_force(judge.person_id, Purpose.STUDY) is None


def test_only_administrators_write_down_what_is_on_paper(browser, judge):
    page = browser(make_account("coordinator")).visit(f"/en/admin/people/{judge.id}/paper-consents")

    assert page.status == 404
