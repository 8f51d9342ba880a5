"""Links that work once: for a new password, and for the first administrator."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from lms.accounts import passwords
from lms.accounts.errors import LinkSpent, NeedsMail
from lms.accounts.events import PasswordChanged, ResetLinkMade
from lms.accounts.models import Account, LinkPurpose, OneUseLink
from lms.accounts.queries import account_by_login, hash_of_secret, link_for_update, needs_long_password
from lms.accounts.services.contacts import normal_contact
from lms.accounts.services.sign_ins import end_all_sign_ins
from lms.core import audit, events, mail
from lms.core.extensions import db

RESET_LASTS = timedelta(minutes=30)
FIRST_LASTS = timedelta(days=2)
CONTACT_LASTS = timedelta(days=2)
#: A link that was mailed to verify an address must not open the account.
MAILED_LINKS = (LinkPurpose.RESET, LinkPurpose.INVITATION)
PASSWORD_LINKS = (LinkPurpose.RESET, LinkPurpose.FIRST_ADMINISTRATOR, LinkPurpose.INVITATION)
LASTS = {
    LinkPurpose.RESET: RESET_LASTS,
    LinkPurpose.FIRST_ADMINISTRATOR: FIRST_LASTS,
    LinkPurpose.CONTACT: CONTACT_LASTS,
}


def make_link(account: Account, purpose: LinkPurpose, *, at: datetime) -> str:
    """A new link (its secret); earlier ones for the same purpose stop working."""
    end_links(account, purpose, at=at)
    secret = secrets.token_urlsafe(32)
    db.session.add(
        OneUseLink(
            account_id=account.id,
            purpose=purpose,
            secret_hash=hash_of_secret(secret),
            created_at=at,
            expires_at=at + LASTS[purpose],
        )
    )
    return secret


def end_links(account: Account, purpose: LinkPurpose, *, at: datetime) -> None:
    """Those that were not used stop working."""
    db.session.execute(
        update(OneUseLink)
        .where(OneUseLink.account_id == account.id, OneUseLink.purpose == purpose, OneUseLink.used_at.is_(None))
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )


def account_to_help(login: str) -> UUID | None:
    """Whose link it would be; None if there is no such account."""
    contact = normal_contact(login)
    account = account_by_login(contact.value) if contact else None
    return None if account is None else account.id


def send_reset_link(account: Account, *, address_of: Callable[[str], str], at: datetime) -> None:
    """Mail a link to an account that has an e-mail and is open. ``address_of`` turns the secret into an address."""
    if account.email is None or account.suspended_at is not None:
        return
    secret = make_link(account, LinkPurpose.RESET, at=at)
    events.emit(ResetLinkMade(account.id, address_of(secret), at))
    audit.record(account.id, "accounts.password.link_sent", account, at=at)


def help_in(account: Account, *, by: Account, reason: str, address_of: Callable[[str], str], at: datetime) -> None:
    """An administrator helps somebody who has forgotten the password: a mailed link, never a password.

    Raises ``NeedsMail``: whoever gets no mail asks for a code, which nobody makes unasked (``password_requests``).
    """
    if account.email is None or not mail.is_on():
        raise NeedsMail
    events.emit(ResetLinkMade(account.id, address_of(make_link(account, LinkPurpose.RESET, at=at)), at))
    audit.record(by.id, "accounts.password.link_sent", account, at=at, reason=reason)


def use_link(secret: str, password: str, *, at: datetime) -> Account:
    """Spend the link and set the password. Raises ``LinkSpent`` or ``WeakPassword`` (then the link still works)."""
    link = link_for_update(secret, at, *PASSWORD_LINKS)
    account = db.session.get(Account, link.account_id) if link and link.account_id else None
    if link is None or account is None or account.suspended_at is not None:
        raise LinkSpent
    set_password(account, password, at=at)
    link.used_at = at
    was_mailed = link.purpose in MAILED_LINKS and account.email is not None and mail.is_on()
    if was_mailed and account.email_verified_at is None:
        account.email_verified_at = at  # so the person reads the mails of that address
    return account


def set_password(account: Account, password: str, *, at: datetime, but: str | None = None) -> None:
    """A new password: every sign-in (``but`` one) ends and the person is told by mail. Raises ``WeakPassword``."""
    own_words = [name.full_name for name in account.person.names]
    passwords.refuse_weak(
        password,
        is_long=needs_long_password(account, at),
        own_words=[*own_words, account.email or "", account.phone or ""],
    )
    account.password_hash = passwords.hash_password(password)
    end_all_sign_ins(account, at=at, but=but)
    events.emit(PasswordChanged(account.id, at))
    audit.record(account.id, "accounts.password.changed", account, at=at)
