"""What this room does with its own news: a certificate gets its paper, its holder is told what became of it."""

from uuid import UUID

from lms.accounts.models import Account
from lms.accounts.queries import account_of_person
from lms.certificates import emails
from lms.certificates.events import CertificateIssued, CertificateRestored, CertificateRevoked, CorrectionDecided
from lms.certificates.models import CertificateState
from lms.certificates.queries import certificate_by_id, paper_key, standing_certificate
from lms.certificates.services import revoke_certificate
from lms.certificates.tasks import render_certificate
from lms.core import events, jobs
from lms.grading.events import PassWithdrawn

#: Of ``content/revocation-reasons.yaml``: the certificate says more than what is true.
IN_ERROR = "issued-in-error"


@events.on(CertificateIssued)
def have_paper_made(news: CertificateIssued) -> None:
    jobs.enqueue(render_certificate, news.certificate_id, unique_key=paper_key(news.certificate_id))


@events.on(CertificateIssued)
def tell_the_holder(news: CertificateIssued) -> None:
    """Of a new one only: who asked for a correction is told of the decision."""
    account = _holder(news.certificate_id)
    if account is not None and not news.is_successor:
        emails.certificate_issued(account, at=news.at)


@events.on(CorrectionDecided)
def tell_of_decision(news: CorrectionDecided) -> None:
    account = _holder(news.certificate_id)
    if account is not None:
        emails.correction_decided(account, at=news.at)


@events.on(CertificateRevoked)
def tell_of_revocation(news: CertificateRevoked) -> None:
    account = _holder(news.certificate_id)
    if account is not None:
        emails.certificate_revoked(account, at=news.at)


@events.on(CertificateRestored)
def tell_of_restoring(news: CertificateRestored) -> None:
    account = _holder(news.certificate_id)
    if account is not None:
        emails.certificate_restored(account, at=news.at)


@events.on(PassWithdrawn)
def revoke_without_pass(news: PassWithdrawn) -> None:
    """The coordinator has decided that the quiz was not passed under its corrected key."""
    certificate = standing_certificate(news.enrolment_id)
    if certificate is not None and certificate.state is CertificateState.VALID:
        revoke_certificate(certificate, code=IN_ERROR, reason=news.reason, by=news.by_id, at=news.at)


def _holder(certificate_id: UUID) -> Account | None:
    """None once the account is gone; the certificate stays."""
    return account_of_person(certificate_by_id(certificate_id).enrolment.person_id)
