"""Who may hold tokens, and what is read by them. A token never opens more than its person may see on a page."""

from enum import StrEnum
from typing import Protocol
from uuid import UUID

from lms.accounts.models import Account
from lms.core.policy import rule
from lms.reporting.policies import may_export_table


class Owned(Protocol):
    """Something of one account."""

    @property
    def account_id(self) -> UUID:
        """Whose it is."""


class ApiPermission(StrEnum):
    HOLD_TOKENS = "api:tokens:hold"
    END_TOKEN = "api:token:end"  # noqa: S105  (a permission, no secret)
    READ_TABLES = "api:tables:read"


@rule(ApiPermission.HOLD_TOKENS)
def may_hold_tokens(actor: Account, subject: object) -> bool:
    """Whoever may take tables away by hand."""
    return may_export_table(actor, subject)


@rule(ApiPermission.END_TOKEN)
def may_end_token(actor: Account, subject: Owned) -> bool:
    return subject.account_id == actor.id and may_hold_tokens(actor, subject)


@rule(ApiPermission.READ_TABLES)
def may_read_tables(actor: Account, subject: object) -> bool:
    """Asked at every reading: with the role the right ends, though the token may live on."""
    return may_export_table(actor, subject)
