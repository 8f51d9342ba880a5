"""Who may sign in, and what the person may do here.

Roles are given with a scope and dates by an administrator and looked at in this room only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId
from lms.people.models import Person


class Role(StrEnum):
    TRAINER = "trainer"
    GENDER_REVIEWER = "gender_reviewer"
    RIGHTS_REVIEWER = "rights_reviewer"
    FOCAL_POINT = "focal_point"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


#: Roles that write and review, and open no person's data.
WRITERS = frozenset({Role.TRAINER, Role.GENDER_REVIEWER, Role.RIGHTS_REVIEWER})


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
