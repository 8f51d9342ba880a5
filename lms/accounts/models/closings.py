"""Accounts whose people leave."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.accounts import Account
from lms.core.models import Base, HasId, unique_while


class ClosingReason(StrEnum):
    ASKED = "asked"  # by the person
    UNUSED = "unused"  # for two years nobody has signed in
    END = "end"  # of the service


class Closing(HasId, Base):
    """The person wants to leave, has not been here for two years, or the service ends.

    The first two can be taken back until ``due_at``.
    """

    __tablename__ = "account_closings"
    __table_args__ = (
        CheckConstraint("why in ('asked', 'unused', 'end')", name="known_reason"),
        CheckConstraint("taken_back_at is null or done_at is null", name="one_end"),
        unique_while("taken_back_at is null and done_at is null", "uq_account_closings_open", "account_id"),
        Index("ix_account_closings_due", "due_at"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    why: Mapped[ClosingReason]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    #: Certificates stay valid under their code, or are revoked.
    keeps_certificates: Mapped[bool]
    taken_back_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()
