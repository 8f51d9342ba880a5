"""The coordinator revokes in two steps and has one day to take it back; the public page says what holds at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.certificates import services
from lms.certificates.errors import RevocationFinal, UnknownReason
from lms.certificates.models import Certificate, CertificateState
from lms.certificates.reasons import reasons
from lms.core import clock
from lms.core.audit import AuditRecord
from lms.core.i18n import LANGUAGES
from lms.core.mail import Mail
from tests.support.factories import make_account, make_certificate

OFFICE = "/en/reports/certificates"
LIST = "/en/my-learning/certificates"
NAME = "Асанова Айгүл Бакытовна"
WHY = {"code": "not-own-work", "explanation": "Two people say that they sat the quiz together."}


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def coordinator(session):
    return make_account("coordinator")


@pytest.fixture
def certificate(judge):
    return make_certificate(judge)


def find(browser, coordinator, code):
    return browser(coordinator).visit(OFFICE).submit("Find", code=code)


def revoke_through_pages(browser, coordinator, certificate):
    page = find(browser, coordinator, certificate.code).click("Revoke").submit("Continue", **WHY)
    return page.submit("Revoke the certificate")


def public_heading(browser, certificate):
    return browser().visit(f"/verify/{certificate.code}", query={"language": "en"}).heading


def test_a_certificate_is_found_by_its_code_however_it_is_typed(browser, coordinator, certificate):
    page = find(browser, coordinator, f" {certificate.code[:4].lower()}-{certificate.code[4:]} ")

    assert page.heading == NAME
    assert page.path == f"{OFFICE}/{certificate.id}"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "Enter the code"),
        ("ABC", "this one has 3"),
        ("0123456789ABCDEFGHJKMNPQRS", "There is no certificate with this code"),
    ],
)
def test_a_code_that_leads_nowhere_stays_in_the_field(browser, coordinator, certificate, code, sentence):
    page = find(browser, coordinator, code)

    assert page.status == 422
    assert sentence in page.text
    assert page.all("//input[@name='code']/@value") == [code]


def test_revoking_takes_two_steps_and_says_first_what_follows(session, browser, coordinator, certificate):
    page = find(browser, coordinator, certificate.code).click("Revoke")
    assert "For one day you can take it back. After that it stays." in page.text
    page = page.submit("Continue", **WHY)
    assert page.heading == "Revoke this certificate?"
    assert "The final quiz was taken by somebody else" in page.text
    assert session.get(Certificate, certificate.id).state is CertificateState.VALID

    page = page.submit("Revoke the certificate")

    session.expire_all()
    assert page.notice == "The certificate is revoked. This can be taken back for one day."
    assert (certificate.state, certificate.revoked_code) == (CertificateState.REVOKED, "not-own-work")


def test_going_back_from_the_second_step_keeps_what_was_written(session, browser, coordinator, certificate):
    page = find(browser, coordinator, certificate.code).click("Revoke").submit("Continue", **WHY)

    page = page.submit("Change")

    assert page.heading == "Revoke a certificate"
    assert page.all("//input[@name='code'][@checked]/@value") == ["not-own-work"]
    assert page.all("//textarea[@name='explanation']/text()")[0].strip() == WHY["explanation"]


def test_a_revocation_needs_a_reason_of_the_list_and_an_explanation(session, browser, coordinator, certificate):
    form = find(browser, coordinator, certificate.code).click("Revoke")

    page = form.submit("Continue", code="because", explanation="")

    assert page.status == 422
    assert "Choose an answer from the list." in page.text
    assert "Write the explanation." in page.text
    with pytest.raises(UnknownReason):
        services.revoke_certificate(certificate, code="because", reason="So.", by=coordinator.id, at=clock.now())


def test_the_public_page_says_revoked_at_once_and_for_a_day_that_it_may_change(
    session, browser, coordinator, certificate, frozen
):
    revoke_through_pages(browser, coordinator, certificate)

    text = browser().visit(f"/verify/{certificate.code}", query={"language": "en"}).text
    assert "Revoked on 16 November 2026. It is not valid." in text
    assert "Until 17 November 2026, 10:00 this decision can still be taken back." in text
    assert "somebody else" not in text
    clock.freeze(frozen + timedelta(days=1))
    assert (
        "can still be taken back" not in browser().visit(f"/verify/{certificate.code}", query={"language": "en"}).text
    )


def test_the_holder_reads_reason_and_explanation(session, browser, judge, coordinator, certificate):
    revoke_through_pages(browser, coordinator, certificate)

    page = browser(judge).visit(LIST)

    assert "The final quiz was taken by somebody else" in page.text
    assert WHY["explanation"] in page.text
    assert "Ask for a correction" not in page.text
    assert page.click("Help").heading == "Help"


def test_the_holder_reads_for_a_day_how_to_object(browser, judge, coordinator, certificate, frozen):
    revoke_through_pages(browser, coordinator, certificate)
    clock.freeze(frozen + timedelta(hours=23, minutes=59))
    assert "tell the coordinator before" in browser(judge).visit(LIST).text

    clock.freeze(frozen + timedelta(days=1))
    assert "tell the coordinator before" not in browser(judge).visit(LIST).text


def test_within_a_day_it_is_taken_back_and_valid_under_the_same_code(
    session, browser, coordinator, certificate, frozen
):
    revoke_through_pages(browser, coordinator, certificate)
    clock.freeze(frozen + timedelta(hours=23, minutes=59))

    page = find(browser, coordinator, certificate.code).click("Take the revocation back")
    page = page.submit("Take the revocation back", reason="The other person was a colleague who only watched.")

    assert page.notice == "The revocation is taken back. The certificate is valid."
    assert public_heading(browser, certificate) == "This certificate is valid"
    acts = session.scalars(select(AuditRecord.act).where(AuditRecord.subject_id == str(certificate.id))).all()
    assert {"certificates.certificate.revoked", "certificates.certificate.restored"} <= set(acts)


def test_after_a_day_it_stays_revoked(session, browser, coordinator, certificate, frozen):
    revoke_through_pages(browser, coordinator, certificate)
    clock.freeze(frozen + timedelta(days=1))

    page = find(browser, coordinator, certificate.code)
    assert "Take the revocation back" not in page.text
    page = browser(coordinator).visit(f"{OFFICE}/{certificate.id}/restore")

    assert page.notice == "There is no revocation that can still be taken back."
    with pytest.raises(RevocationFinal):
        services.restore_certificate(certificate, reason="Late.", by=coordinator.id, at=clock.now())
    assert public_heading(browser, certificate) == "This certificate was revoked"


def test_what_was_never_revoked_cannot_be_taken_back(session, coordinator, certificate, frozen):
    with pytest.raises(RevocationFinal):
        services.restore_certificate(certificate, reason="Why not.", by=coordinator.id, at=frozen)


def test_revoking_twice_is_revoking_once(session, browser, coordinator, certificate):
    form = find(browser, coordinator, certificate.code).click("Revoke").submit("Continue", **WHY)
    form.submit("Revoke the certificate")

    page = form.submit("Revoke the certificate")

    assert page.notice == "This certificate was corrected or revoked in the meantime."


def test_the_holder_is_told_of_both_without_the_reason(session, judge, coordinator, certificate, frozen):
    services.revoke_certificate(certificate, code="other", reason="Secret reason.", by=coordinator.id, at=frozen)
    services.restore_certificate(certificate, reason="Secret reason.", by=coordinator.id, at=frozen)

    told = session.scalars(select(Mail).where(Mail.kind != "certificate_issued").order_by(Mail.id)).all()

    assert [mail.kind for mail in told] == ["certificate_revoked", "certificate_restored"]
    assert {mail.recipient for mail in told} == {judge.email}
    for mail in told:
        assert mail.body.count("http") == 1
        assert "Secret" not in mail.subject + mail.body
        assert "Title of practice" not in mail.subject + mail.body


def test_a_look_of_the_coordinator_is_recorded(session, browser, judge, coordinator, certificate):
    find(browser, coordinator, certificate.code)

    assert "Looked at a certificate" in browser(judge).visit("/en/profile/looks").text


def test_the_reasons_have_words_in_three_languages(app):
    with app.app_context():
        known = reasons()

    assert len({reason.code for reason in known}) == len(known)
    assert all(reason.name[language] for reason in known for language in LANGUAGES)


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(session, browser, coordinator, certificate, frozen, language):
    office = OFFICE.replace("/en/", f"/{language}/")
    visitor = browser(coordinator)

    pages = [visitor.visit(f"{office}/{certificate.id}/revoke")]
    services.revoke_certificate(certificate, code="other", reason="Шек.", by=coordinator.id, at=frozen)
    session.commit()
    pages.append(visitor.visit(f"{office}/{certificate.id}/restore"))

    assert [page.status for page in pages] == [200, 200]
    assert {page.tree.getroot().get("lang") for page in pages} == {language}
