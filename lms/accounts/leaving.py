"""What this room takes away when a person leaves: contact, password, sign-ins, links, roles, mails on their way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.accounts.models import (
    Account,
    AuthenticatorApp,
    HalfSignIn,
    LinkedIdentity,
    OneUseCode,
    OneUseLink,
    Passkey,
    PasskeyQuestion,
    PasswordRequest,
    RecoveryCode,
    SignIn,
)
from lms.accounts.queries import account_of_person
from lms.core.mail import Mail
from lms.core.rows import changed
from lms.people.leaving import Wish, forgets

#: What is nothing without an owner.
OF_THE_ACCOUNT = (
    SignIn,
    HalfSignIn,
    AuthenticatorApp,
    Passkey,
    PasskeyQuestion,
    RecoveryCode,
    LinkedIdentity,
    OneUseLink,
    OneUseCode,
    PasswordRequest,
)


@forgets("accounts")
def forget_account(person_id: UUID, wish: Wish, at: datetime) -> int:
    """The row stays, without anything in it: the log and the reviews name it by its id."""
    account = account_of_person(person_id)
    if account is None or account.erased_at is not None:
        return 0
    changed(delete(Mail).where(Mail.recipient == account.email))
    for table in OF_THE_ACCOUNT:
        changed(delete(table).where(table.account_id == account.id))
    _end_roles(account, at)
    account.email = account.password_hash = account.email_verified_at = account.phone_verified_at = None
    account.phone = f"left-{account.id}"
    account.draft_salt = ""
    account.erased_at = account.suspended_at = at
    return 1


def _end_roles(account: Account, at: datetime) -> None:
    for grant in account.grants:
        if grant.holds_at(at):
            grant.ends_at = at
