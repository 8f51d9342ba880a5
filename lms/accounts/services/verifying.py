"""Showing that a person can be reached: an e-mail by a mailed link, a phone by a code handed over in person.

Without mail (``core.mail.is_on``) an e-mail is verified by a code too.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from lms.accounts.errors import LinkSpent, NothingToVerify
from lms.accounts.events import ContactLinkMade
from lms.accounts.models import Account, CodePurpose, LinkPurpose
from lms.accounts.queries import link_for_update
from lms.accounts.services.codes import make_code, spend_code
from lms.accounts.services.links import make_link
from lms.core import audit, events, mail
from lms.core.extensions import db


def email_for_link(account: Account) -> str | None:
    """The address that a mailed link would verify; None where there is none, or no mail, or it is verified."""
    return account.email if account.email_verified_at is None and mail.is_on() else None


def contact_for_code(account: Account) -> str | None:
    """What a code would verify: the phone, or the e-mail where no mail leaves; None if there is nothing left."""
    if account.phone is not None and account.phone_verified_at is None:
        return account.phone
    if account.email is not None and account.email_verified_at is None and not mail.is_on():
        return account.email
    return None


def send_contact_link(account: Account, *, address_of: Callable[[str], str], at: datetime) -> None:
    """Mail the link; ``address_of`` turns its secret into the address of the page. Does nothing without a need."""
    if email_for_link(account) is None:
        return
    secret = make_link(account, LinkPurpose.CONTACT, at=at)
    events.emit(ContactLinkMade(account.id, address_of(secret), at))
    audit.record(account.id, "accounts.contact.link_sent", account, at=at)


def verify_by_link(secret: str, *, at: datetime) -> Account:
    """Whoever opens the link reads the mails of that address. Raises ``LinkSpent``."""
    link = link_for_update(secret, at, LinkPurpose.CONTACT)
    account = db.session.get(Account, link.account_id) if link and link.account_id else None
    if link is None or account is None or account.suspended_at is not None:
        raise LinkSpent
    link.used_at = account.email_verified_at = at
    audit.record(account.id, "accounts.contact.verified", account, at=at, by="link")
    return account


def make_contact_code(account: Account, *, by: UUID, at: datetime) -> str:
    """A code for somebody to hand over to this person, whom they know. Raises ``NothingToVerify``."""
    contact = contact_for_code(account)
    if contact is None:
        raise NothingToVerify
    code = make_code(account, CodePurpose.CONTACT, contact=contact, by=by, at=at)
    audit.record(by, "accounts.contact.code_handed_out", account, at=at)
    return code


def make_contact_codes(accounts: Sequence[Account], *, by: UUID, at: datetime) -> list[tuple[Account, str]]:
    """The same for many at once, for a sheet of slips; whoever needs none is left out."""
    return [(account, make_contact_code(account, by=by, at=at)) for account in accounts if contact_for_code(account)]


def verify_by_code(account: Account, typed: str, *, at: datetime) -> None:
    """The person has got the code from somebody who knows them. Raises ``CodeRefused``; the caller counts tries."""
    code = spend_code(account.id, CodePurpose.CONTACT, typed, at=at)
    if code.contact == account.phone:
        account.phone_verified_at = at
    elif code.contact == account.email:
        account.email_verified_at = at
    audit.record(account.id, "accounts.contact.verified", account, at=at, by="code")


def vouch_by_invitation(account: Account, *, email: str | None, phone: str | None, at: datetime) -> None:
    """An invitation was accepted by a code that reached the person: by a mail to ``email``, or by hand with ``phone``.

    Only what the account signs in with now, and what is not verified yet.
    """
    if email is not None and email == account.email and account.email_verified_at is None:
        account.email_verified_at = at
    elif phone is not None and phone == account.phone and account.phone_verified_at is None:
        account.phone_verified_at = at
    else:
        return
    audit.record(account.id, "accounts.contact.verified", account, at=at, by="invitation")
