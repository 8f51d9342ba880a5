"""What proves a second time who signs in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models.accounts import Account
from lms.core.models import Base, HasId


class AuthenticatorApp(Base):
    """An app that shows six digits which change every thirty seconds (TOTP, RFC 6238). One for each account."""

    __tablename__ = "authenticator_apps"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    #: The secret shared with the app, sealed (``core.sealing``).
    sealed_secret: Mapped[str]
    #: The latest span of thirty seconds whose digits were used; they and older ones are never accepted again.
    last_step: Mapped[int]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime]


class Passkey(HasId, Base):
    """A key kept by a phone, a computer or a small device, which signs a question of ours (WebAuthn)."""

    __tablename__ = "passkeys"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: The name by which the device knows the key, and its public half; both base64url.
    credential_id: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[str]
    #: Counts up with each use where the device counts at all; one that counts down has been copied.
    sign_count: Mapped[int]
    name: Mapped[str]
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class PasskeyQuestion(HasId, Base):
    """What a passkey was asked to sign. Answered once, within minutes, for the one purpose."""

    __tablename__ = "passkey_questions"
    __table_args__ = (CheckConstraint("purpose in ('add', 'prove')", name="known_purpose"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: ``add`` or ``prove``.
    purpose: Mapped[str]
    challenge: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]


class RecoveryCode(Base):
    """Opens the second step once, when the phone is lost. Eighty random bits, so its SHA-256 says nothing."""

    __tablename__ = "recovery_codes"

    code_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
