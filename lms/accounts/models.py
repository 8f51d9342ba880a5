"""Accounts: how a person signs in, and what the person may do here.

The password never leaves its hash; sign-ins are kept on the server under a hashed secret, so that each can be ended.
Roles are given with a scope and dates by an administrator and looked at in this room only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId
from lms.people.models import Person

#: A role given during a long sign-in shortens it: twelve hours in all, half an hour without a page.
STAFF_STAYS = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
#: Two hours for people who only write and review modules: they write in one page for long and open nobody's data.
WRITER_IDLE = timedelta(hours=2)
#: Trainees have no such limit on a device of their own. They come back daily to a phone that nobody else holds, a
#: sign-in costs them a page on a weak line, and what would hurt them most asks for a fresh proof anyway.
SHARED_COMPUTER_IDLE = timedelta(minutes=30)


class Role(StrEnum):
    TRAINER = "trainer"
    GENDER_REVIEWER = "gender_reviewer"
    RIGHTS_REVIEWER = "rights_reviewer"
    FOCAL_POINT = "focal_point"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


#: Roles that write and review, and open no person's data.
WRITERS = frozenset({Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER})


class LinkPurpose(StrEnum):
    RESET = "reset"
    FIRST_ADMINISTRATOR = "first_administrator"
    INVITATION = "invitation"  # of staff, by an administrator
    CONTACT = "contact"


class CodePurpose(StrEnum):
    CONTACT = "contact"  # shows that the person can be reached under the phone (or the e-mail, where no mail leaves)
    PASSWORD = "password"  # noqa: S105  (a purpose, not a password)


class ClosingReason(StrEnum):
    ASKED = "asked"  # by the person
    UNUSED = "unused"  # for two years nobody has signed in


class Account(HasId, Base):
    """Signs in by e-mail or by phone, at least one of them."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint("email is not null or phone is not null", name="reachable"),)
    __allow_unmapped__ = True  # facts of the request live beside the row

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)  # lower case
    phone: Mapped[str | None] = mapped_column(unique=True)  # E.164
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    #: The person has left: nobody signs in here any more, and the row is only what the log calls by its id. In the
    #: place of a phone stands a text that nobody can type.
    erased_at: Mapped[datetime | None]
    #: Since when it is known that the person can be reached there; emptied by every change of the contact.
    email_verified_at: Mapped[datetime | None]
    phone_verified_at: Mapped[datetime | None]
    #: Salts the drafts a device keeps, so that two people on one computer never see each other's.
    draft_salt: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="account", order_by="RoleGrant.starts_at")

    # What Flask-Login asks of a user; the secret of this sign-in is the id that goes into the cookie.
    is_authenticated = True
    is_active = True
    is_anonymous = False
    sign_in_secret: str | None = None
    #: The moment at which roles are judged: that of the request. Set by whoever loads the account to act.
    judged_at: datetime | None = None
    #: When the person last proved in this sign-in who it is; see ``SignIn.proved_at``.
    proved_at: datetime | None = None
    #: Whether roles do nothing in this sign-in, because it has not passed the second step (never in a demonstration).
    roles_asleep: bool = False

    def get_id(self) -> str:
        if self.sign_in_secret is None:
            message = "This account was not signed in."
            raise RuntimeError(message)
        return self.sign_in_secret

    def grants_in_force(self, *roles: Role) -> list["RoleGrant"]:
        """Grants of these (or any) roles that hold at the moment of the request."""
        if self.roles_asleep:
            return []
        at = self.judged_at
        if at is None:
            message = "Roles are judged at a moment; load the account with one."
            raise RuntimeError(message)
        return [grant for grant in self.grants if grant.holds_at(at) and (not roles or grant.role in roles)]

    def has_roles_in_force(self, at: datetime) -> bool:
        """Whether the person was given any role, whether or not it does something in this sign-in."""
        return any(grant.holds_at(at) for grant in self.grants)

    @property
    def owes_second_step(self) -> bool:
        """Whether roles wait for the second step."""
        return self.roles_asleep and self.judged_at is not None and self.has_roles_in_force(self.judged_at)

    @contextmanager
    def with_roles_awake(self) -> Iterator[None]:
        """To ask what the person may once the second step is passed."""
        asleep, self.roles_asleep = self.roles_asleep, False
        try:
            yield
        finally:
            self.roles_asleep = asleep

    def holds(self, *roles: Role) -> bool:
        """Whether any of these roles is held now, whatever its scope."""
        return bool(self.grants_in_force(*roles))

    def holds_for(self, module_slug: str | None, *roles: Role) -> bool:
        """Whether any of these roles is held now for this training module; None: for all of them."""
        return any(grant.module_slug in (None, module_slug) for grant in self.grants_in_force(*roles))

    def roles(self) -> set[Role]:
        return {grant.role for grant in self.grants_in_force()}

    def places(self, role: Role) -> list[UUID]:
        """Institutions in whose part of the tree the role is held."""
        return [grant.institution_id for grant in self.grants_in_force(role) if grant.institution_id]

    @property
    def display_name(self) -> str:
        return self.person.full_name()

    @property
    def has_verified_contact(self) -> bool:
        return self.email_verified_at is not None or self.phone_verified_at is not None


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


class RoleGrant(HasId, Base):
    """A platform role, for a place in the tree of institutions or for everything, from one moment to another."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint(
            "role in ('trainer', 'gender_reviewer', 'rights_reviewer', 'focal_point', 'coordinator', 'administrator')",
            name="known_role",
        ),
        CheckConstraint("role <> 'focal_point' or institution_id is not null", name="focal_point_has_a_place"),
        CheckConstraint("ends_at is null or ends_at >= starts_at", name="ends_after_start"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    role: Mapped[Role]
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    #: Slug of a training module the role is limited to; the shelf lives on a floor above.
    module_slug: Mapped[str | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    given_by_id: Mapped[UUID | None]
    reason: Mapped[str]

    account: Mapped[Account] = relationship(back_populates="grants")

    def has_ended_at(self, at: datetime) -> bool:
        """Over, or taken back before it began."""
        return self.ends_at is not None and self.ends_at <= max(at, self.starts_at)

    def holds_at(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


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
        Index(
            "uq_one_use_codes_live",
            "account_id",
            "purpose",
            unique=True,
            sqlite_where=text("ended_at is null"),
            postgresql_where=text("ended_at is null"),
        ),
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
        Index(
            "uq_password_requests_waiting",
            "account_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[PasswordRequestState] = mapped_column(default=PasswordRequestState.WAITING)
    decided_by_id: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]

    account: Mapped[Account] = relationship()


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


class Closing(HasId, Base):
    """The person wants to leave, or has not been here for two years. Until ``due_at`` it can be taken back."""

    __tablename__ = "account_closings"
    __table_args__ = (
        CheckConstraint("why in ('asked', 'unused')", name="known_reason"),
        CheckConstraint("taken_back_at is null or done_at is null", name="one_end"),
        Index(
            "uq_account_closings_open",
            "account_id",
            unique=True,
            sqlite_where=text("taken_back_at is null and done_at is null"),
            postgresql_where=text("taken_back_at is null and done_at is null"),
        ),
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
