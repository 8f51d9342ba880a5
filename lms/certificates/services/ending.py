"""How a certificate ends: corrected by a successor, or revoked. Its page stays and says so."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.certificates import names, wording
from lms.certificates.errors import CertificateEnded, RevocationFinal, UnknownReason
from lms.certificates.events import (
    CertificateCorrected,
    CertificateIssued,
    CertificateRestored,
    CertificateRevoked,
)
from lms.certificates.models import Certificate, CertificateState
from lms.certificates.queries import last_serial
from lms.certificates.reasons import reasons
from lms.certificates.services.issuing import MOST_TRIES, certificate_from
from lms.core import audit, events
from lms.core.extensions import db


def revoke_certificate(certificate: Certificate, *, code: str, reason: str, by: UUID, at: datetime) -> None:
    """It is not valid any more, from this moment; its page says so. Raises CertificateEnded, UnknownReason.

    ``code`` is one of the list, ``reason`` is what the holder reads beside it. The caller holds the lock.
    """
    if certificate.state is not CertificateState.VALID:
        raise CertificateEnded
    if code not in {known.code for known in reasons()}:
        raise UnknownReason(code)
    certificate.state, certificate.revoked_at = CertificateState.REVOKED, at
    certificate.revoked_code, certificate.revoked_reason = code, reason
    audit.record(by, "certificates.certificate.revoked", certificate, at=at, reason=reason, code=code)
    events.emit(CertificateRevoked(certificate.id, certificate.enrolment_id, at))


def restore_certificate(certificate: Certificate, *, reason: str, by: UUID, at: datetime) -> None:
    """Take a revocation back within its day: valid again, as if nothing had been. Raises RevocationFinal.

    The log keeps both acts. The caller holds the lock.
    """
    if not certificate.may_be_restored(at):
        raise RevocationFinal
    certificate.state = CertificateState.VALID
    certificate.revoked_at = certificate.revoked_code = certificate.revoked_reason = None
    audit.record(by, "certificates.certificate.restored", certificate, at=at, reason=reason)
    events.emit(CertificateRestored(certificate.id, certificate.enrolment_id, at))


def correct_certificate(
    certificate: Certificate, *, name: str, languages: str | None = None, reason: str, by: UUID, at: datetime
) -> Certificate:
    """Issue a successor with the right name; the page of the old one leads to it. Raises CertificateEnded, NameRefused.

    What was studied is taken over as it was frozen; only the name and the pair of languages may differ. The caller
    holds the lock.
    """
    if certificate.state is not CertificateState.VALID:
        raise CertificateEnded
    name = names.check(name)
    enrolment = certificate.enrolment
    study = _study_on(certificate)

    def draft(serial: int) -> Certificate:
        return certificate_from(
            enrolment,
            study,
            serial=serial,
            name=name,
            languages=languages or certificate.languages,
            is_name_public=certificate.is_name_public,
            at=at,
        )

    successor = _supersede(certificate, draft)
    audit.record(
        by, "certificates.certificate.corrected", certificate, at=at, reason=reason, successor=str(successor.id)
    )
    events.emit(CertificateCorrected(certificate.id, successor.id, enrolment.id, at))
    events.emit(CertificateIssued(successor.id, enrolment.id, at, is_successor=True))
    return successor


def _supersede(certificate: Certificate, draft: Callable[[int], Certificate]) -> Certificate:
    """The old one steps aside first, because only one may stand for an enrolment."""
    for _try in range(MOST_TRIES):
        successor = draft(last_serial() + 1)
        try:
            with db.session.begin_nested():
                certificate.state, certificate.superseded_by_id = CertificateState.CORRECTED, successor.id
                db.session.flush()
                db.session.add(successor)
        except IntegrityError:
            continue
        return successor
    message = "The register gave no running number."
    raise RuntimeError(message)


def _study_on(certificate: Certificate) -> wording.Studied:
    """What the certificate certifies, from its own frozen record."""
    record = certificate.record
    return wording.Studied(
        module_code=record["module_code"],
        title=record["title"],
        minutes=record["minutes"],
        edition=record["edition"],
        completed_on=certificate.completed_on,
        expires_on=certificate.expires_on,
    )
