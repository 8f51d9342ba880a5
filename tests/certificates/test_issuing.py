"""A certificate is issued once, frozen, and given its paper."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.certificates import services, tasks, wording
from lms.certificates.codes import SAMPLE, grouped, is_code
from lms.certificates.errors import CertificateEnded, NameRefused, NotCompleted
from lms.certificates.models import Certificate, CertificateState
from lms.certificates.queries import paper_job
from lms.core import audit, clock, files, jobs
from lms.core.mail import Mail
from lms.documents import DocumentRefused
from lms.people.models import PersonName
from tests.support import pdf
from tests.support.factories import make_account, make_certificate, make_completion, make_edition, make_enrolment
from tests.support.packs import small_module

NAME = "Асанова Айгүл Бакытовна"


@pytest.fixture
def judge(session):
    return make_account()


def issue(enrolment, account, at, **chosen):
    return services.issue_certificate(enrolment, **{"name": NAME, "languages": "ky+en", **chosen}, by=account.id, at=at)


def test_completing_alone_issues_nothing(session, judge):
    make_completion(judge)

    assert session.query(Certificate).count() == 0


def test_a_certificate_is_issued_once_for_a_completion(session, judge, frozen):
    enrolment = make_completion(judge)

    first = issue(enrolment, judge, frozen)
    second = issue(enrolment, judge, frozen, name="Somebody Else")

    assert first is second
    assert session.query(Certificate).count() == 1
    assert is_code(first.code)
    assert (first.name_printed, first.initials, first.is_name_public) == (NAME, "А. А. Б.", False)


def test_the_holder_is_told_once_and_the_mail_does_not_say_of_what(session, judge, frozen):
    enrolment = make_completion(judge)

    issue(enrolment, judge, frozen)
    issue(enrolment, judge, frozen)

    told = session.scalars(select(Mail).where(Mail.kind == "certificate_issued")).one()
    assert told.recipient == judge.email
    assert "http://localhost/en/my-learning/certificates" in told.body
    assert "Title of" not in told.subject + told.body


def test_nothing_is_certified_before_completion(session, judge, frozen):
    enrolment = make_enrolment(make_edition(), judge.person, done=("lesson:first",))

    with pytest.raises(NotCompleted):
        issue(enrolment, judge, frozen)


def test_a_name_that_cannot_be_printed_issues_nothing(session, judge, frozen):
    enrolment = make_completion(judge)

    with pytest.raises(NameRefused):
        issue(enrolment, judge, frozen, name="아산 아이굴")

    assert session.query(Certificate).count() == 0


def test_running_numbers_follow_each_other(session, frozen):
    edition = make_edition()
    serials = [make_certificate(edition=edition).serial for _ in range(3)]

    assert serials == [1, 2, 3]


def test_issuing_is_recorded_without_a_name(session, judge, frozen):
    certificate = make_certificate(judge)

    row = session.query(audit.AuditRecord).filter_by(act="certificates.certificate.issued").one()
    assert (row.actor_id, row.subject_id) == (judge.id, str(certificate.id))
    assert "Асанова" not in json.dumps(row.facts, ensure_ascii=False)


def test_what_is_printed_is_frozen(session, judge, frozen):
    certificate = make_certificate(judge)
    before, code = json.dumps(certificate.wording, sort_keys=True), certificate.wording_hash

    judge.person.names = [PersonName(script="ky", full_name="Башка Ысым")]
    session.commit()
    session.expire_all()

    assert json.dumps(certificate.wording, sort_keys=True) == before
    assert certificate.name_printed == NAME
    assert wording.hash_of(certificate.wording) == code


def test_the_day_of_completion_is_printed_not_that_of_issuing(session, judge, frozen):
    enrolment = make_completion(judge)

    certificate = issue(enrolment, judge, frozen + timedelta(days=40))

    assert certificate.completed_on == enrolment.completed_on
    details = certificate.wording["facts"]["texts"]["en"]["details"]
    assert {"label": "Completed on", "value": "16\u00a0November\u00a02026"} in details


def test_a_module_may_limit_validity(session, judge, frozen):
    certificate = make_certificate(judge, make_edition(small_module(validity_months=24)))

    assert certificate.expires_on.isoformat() == "2028-11-16"
    assert "Valid until" in json.dumps(certificate.wording)


def test_completing_again_later_gives_a_certificate_of_its_own(session, judge, frozen):
    edition = make_edition()
    first = make_certificate(judge, edition)

    second = make_certificate(judge, edition, at=frozen + timedelta(days=365))

    assert first.id != second.id
    assert (first.completed_on.year, second.completed_on.year) == (2026, 2027)


def test_the_paper_is_made_by_a_job_and_kept(session, judge):
    certificate = make_certificate(judge)
    assert certificate.file_key is None

    jobs.work_off()
    session.expire_all()

    document = files.get(certificate.file_key)
    assert certificate.file_size == len(document) < 120 * 1024
    text = pdf.text_of(document)
    assert NAME in text
    assert grouped(certificate.code) in text
    assert "Title of practice (ky)" in text
    assert "Title of practice" in text
    assert "20\u00a0min" in document.decode("latin-1") or "20 min" in text
    assert pdf.links_of(document) == [f"http://localhost/verify/{certificate.code}"]


def test_the_paper_can_be_read_aloud_and_archived(session, judge):
    certificate = make_certificate(judge, languages="ru+en")
    jobs.work_off()
    session.expire_all()
    document = files.get(certificate.file_key)

    about, tags = pdf.about(document), pdf.tags_of(document)
    assert about.language == "ru"
    assert about.is_marked
    assert about.shows_title
    assert (about.conformance["pdfuaid:part"], about.conformance["pdfaid:conformance"]) == ("1", "A")
    assert [tag.name for tag in tags if tag.name.startswith("H")] == ["H1", "H1", "H2", "H2"]
    assert all(tag.alternative for tag in tags if tag.name == "Figure")
    assert all(pdf.fonts_of(document).values())


def test_every_kyrgyz_letter_of_a_name_is_on_the_paper(session, judge):
    certificate = make_certificate(judge, name="Өмүрбекова Үмүтжан Өзгөнбай кызы Ңөү")
    jobs.work_off()
    session.expire_all()

    assert certificate.name_printed in pdf.text_of(files.get(certificate.file_key))


def test_the_paper_tells_no_score_no_workplace_and_no_sex(session, judge):
    certificate = make_certificate(judge)
    printed = json.dumps(certificate.wording, ensure_ascii=False).lower()

    for word in ("score", "points", "%", "correct", "court", "judge", "female", "1988"):
        assert word not in printed


def test_a_demonstration_says_so_on_paper_in_both_languages(session, judge):
    assert make_certificate(judge).wording["facts"]["mark"].keys() == {"ky", "en"}


def test_making_the_paper_twice_makes_one(session, judge):
    certificate = make_certificate(judge)
    tasks.render_certificate(str(certificate.id))
    key = certificate.file_key

    tasks.render_certificate(str(certificate.id))

    assert certificate.file_key == key


def test_a_paper_that_cannot_be_made_is_tried_three_times_and_then_again_on_request(
    session, judge, frozen, monkeypatch
):
    certificate = make_certificate(judge)
    with monkeypatch.context() as broken:
        broken.setattr(tasks, "pdf_of", refuse_to_typeset)
        for hours in range(3):
            clock.freeze(frozen + timedelta(hours=hours))
            jobs.work_off()
    assert paper_job(certificate).state == "failed"
    assert certificate.file_key is None

    services.make_paper_again(certificate, tasks.render_certificate, at=clock.now())
    session.commit()
    jobs.work_off()
    session.expire_all()

    assert certificate.file_key


def refuse_to_typeset(*args, **values):
    raise DocumentRefused("The typesetter ended with 1")


def test_a_revoked_certificate_stays_revoked(session, judge, frozen):
    certificate = make_certificate(judge)

    services.revoke_certificate(
        certificate, code="other-person", reason="Issued to another person.", by=judge.id, at=frozen
    )
    session.commit()

    assert certificate.state is CertificateState.REVOKED
    with pytest.raises(CertificateEnded):
        services.revoke_certificate(certificate, code="other", reason="Again.", by=judge.id, at=frozen)
    with pytest.raises(CertificateEnded):
        services.correct_certificate(certificate, name=NAME, reason="A letter.", by=judge.id, at=frozen)
    assert issue(certificate.enrolment, judge, frozen).state is CertificateState.REVOKED


def test_a_corrected_certificate_leads_to_its_successor(session, judge, frozen):
    certificate = make_certificate(judge)

    successor = services.correct_certificate(
        certificate, name="Асанова Айгүл", reason="Patronymic left out.", by=judge.id, at=frozen
    )
    session.commit()
    session.expire_all()

    assert (certificate.state, certificate.superseded_by_id) == (CertificateState.CORRECTED, successor.id)
    assert certificate.name_printed == NAME
    assert (successor.name_printed, successor.state) == ("Асанова Айгүл", CertificateState.VALID)
    assert successor.code != certificate.code
    assert successor.completed_on == certificate.completed_on
    assert successor.record == certificate.record
    assert paper_job(successor) is not None


def test_a_sample_is_marked_and_leaves_no_row(session, frozen):
    document = small_module()

    sample = services.sample_pdf(document, "ru+en", at=frozen)

    text = pdf.text_of(sample)
    assert grouped(SAMPLE) in text
    assert "Sample" in text
    assert session.query(Certificate).count() == 0
