"""Parallel clicks against a database of its own: one certificate, one decision, one end of it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lms.certificates import services
from lms.certificates.models import Certificate, CertificateState, Correction, CorrectionState
from lms.core import clock
from lms.core.extensions import db
from tests.support import databases
from tests.support.browser import Browser
from tests.support.factories import make_account, make_certificate, make_completion, make_edition

CLICKS = 20
PEOPLE = 12
PAGE = "/en/my-learning/certificates/practice"
CHOICE = {"act": "issue", "line": "Асанова Айгүл Бакытовна", "typed": "", "languages": "ky+en"}


@pytest.fixture
def crowd(database_kind, tmp_path):
    """An application whose commits are real, and a way to press one button from many browsers at once."""
    with databases.application(database_kind, tmp_path) as app:
        yield app


def browsers_of(app, people, each):
    """``each`` signed-in browsers for every person, with the token their page gave them."""
    with app.app_context():
        edition = make_edition()
        accounts = [make_account() for _ in range(people)]
        for account in accounts:
            make_completion(account, edition)
        found = []
        for account in accounts:
            for _ in range(each):
                visitor = Browser(app, account)
                token = visitor.visit(PAGE).all("//input[@name='csrf_token']/@value")[0]
                found.append((visitor.client, token))
        db.session.remove()
    return found


def press_at_once(browsers):
    start = Barrier(len(browsers))

    def press(browser):
        client, token = browser
        start.wait()
        return client.post(PAGE, data={**CHOICE, "csrf_token": token}).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(press, browsers))


def test_many_clicks_at_once_issue_one_certificate(crowd):
    statuses = press_at_once(browsers_of(crowd, people=1, each=CLICKS))

    assert set(statuses) == {303}
    with crowd.app_context():
        assert db.session.query(Certificate).count() == 1


def test_people_who_finish_together_each_get_a_number_of_their_own(crowd):
    statuses = press_at_once(browsers_of(crowd, people=PEOPLE, each=2))

    assert set(statuses) == {303}
    with crowd.app_context():
        serials = [row.serial for row in db.session.query(Certificate).order_by(Certificate.serial)]
    assert serials == list(range(1, PEOPLE + 1))


# ── Coordinators at once ─────────────────────────────────────────────────────

ROUNDS = 5
OFFICE = "/en/reports/certificates"
ACCEPT = {"decision": "accept", "answer": "As in the passport."}
DECLINE = {"decision": "decline", "answer": "The passport says otherwise."}
REVOKE = {"act": "revoke", "code": "other", "explanation": "Doubts."}


def a_request(app):
    """Somebody who waits for a correction: ids of the certificate and of the request."""
    with app.app_context():
        holder = make_account()
        certificate = make_certificate(holder, make_edition(slug=f"p-{holder.id.hex[-6:]}", code=holder.id.hex[-6:]))
        correction = services.ask_for_correction(
            certificate, name="Асанова Айгүл", languages="ky+en", why="A word too many.", evidence=None,
            by=holder.id, at=clock.now(),
        )  # fmt: skip
        db.session.commit()
        found = certificate.id, correction.id
        db.session.remove()
    return found


def coordinators(app, count):
    """Each with a token, signed in."""
    with app.app_context():
        found = []
        for _ in range(count):
            visitor = Browser(app, make_account("coordinator"))
            token = visitor.visit(OFFICE).all("//input[@name='csrf_token']/@value")[0]
            found.append((visitor.client, token))
        db.session.remove()
    return found


def send_at_once(*forms):
    """Each (client, token), address and form at the same moment; the statuses."""
    start = Barrier(len(forms))

    def send(form):
        (client, token), address, values = form
        start.wait()
        return client.post(address, data={**values, "csrf_token": token}).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def test_coordinators_who_decide_at_once_make_one_decision(crowd):
    office = coordinators(crowd, 6)
    for _round in range(ROUNDS):
        certificate_id, correction_id = a_request(crowd)
        address = f"{OFFICE}/corrections/{correction_id}"

        send_at_once(*((one, address, ACCEPT if number % 2 else DECLINE) for number, one in enumerate(office)))

        with crowd.app_context():
            correction = db.session.get_one(Correction, correction_id)
            certificate = db.session.get_one(Certificate, certificate_id)
            of_enrolment = db.session.query(Certificate).filter_by(enrolment_id=certificate.enrolment_id)
            is_accepted = correction.state is CorrectionState.ACCEPTED
            assert correction.state in (CorrectionState.ACCEPTED, CorrectionState.DECLINED)
            assert of_enrolment.count() == 1 + is_accepted
            assert (certificate.state is CertificateState.CORRECTED) is is_accepted
            db.session.remove()


def test_revoking_and_correcting_at_once_ends_a_certificate_in_one_way(crowd):
    one, other = coordinators(crowd, 2)
    for _round in range(ROUNDS):
        certificate_id, correction_id = a_request(crowd)

        revoked, corrected = send_at_once(
            (one, f"{OFFICE}/{certificate_id}/revoke", REVOKE), (other, f"{OFFICE}/corrections/{correction_id}", ACCEPT)
        )

        with crowd.app_context():
            certificate = db.session.get_one(Certificate, certificate_id)
            correction = db.session.get_one(Correction, correction_id)
            standing = db.session.query(Certificate).filter_by(enrolment_id=certificate.enrolment_id).all()
            if certificate.state is CertificateState.REVOKED:
                assert (revoked, corrected) == (303, 422)
                assert (correction.state, len(standing)) == (CorrectionState.OPEN, 1)
            else:
                assert (certificate.state, certificate.revoked_at) == (CertificateState.CORRECTED, None)
                assert sorted(row.state for row in standing) == [CertificateState.CORRECTED, CertificateState.VALID]
            db.session.remove()
