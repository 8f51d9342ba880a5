"""Requests for a correction: the holder asks or takes the request back, the coordinator decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.certificates import names
from lms.certificates.errors import AlreadyAsked, AlreadyDecided, CertificateEnded, NothingToCorrect
from lms.certificates.events import CorrectionDecided
from lms.certificates.models import Certificate, CertificateState, Correction, CorrectionState
from lms.certificates.services.ending import correct_certificate
from lms.core import audit, events
from lms.core.extensions import db


def ask_for_correction(
    certificate: Certificate, *, name: str, languages: str, why: str, evidence: str | None, by: UUID, at: datetime
) -> Correction:
    """The holder says what should be printed instead. An index allows one open request for a certificate.

    Raises CertificateEnded, NameRefused, NothingToCorrect, AlreadyAsked.
    """
    if certificate.state is not CertificateState.VALID:
        raise CertificateEnded
    name = names.check(name)
    if (name, languages) == (certificate.name_printed, certificate.languages):
        raise NothingToCorrect
    correction = Correction(
        certificate_id=certificate.id,
        state=CorrectionState.OPEN,
        name=name,
        languages=languages,
        why=why,
        evidence=evidence or None,
        asked_at=at,
    )
    try:
        with db.session.begin_nested():
            db.session.add(correction)
    except IntegrityError as error:
        raise AlreadyAsked from error
    audit.record(by, "certificates.correction.asked", correction, at=at)
    return correction


def take_back(correction: Correction, *, by: UUID, at: datetime) -> None:
    """The holder does not want it any more. Raises AlreadyDecided. The caller holds the lock."""
    _must_be_open(correction)
    correction.state, correction.ended_at = CorrectionState.TAKEN_BACK, at
    audit.record(by, "certificates.correction.taken_back", correction, at=at)


def accept(correction: Correction, *, answer: str, by: UUID, at: datetime) -> Certificate:
    """Issue the certificate that was asked for. Raises AlreadyDecided, CertificateEnded, NameRefused.

    The caller holds the locks on the request and on the certificate.
    """
    _must_be_open(correction)
    successor = correct_certificate(
        correction.certificate, name=correction.name, languages=correction.languages, reason=answer, by=by, at=at
    )
    correction.successor_id = successor.id
    _decide(correction, CorrectionState.ACCEPTED, answer, by=by, at=at)
    return successor


def decline(correction: Correction, *, answer: str, by: UUID, at: datetime) -> None:
    """The certificate stays as it is, and the holder reads why. Raises AlreadyDecided. The caller holds the lock."""
    _must_be_open(correction)
    _decide(correction, CorrectionState.DECLINED, answer, by=by, at=at)


def _must_be_open(correction: Correction) -> None:
    if correction.state is not CorrectionState.OPEN:
        raise AlreadyDecided


def _decide(correction: Correction, state: CorrectionState, answer: str, *, by: UUID, at: datetime) -> None:
    correction.state, correction.ended_at, correction.answer = state, at, answer
    audit.record(by, f"certificates.correction.{state.value}", correction, at=at, reason=answer)
    events.emit(
        CorrectionDecided(
            correction_id=correction.id,
            certificate_id=correction.certificate_id,
            enrolment_id=correction.certificate.enrolment_id,
            is_accepted=state is CorrectionState.ACCEPTED,
            at=at,
        )
    )
