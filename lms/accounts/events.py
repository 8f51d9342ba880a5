"""News of this room."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ResetLinkMade:
    """Somebody asked for a new password; ``address`` is the page behind the link and grants access."""

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
