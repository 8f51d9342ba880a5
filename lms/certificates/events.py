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
