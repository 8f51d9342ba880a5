"""The holder asks for a correction; the coordinator decides once, with a reason that the holder reads."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.certificates import services
from lms.certificates.errors import AlreadyAsked, AlreadyDecided, CertificateEnded
from lms.certificates.models import Certificate, CertificateState, Correction, CorrectionState
from lms.core.audit import AuditRecord
from lms.core.mail import Mail
from lms.people import exports
from tests.support.csrf import token_of
from tests.support.factories import make_account, make_certificate, make_edition

LIST = "/en/my-learning/certificates"
OFFICE = "/en/reports/certificates"
NAME = "Асанова Айгүл Бакытовна"
WANTED = "Асанова Айгүл Бакыт кызы"


@pytest.fixture
def judge(session):
    return make_account()


@pytest.fixture
def coordinator(session):
    return make_account("coordinator")


@pytest.fixture
def certificate(judge):
    return make_certificate(judge)


def test_the_first_page_of_the_coordinator_says_that_a_request_waits(browser, judge, coordinator, certificate, frozen):
    assert "Requests for a correction : 0" in spaced(browser(coordinator).visit("/en/reports").text)
    ask(certificate, judge, frozen)

    page = browser(coordinator).visit("/en/reports")

    assert "Requests for a correction : 1" in spaced(page.text)
    assert "Names not in the list : 0" in spaced(page.text)
    assert page.click("Requests for a correction").path == OFFICE


def spaced(text):
    return " ".join(text.replace(":", " : ").split())


def ask(certificate, by, at, **changes):
    wanted = {"name": WANTED, "languages": "ky+en", "why": "The patronymic is wrong.", "evidence": None, **changes}
    return services.ask_for_correction(certificate, **wanted, by=by.id, at=at)


def ask_through_pages(browser, account):
    page = browser(account).visit(LIST).click("Ask for a correction")
    return page.submit("Send the request", name=WANTED, why="The patronymic is wrong.")


def decide_through_pages(browser, coordinator, decision, answer="As in the passport."):
    page = browser(coordinator).visit(OFFICE).click(NAME)
    return page.submit("Save the decision", decision=decision, answer=answer)


def test_the_form_begins_with_what_is_printed(browser, judge, certificate):
    page = browser(judge).visit(LIST).click("Ask for a correction")

    assert page.heading == "Ask for a correction"
    assert page.all("//input[@name='name']/@value") == [NAME]
    assert page.all("//input[@name='languages'][@checked]/@value") == ["ky+en"]


def test_an_accepted_request_issues_a_new_certificate_and_the_old_code_leads_to_it(
    session, browser, judge, coordinator, certificate
):
    page = ask_through_pages(browser, judge)
    assert page.heading == "Your request for a correction"
    assert "Your request was sent to the coordinator." in page.notice
    page = decide_through_pages(browser, coordinator, "accept")
    assert page.notice == "The new certificate is issued, and the old code leads to it."

    page = browser().visit(f"/verify/{certificate.code}", query={"language": "en"})
    assert page.heading == "This certificate was corrected"
    page = page.click("See the certificate that took its place")
    assert page.heading == "This certificate is valid"
    page = browser(judge).visit(LIST)
    assert [mail.kind for mail in session.scalars(select(Mail).order_by(Mail.id))] == [
        "certificate_issued",
        "correction_decided",
    ]
    assert WANTED in page.text
    assert "as you asked. Reason: As in the passport." in page.text
    correction = session.scalars(select(Correction)).one()
    assert (correction.state, correction.certificate_id) == (CorrectionState.ACCEPTED, certificate.id)
    assert correction.successor_id == session.get(Certificate, certificate.id).superseded_by_id


def test_a_declined_request_changes_nothing_and_shows_the_reason(session, browser, judge, coordinator, certificate):
    ask_through_pages(browser, judge)

    decide_through_pages(browser, coordinator, "decline", "The passport says Бакытовна.")

    assert session.get(Certificate, certificate.id).state is CertificateState.VALID
    page = browser(judge).visit(LIST)
    assert "was declined. Reason: The passport says Бакытовна." in page.text
    assert page.click("Ask for a correction").heading == "Ask for a correction"


def test_only_the_languages_may_be_changed(session, browser, judge, coordinator, certificate):
    page = browser(judge).visit(f"{LIST}/{certificate.id}/correction")
    page.submit("Send the request", languages="ru+en", why="My office reads Russian.")

    decide_through_pages(browser, coordinator, "accept")

    standing = session.scalars(select(Certificate).where(Certificate.state == CertificateState.VALID)).one()
    assert (standing.name_printed, standing.languages) == (NAME, "ru+en")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"why": "A letter."}, "This is what the certificate says now. Change the name or the languages."),
        ({"name": "", "why": "A letter."}, "Enter your full name"),
        ({"name": WANTED, "why": ""}, "Write what is wrong."),
        ({"name": "Г?лнара", "why": "A letter."}, "This character cannot stand in a name: ? (U+003F)."),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(session, browser, judge, certificate, values, sentence):
    page = browser(judge).visit(f"{LIST}/{certificate.id}/correction").submit("Send the request", **values)

    assert page.status == 422
    assert sentence in page.text
    assert page.all("//input[@name='name']/@value") == [values.get("name", NAME)]
    assert session.query(Correction).count() == 0


def test_the_holder_takes_the_request_back(session, browser, judge, coordinator, certificate):
    ask_through_pages(browser, judge)

    page = browser(judge).visit(LIST).click("See the request").submit("Take the request back")

    assert page.notice == "The request is taken back. The certificate stays as it is."
    assert "No request waits for a decision." in browser(coordinator).visit(OFFICE).text
    assert page.click("Ask for a correction").heading == "Ask for a correction"


def test_one_request_waits_at_a_time(session, judge, certificate, frozen):
    ask(certificate, judge, frozen)

    with pytest.raises(AlreadyAsked):
        ask(certificate, judge, frozen, name="Асанова Айгүл")
    assert session.query(Correction).count() == 1


def test_asking_twice_leads_to_the_request_that_waits(session, browser, judge, certificate):
    form = browser(judge).visit(f"{LIST}/{certificate.id}/correction")
    form.submit("Send the request", name=WANTED, why="The patronymic is wrong.")

    page = form.submit("Send the request", name=WANTED, why="The patronymic is wrong.")

    assert page.heading == "Your request for a correction"
    assert "It waits for the decision." in page.notice
    assert session.query(Correction).count() == 1


def test_a_certificate_that_has_ended_is_not_corrected(session, judge, coordinator, certificate, frozen):
    correction = ask(certificate, judge, frozen)
    services.revoke_certificate(certificate, code="other", reason="Doubts.", by=coordinator.id, at=frozen)

    with pytest.raises(CertificateEnded):
        services.accept(correction, answer="Yes.", by=coordinator.id, at=frozen)
    with pytest.raises(CertificateEnded):
        ask(certificate, judge, frozen)


def test_a_request_about_a_revoked_certificate_can_only_be_declined(
    session, browser, judge, coordinator, certificate, frozen
):
    correction = ask(certificate, judge, frozen)
    services.revoke_certificate(certificate, code="other", reason="Doubts.", by=coordinator.id, at=frozen)
    session.commit()
    page = decide_through_pages(browser, coordinator, "accept")
    assert page.status == 422
    assert "Decline the request." in page.text

    page = page.submit("Save the decision", decision="decline", answer="It was revoked.")

    session.refresh(correction)
    assert correction.state is CorrectionState.DECLINED


def test_a_decision_is_made_once(session, browser, judge, coordinator, certificate):
    ask_through_pages(browser, judge)
    form = browser(coordinator).visit(OFFICE).click(NAME)
    form.submit("Save the decision", decision="decline", answer="No.")

    page = form.submit("Save the decision", decision="accept", answer="Yes.")

    assert page.notice.startswith("This request was decided or taken back in the meantime.")
    assert session.query(Certificate).count() == 1
    correction = session.query(Correction).one()
    with pytest.raises(AlreadyDecided):
        services.take_back(correction, by=judge.id, at=correction.asked_at)


def test_a_decision_needs_a_reason(session, browser, judge, coordinator, certificate):
    ask_through_pages(browser, judge)

    page = decide_through_pages(browser, coordinator, "accept", "")

    assert page.status == 422
    assert "Write the reason." in page.text
    assert session.query(Correction).one().state is CorrectionState.OPEN


def test_the_oldest_request_stands_first(session, browser, judge, coordinator, certificate, frozen):
    other = make_certificate(make_account(), make_edition(slug="second", code="M92"), name="Башка Ысым")
    ask(certificate, judge, frozen)
    ask(other, judge, frozen - timedelta(days=1))
    session.commit()

    page = browser(coordinator).visit(OFFICE)

    names = [" ".join(cell.itertext()) for cell in page.all("//table[@id='requests']//th[@scope='row']")]
    assert names == ["Башка Ысым", NAME]


def test_nobody_decides_about_the_own_certificate(session, browser, coordinator, frozen):
    own = make_certificate(coordinator)
    correction = ask(own, coordinator, frozen)
    session.commit()
    visitor = browser(coordinator)

    page = visitor.visit(f"{OFFICE}/corrections/{correction.id}")

    assert "Another coordinator decides about it." in page.text
    assert not page.all("//main//form")
    form = {"csrf_token": token_of(visitor), "decision": "accept", "answer": "Mine."}
    assert visitor.post(f"{OFFICE}/corrections/{correction.id}", form).status == 404
    assert visitor.visit(f"{OFFICE}/{own.id}/revoke").status == 404


@pytest.mark.parametrize("role", [None, "trainer", "administrator"])
def test_only_a_coordinator_sees_requests_and_certificates_of_others(
    session, browser, judge, certificate, frozen, role
):
    correction = ask(certificate, judge, frozen)
    session.commit()
    visitor = browser(make_account(role) if role else make_account())

    for path in (OFFICE, f"{OFFICE}/{certificate.id}", f"{OFFICE}/corrections/{correction.id}"):
        assert visitor.visit(path).status == 404
    assert visitor.visit(f"{LIST}/{certificate.id}/correction").status == 404


def test_looks_and_decisions_are_recorded_and_the_holder_sees_the_looks(
    session, browser, judge, coordinator, certificate
):
    ask_through_pages(browser, judge)
    decide_through_pages(browser, coordinator, "decline")

    acts = set(session.scalars(select(AuditRecord.act).where(AuditRecord.actor_id == coordinator.id)))
    assert {
        "certificates.correction.listed",
        "certificates.correction.seen",
        "certificates.correction.declined",
    } <= acts
    assert "Looked at a request for a correction" in browser(judge).visit("/en/profile/looks").text


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_holder_is_told_in_the_own_language_without_title_and_reason(
    session, browser, coordinator, frozen, language
):
    holder = make_account(language=language)
    correction = ask(make_certificate(holder), holder, frozen)

    services.decline(correction, answer="Secret reason.", by=coordinator.id, at=frozen)

    told = session.scalars(select(Mail).where(Mail.kind == "correction_decided")).one()
    assert (told.recipient, told.language) == (holder.email, language)
    assert told.body.count("http") == 1
    assert f"http://localhost/{language}/my-learning/certificates" in told.body
    for secret in ("Secret reason", "Title of practice", "Название", NAME):
        assert secret not in told.subject + told.body


def test_the_copy_of_a_persons_data_holds_the_own_requests(session, judge, certificate, frozen):
    ask(certificate, judge, frozen)
    other = make_account()
    ask(make_certificate(other, make_edition(slug="second", code="M92")), other, frozen, name="Башка Ысым")
    session.commit()

    held = exports.collect(judge.person_id)["certificate_corrections"]

    assert [(entry["certificate"], entry["name"], entry["state"]) for entry in held] == [
        (certificate.code, WANTED, CorrectionState.OPEN)
    ]


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_pages_speak_the_language_of_the_address(
    session, browser, judge, coordinator, certificate, frozen, language
):
    office = OFFICE.replace("/en/", f"/{language}/")
    mine = f"{LIST}/{certificate.id}/correction".replace("/en/", f"/{language}/")
    pages = [browser(judge).visit(mine)]
    correction = ask(certificate, judge, frozen)
    session.commit()
    pages.append(browser(judge).visit(mine))
    pages += [
        browser(coordinator).visit(path)
        for path in (office, f"{office}/{certificate.id}", f"{office}/corrections/{correction.id}")
    ]

    assert [page.status for page in pages] == [200] * 5
    assert {page.tree.getroot().get("lang") for page in pages} == {language}
