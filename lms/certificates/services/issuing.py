"""Issuing a certificate once, its paper, and whether its name is shown."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.catalogue.documents import ModuleDocument
from lms.catalogue.queries import document_of
from lms.certificates import names, wording
from lms.certificates.codes import SAMPLE, new_code
from lms.certificates.errors import ContactNotVerified, NotCompleted
from lms.certificates.events import CertificateIssued
from lms.certificates.models import Certificate, CertificateState
from lms.certificates.paper import pdf_of
from lms.certificates.queries import last_serial, needs_contact, paper_key, standing_certificate
from lms.core import audit, clock, events, jobs
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.validity import valid_until

PAIRS = {"ky+en": ("ky", "en"), "ru+en": ("ru", "en")}
#: Two people at the same moment may reach for the same running number; each failure means that another succeeded.
MOST_TRIES = 100


def issue_certificate(
    enrolment: Enrolment, *, name: str, languages: str, is_name_public: bool = False, by: UUID | None, at: datetime
) -> Certificate:
    """Put a certificate into the register, once for a completed enrolment, whatever is clicked and however often.

    A unique index decides; whoever comes second gets what the first has made. Raises NameRefused, NotCompleted and
    ContactNotVerified.
    """
    if enrolment.completed_on is None:
        raise NotCompleted
    present = standing_certificate(enrolment.id)
    if present is not None:
        return present
    if needs_contact(enrolment.person_id):
        raise ContactNotVerified
    name = names.check(name)
    study = studied(document_of(enrolment.edition_id), enrolment.edition.number, enrolment.completed_on)

    def draft(serial: int) -> Certificate:
        return certificate_from(
            enrolment, study, serial=serial, name=name, languages=languages, is_name_public=is_name_public, at=at
        )

    certificate, is_new = _enter(enrolment.id, draft)
    if is_new:
        audit.record(by, "certificates.certificate.issued", certificate, at=at, languages=languages)
        events.emit(CertificateIssued(certificate.id, enrolment.id, at))
    return certificate


def studied(document: ModuleDocument, edition_number: int, completed_on: date) -> wording.Studied:
    """What a certificate for this module, completed on this day, certifies."""
    return wording.Studied(
        module_code=document.code,
        title=document.title,
        minutes=document.minutes,
        edition=edition_number,
        completed_on=completed_on,
        expires_on=valid_until(document, completed_on),
    )


def certificate_from(enrolment: Enrolment, study: wording.Studied, **chosen: Any) -> Certificate:
    """A row for the register with its own code and the words frozen."""
    code = new_code()
    frozen = wording.wording(study, name=chosen["name"], code=code, languages=PAIRS[chosen["languages"]])
    return Certificate(
        code=code,
        serial=chosen["serial"],
        enrolment_id=enrolment.id,
        state=CertificateState.VALID,
        name_printed=chosen["name"],
        initials=names.initials(chosen["name"]),
        is_name_public=chosen["is_name_public"],
        languages=chosen["languages"],
        wording=frozen,
        wording_hash=wording.hash_of(frozen),
        template_version=wording.template_version(),
        completed_on=study.completed_on,
        issued_at=chosen["at"],
        expires_on=study.expires_on,
    )


def _enter(enrolment_id: UUID, draft: Callable[[int], Certificate]) -> tuple[Certificate, bool]:
    """Write the row under the next running number; the one that is there already if somebody was faster."""
    for _try in range(MOST_TRIES):
        certificate = draft(last_serial() + 1)
        try:
            with db.session.begin_nested():
                db.session.add(certificate)
        except IntegrityError:
            present = standing_certificate(enrolment_id)
            if present is not None:
                return present, False
        else:
            return certificate, True
    message = "The register gave no running number."
    raise RuntimeError(message)


def keep_paper(certificate: Certificate, file_key: str, size: int) -> None:
    """The PDF is made; the template it was made with is the one on record."""
    certificate.file_key, certificate.file_size = file_key, size
    certificate.template_version = wording.template_version()


def make_paper_again(certificate: Certificate, work: Callable[[str], None], *, at: datetime) -> None:
    """Try once more after ``work`` has failed for good, though it may be forgotten; nothing while it is under way."""
    if certificate.file_key is not None:
        return
    tried = jobs.enqueue(work, certificate.id, unique_key=paper_key(certificate.id))
    if tried.state == "failed":
        jobs.again(tried, at=at)


def show_name(certificate: Certificate, *, is_public: bool, by: UUID, at: datetime) -> None:
    """The holder lets the public page show the full name, or no longer."""
    if certificate.is_name_public is is_public:
        return
    certificate.is_name_public = is_public
    audit.record(by, "certificates.name.shown" if is_public else "certificates.name.hidden", certificate, at=at)


def sample_pdf(document: ModuleDocument, languages: str, *, edition_number: int = 1, at: datetime) -> bytes:
    """The same paper for authors to look at: marked as a sample, with a code of zeros, and no row written.

    Raises KeyError for an unknown pair of languages, DocumentRefused if the module's title does not fit.
    """
    study = studied(document, edition_number, clock.local_day(at))
    pair = PAIRS[languages]
    return pdf_of(wording.facts(study, name=wording.sample_name(pair[0]), code=SAMPLE, languages=pair), at=at)
