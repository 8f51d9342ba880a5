"""Certificates: frozen evidence. The words, the name and the template's version are stored with the row."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId, unique_while
from lms.enrolments.models import Enrolment

#: So long a revocation can be taken back by whoever may revoke; then it stays.
CHANGE_OF_MIND = timedelta(days=1)


class CertificateState(StrEnum):
    VALID = "valid"
    CORRECTED = "corrected"  # superseded by another
    REVOKED = "revoked"


class CorrectionState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"  # another certificate was issued
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"  # by the holder


class Certificate(HasId, Base):
    """One per completed enrolment at a time; a corrected one keeps its page and leads to its successor."""

    __tablename__ = "certificates"
    __table_args__ = (
        CheckConstraint("state in ('valid', 'corrected', 'revoked')", name="known_state"),
        CheckConstraint("(state = 'corrected') = (superseded_by_id is not null)", name="corrected_has_successor"),
        CheckConstraint("(state = 'revoked') = (revoked_at is not null)", name="revoked_with_moment"),
        CheckConstraint("revoked_code is null or state = 'revoked'", name="code_only_when_revoked"),
        CheckConstraint("languages in ('ky+en', 'ru+en')", name="known_pair"),
        unique_while("state <> 'corrected'", "uq_certificates_valid", "enrolment_id"),
        # Reports count what was issued in a period; the rows hold whole wordings, so the index answers in their place.
        Index("ix_certificates_issued_at", "issued_at", "state", "enrolment_id"),
    )

    #: 26 Crockford letters and digits (128 bits), without the hyphens it is printed with.
    code: Mapped[str] = mapped_column(unique=True)
    #: Running number of the archive's register.
    serial: Mapped[int] = mapped_column(unique=True)
    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), index=True)
    state: Mapped[CertificateState] = mapped_column(default=CertificateState.VALID)
    name_printed: Mapped[str]
    #: "А. А.": all that the public page shows unless the holder chose otherwise.
    initials: Mapped[str]
    is_name_public: Mapped[bool] = mapped_column(default=False)
    #: Once the holder has left: by it a name is still told right or wrong, while ``name_printed`` is empty.
    name_hash: Mapped[str | None]
    languages: Mapped[str]
    #: Frozen wording: everything that is printed, by language.
    wording: Mapped[dict[str, Any]]
    wording_hash: Mapped[str]
    template_version: Mapped[str]
    completed_on: Mapped[date]
    issued_at: Mapped[datetime]
    expires_on: Mapped[date | None]
    #: Checked at the commit: the old one must step aside before its successor may stand (see the index above).
    superseded_by_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("certificates.id", deferrable=True, initially="DEFERRED"), index=True
    )
    revoked_at: Mapped[datetime | None] = mapped_column(index=True)
    #: Of ``content/revocation-reasons.yaml``; what reports count.
    revoked_code: Mapped[str | None]
    #: What the coordinator wrote to the holder beside the code.
    revoked_reason: Mapped[str | None]
    #: Key of the PDF in the file store, once the job has made it.
    file_key: Mapped[str | None]
    file_size: Mapped[int | None]

    enrolment: Mapped[Enrolment] = relationship()
    successor: Mapped["Certificate | None"] = relationship(remote_side="Certificate.id", viewonly=True)

    @property
    def pair(self) -> tuple[str, str]:
        """The two languages it is printed in; the first is the document's own."""
        first, second = self.languages.split("+")
        return first, second

    @property
    def record(self) -> dict[str, Any]:
        """What was studied, frozen: code, edition, minutes, title and issuer in three languages."""
        return dict(self.wording["record"])

    def is_expired(self, day: date) -> bool:
        """Whether its last day has passed; a certificate without one stays valid."""
        return self.expires_on is not None and self.expires_on < day

    @property
    def final_at(self) -> datetime | None:
        """From when on its revocation stays."""
        return None if self.revoked_at is None else self.revoked_at + CHANGE_OF_MIND

    def may_be_restored(self, at: datetime) -> bool:
        """Whether it is revoked and that can still be taken back."""
        return self.final_at is not None and at < self.final_at


class Correction(HasId, Base):
    """The holder says that the name or the languages are not right. One open request for a certificate at a time."""

    __tablename__ = "certificate_corrections"
    __table_args__ = (
        CheckConstraint("state in ('open', 'accepted', 'declined', 'taken_back')", name="known_state"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended_with_moment"),
        CheckConstraint("(state in ('accepted', 'declined')) = (answer is not null)", name="decided_with_answer"),
        CheckConstraint("(state = 'accepted') = (successor_id is not null)", name="accepted_has_successor"),
        CheckConstraint("languages in ('ky+en', 'ru+en')", name="known_pair"),
        unique_while("state = 'open'", "uq_certificate_corrections_open", "certificate_id"),
        Index("ix_certificate_corrections_queue", "state", "asked_at"),
    )

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"), index=True)
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.OPEN)
    #: What should be printed instead; one of the two differs from the certificate.
    name: Mapped[str]
    languages: Mapped[str]
    why: Mapped[str]
    evidence: Mapped[str | None]
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The coordinator's reason, which the holder reads.
    answer: Mapped[str | None]
    successor_id: Mapped[UUID | None] = mapped_column(ForeignKey("certificates.id"), index=True)

    certificate: Mapped[Certificate] = relationship(foreign_keys=[certificate_id])

    @property
    def enrolment(self) -> Enrolment:
        """Whose it is: rules look at the enrolment."""
        return self.certificate.enrolment


class CertificateLookup(Base):
    """How often a certificate was looked up, by day. Who looked is not kept."""

    __tablename__ = "certificate_lookups"

    certificate_id: Mapped[UUID] = mapped_column(ForeignKey("certificates.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
