"""What an administrator does for somebody else: invites staff, corrects a name. Recorded with its reason, and told."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.errors import AlreadyEnded, ContactTaken, OwnRole
from lms.accounts.events import NamesCorrected, StaffInvited
from lms.accounts.models import Account, LinkPurpose, OneUseLink, Role
from lms.accounts.queries import account_by_login, hash_of_secret
from lms.accounts.scopes import Scope
from lms.accounts.services.contacts import Contact
from lms.accounts.services.registering import open_account
from lms.accounts.services.roles import give_role
from lms.core import audit, events
from lms.core.extensions import db
from lms.people import services as people
from lms.people.models import Script, Sex

#: Time for a mail to be read or a slip to be handed over.
INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True)
class Newcomer:
    """Somebody who is asked to work here: the name in one spelling, where to reach them, the language of messages."""

    name: str
    contact: Contact
    language: str


def invite_staff(newcomer: Newcomer, role: Role, *, by: Account, reason: str, at: datetime, scope: Scope) -> Account:
    """A person with an account and a role, and no password yet: ``invite`` makes the way in.

    What only the person can say (sex, year of birth, workplace) stays open. Raises ``ContactTaken``.
    """
    if account_by_login(newcomer.contact.value) is not None:
        raise ContactTaken
    facts = people.PersonFacts(
        names={people.script_of(newcomer.name, newcomer.language): newcomer.name},
        sex=Sex.NOT_STATED,
        birth_year=None,
        profession_code=None,
        region_code=None,
        language=newcomer.language,
    )
    account = open_account(people.add_person(facts, at=at), newcomer.contact, None, at=at)
    audit.record(by.id, "accounts.account.prepared", account, at=at, reason=reason)
    give_role(account, role, by=by, reason=reason, at=at, scope=scope)
    return account


def invite(
    account: Account, *, by: Account, reason: str, address_of: Callable[[str], str], is_mailed: bool, at: datetime
) -> str | None:
    """A link that works once, with which the person chooses a password; earlier ones stop working.

    It is mailed if ``is_mailed`` and there is an address; else it is returned, to be handed over. Raises
    ``AlreadyEnded`` once there is a password (then a lost one is replaced in another way) and ``OwnRole``.
    """
    if by.id == account.id:
        raise OwnRole
    if account.password_hash is not None or account.suspended_at is not None:
        raise AlreadyEnded
    db.session.execute(
        update(OneUseLink)
        .where(
            OneUseLink.account_id == account.id,
            OneUseLink.purpose == LinkPurpose.INVITATION,
            OneUseLink.used_at.is_(None),
        )
        .values(used_at=at)
        .execution_options(synchronize_session=False)
    )
    secret = secrets.token_urlsafe(32)
    link = OneUseLink(account_id=account.id, purpose=LinkPurpose.INVITATION, secret_hash=hash_of_secret(secret))
    link.created_at, link.expires_at = at, at + INVITATION_LASTS
    db.session.add(link)
    address = address_of(secret)
    if is_mailed and account.email is not None:
        events.emit(StaffInvited(account.id, address, at))
        audit.record(by.id, "accounts.invitation.sent", account, at=at, reason=reason)
        return None
    audit.record(by.id, "accounts.invitation.handed_out", account, at=at, reason=reason)
    return address


def correct_names_of(account: Account, names: Mapping[str, str], *, by: Account, reason: str, at: datetime) -> None:
    """The person sees it in the profile and is told by mail; certificates that were issued keep the name they carry.

    Raises ``OwnRole``: the own name is corrected in the own profile.
    """
    if by.id == account.id:
        raise OwnRole
    people.spell(account.person, {Script(script): name or "" for script, name in names.items()})
    audit.record(by.id, "accounts.names.corrected", account, at=at, reason=reason)
    events.emit(NamesCorrected(account.id, at))
