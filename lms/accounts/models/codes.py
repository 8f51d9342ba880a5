"""Links and codes that work once, and requests for them. Only hashes are kept."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.accounts import Account
from lms.core.models import Base, HasId, unique_while


class LinkPurpose(StrEnum):
    RESET = "reset"
    FIRST_ADMINISTRATOR = "first_administrator"
    INVITATION = "invitation"  # of staff, by an administrator
    CONTACT = "contact"


class CodePurpose(StrEnum):
    CONTACT = "contact"  # shows that the person can be reached under the phone (or the e-mail, where no mail leaves)
    PASSWORD = "password"  # noqa: S105  (a purpose, not a password)


class OneUseLink(HasId, Base):
    """A link that works once and not for long. Only its hash is kept."""

    __tablename__ = "one_use_links"

    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[LinkPurpose]
    secret_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class OneUseCode(HasId, Base):
    """A code that somebody entitled has made for an account, to be handed over in person. Only its hash is kept.

    A code is short enough to be typed from paper, so it can be guessed: tries are counted and slowed per account. One
    code for a purpose works at a time.
    """

    __tablename__ = "one_use_codes"
    __table_args__ = (
        CheckConstraint("purpose in ('contact', 'password')", name="known_purpose"),
        CheckConstraint("purpose <> 'contact' or contact is not null", name="of_a_contact"),
        CheckConstraint("purpose <> 'password' or reason is not null", name="password_with_reason"),
        CheckConstraint("used_at is null or ended_at is not null", name="used_is_over"),
        unique_while("ended_at is null", "uq_one_use_codes_live", "account_id", "purpose"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    purpose: Mapped[CodePurpose]
    #: The phone or e-mail for which it was made: a change of contact must not be verified by it.
    contact: Mapped[str | None]
    code_hash: Mapped[str]
    made_by_id: Mapped[UUID]
    reason: Mapped[str | None]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]  # used, or replaced by another


class PasswordRequestState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"  # a code was made
    DECLINED = "declined"


class PasswordRequest(HasId, Base):
    """Somebody who cannot get a mail has lost the password and asks for a code; one at a time waits for an account."""

    __tablename__ = "password_requests"
    __table_args__ = (
        CheckConstraint("state in ('waiting', 'answered', 'declined')", name="known_state"),
        CheckConstraint("(state = 'waiting') = (decided_at is null)", name="decided_with_moment"),
        CheckConstraint("state = 'waiting' or reason is not null", name="decided_with_reason"),
        unique_while("state = 'waiting'", "uq_password_requests_waiting", "account_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[PasswordRequestState] = mapped_column(default=PasswordRequestState.WAITING)
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    account: Mapped[Account] = relationship()
