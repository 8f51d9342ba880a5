"""News of this room."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True)
class ResetLinkMade:
    """Somebody asked for a new password; ``address`` is the page behind the link and grants access."""

    account_id: UUID
    address: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class RoleGiven:
    """``module_slug``: the one training module for which the role holds, if it is not for all."""

    account_id: UUID
    role: str
    module_slug: str | None
    by_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class StaffInvited:
    """An administrator asks somebody to work here; ``address`` is the page behind the link and grants access."""

    account_id: UUID
    address: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class NamesCorrected:
    """An administrator has corrected how a person's name is spelt."""

    account_id: UUID
    at: datetime


@dataclass(frozen=True)
class ContactLinkMade:
    """A person is to show that the own e-mail is read; ``address`` is the page behind the link."""

    account_id: UUID
    address: str = field(repr=False)
    at: datetime


@dataclass(frozen=True)
class PasswordChanged:
    account_id: UUID
    at: datetime


@dataclass(frozen=True)
class ContactChanged:
    """The e-mail or the phone of an account; ``email_before`` is told, in case it was somebody else's act."""

    account_id: UUID
    email_before: str | None = field(repr=False)
    at: datetime


class SecondStepChange(StrEnum):
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "code_used"
    RESET = "reset"


@dataclass(frozen=True)
class SecondStepChanged:
    """Something by which the second step is passed has changed, or was used up."""

    account_id: UUID
    change: SecondStepChange
    at: datetime


@dataclass(frozen=True)
class ClosingAsked:
    """The account will be closed at ``due_at``; ``why`` is asked or unused."""

    account_id: UUID
    due_at: datetime
    why: str
    at: datetime


@dataclass(frozen=True)
class AccountClosed:
    """Nobody is behind this account any more."""

    account_id: UUID
    person_id: UUID
    keeps_certificates: bool
    at: datetime


@dataclass(frozen=True)
class IdentityChanged:
    """An identity at a sign-in provider was linked with an account, or the link was ended."""

    account_id: UUID
    is_linked: bool
    at: datetime
