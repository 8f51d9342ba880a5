"""What this room shows on pages of the rooms below: a section of "My learning", the way on from a passed quiz."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from lms.accounts.models import Account
from lms.catalogue.models import EditionText, ModuleState
from lms.catalogue.queries import edition_texts
from lms.certificates import queries
from lms.certificates.models import Certificate, CertificateState
from lms.core import clock
from lms.core.i18n import _, language
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.validity import ends_soon
from lms.grading import papers
from lms.learning import sections
from lms.quizzes import result_actions
from lms.quizzes.queries import Sitting
from lms.quizzes.result_actions import ResultAction
from lms.ui.filters import file_size


@dataclass(frozen=True)
class CertificateSection:
    """What "My learning" shows: certificates, and completions that wait for the name."""

    certificates: list[Certificate]
    waiting: list[tuple[Enrolment, EditionText]]
    #: Those that have ended or soon will, where the module can be taken again.
    ending: frozenset[UUID]
    today: date

    def __bool__(self) -> bool:
        return bool(self.certificates or self.waiting)


def section_of(account: Account) -> CertificateSection:
    papers, today = queries.papers_of(account.person_id), clock.local_day(clock.now())
    texts = edition_texts([one.edition_id for one in papers.waiting], language()) if papers.waiting else {}
    return CertificateSection(
        certificates=papers.certificates,
        waiting=[(one, texts[one.edition_id]) for one in papers.waiting],
        ending=renewable(papers.certificates, today),
        today=today,
    )


def renewable(certificates: Sequence[Certificate], today: date) -> frozenset[UUID]:
    """The newest certificate of each module (newest first), if its end is near and the module can be started."""
    newest = {certificate.enrolment.module_id: certificate for certificate in reversed(certificates)}
    return frozenset(
        certificate.id
        for certificate in newest.values()
        if certificate.state is CertificateState.VALID
        and ends_soon(certificate.expires_on, today)
        and certificate.enrolment.module.state is ModuleState.PUBLISHED
    )


def init_app() -> None:
    """Hang them up."""
    sections.add("certificates", "certificates/_section.html", section_of)
    result_actions.offers(certificate_after)
    papers.knows(queries.valid_codes)


def certificate_after(sitting: Sitting) -> ResultAction | None:
    """After passing: take the certificate, or confirm the name for it."""
    enrolment = sitting.enrolment
    if enrolment.state is not EnrolmentState.COMPLETED:
        return None
    certificate = queries.standing_certificate(enrolment.id)
    if certificate is not None and certificate.file_key:
        address = url_for("certificates.download_certificate", certificate_id=certificate.id)
        return ResultAction(_("Download certificate"), address, f"PDF, {file_size(certificate.file_size or 0)}")
    address = url_for("certificates.show_certificate", slug=enrolment.module.slug)
    return ResultAction(_("Get the certificate"), address)
