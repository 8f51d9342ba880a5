"""Browsers that are signed in or on their way, and what slows down those who guess."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.accounts import WRITERS, Account
from lms.core.models import Base, HasId

#: A role given during a long sign-in shortens it: twelve hours in all, half an hour without a page.
STAFF_STAYS = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
#: Two hours for people who only write and review modules: they write in one page for long and open nobody's data.
WRITER_IDLE = timedelta(hours=2)
#: Trainees have no such limit on a device of their own. They come back daily to a phone that nobody else holds, a
#: sign-in costs them a page on a weak line, and what would hurt them most asks for a fresh proof anyway.
SHARED_COMPUTER_IDLE = timedelta(minutes=30)


class SignIn(Base):
    """One browser that is signed in. The cookie holds the secret, the table its SHA-256."""

    __tablename__ = "sign_ins"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    #: The last time the password (and the second step, if there is one) was given in this browser.
    proved_at: Mapped[datetime | None]
    #: Whether the second step was passed in it.
    has_second_step: Mapped[bool] = mapped_column(default=False)
    is_shared_computer: Mapped[bool] = mapped_column(default=False)
    #: "Chromium on Android": enough for a person to recognise the device.
    device: Mapped[str] = mapped_column(default="")

    account: Mapped[Account] = relationship()

    def is_live_at(self, at: datetime) -> bool:
        """Not ended, not too old, and not left alone for too long (people with a role, shared computers)."""
        if self.ended_at is not None or self.expires_at <= at:
            return False
        idle = at - self.seen_at
        if self.is_shared_computer and idle > SHARED_COMPUTER_IDLE:
            return False
        roles = {grant.role for grant in self.account.grants if grant.holds_at(at)}
        longest = WRITER_IDLE if roles <= WRITERS else STAFF_IDLE
        return not roles or (idle <= longest and at - self.created_at <= STAFF_STAYS)


class HalfSignIn(Base):
    """The first step was right and the second is still owed. It opens nothing, and lasts ten minutes."""

    __tablename__ = "half_sign_ins"

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: When the person proved something: the password here, or whatever the provider asked for and told us of.
    proved_at: Mapped[datetime | None]
    is_shared_computer: Mapped[bool] = mapped_column(default=False)


class LinkedIdentity(HasId, Base):
    """Somebody a sign-in provider vouches for, and whose account that is. One identity, one account, both ways."""

    __tablename__ = "linked_identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), unique=True)
    issuer: Mapped[str]
    #: By which the issuer knows the person, never given to another one.
    subject: Mapped[str]
    linked_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Failed tries under one key (an account on a device, an address, a certificate code) and how long to wait."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
    blocked_until: Mapped[datetime | None]


class Registration(Base):
    """What a person has typed into the registration so far; kept 24 hours under a secret in a cookie."""

    __tablename__ = "registrations"
    __table_args__ = (Index("ix_registrations_expires_at", "expires_at"),)

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
