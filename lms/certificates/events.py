"""News from certificates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class CertificateIssued:
    """A certificate stands in the register; its paper is still to be made."""

    certificate_id: UUID
    enrolment_id: UUID
    at: datetime
    #: It took the place of another, as its holder had asked.
    is_successor: bool = False


@dataclass(frozen=True)
class CertificateRevoked:
    certificate_id: UUID
    enrolment_id: UUID
    at: datetime


@dataclass(frozen=True)
class CertificateCorrected:
    """``certificate_id`` has given its place to ``successor_id``."""

    certificate_id: UUID
    successor_id: UUID
    enrolment_id: UUID
    at: datetime


@dataclass(frozen=True)
class CertificateRestored:
    """Its revocation was taken back within the day."""

    certificate_id: UUID
    enrolment_id: UUID
    at: datetime


@dataclass(frozen=True)
class CorrectionDecided:
    """Accepted (a successor was issued) or declined."""

    correction_id: UUID
    certificate_id: UUID
    enrolment_id: UUID
    is_accepted: bool
    at: datetime
