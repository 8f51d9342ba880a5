"""Opening an account: what was typed is kept on the server for a day, then becomes a person with an account."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.accounts.errors import ContactTaken, InstitutionGone
from lms.accounts.models import Account, Registration
from lms.accounts.queries import account_by_login, hash_of_secret
from lms.accounts.services.contacts import Contact
from lms.accounts.services.verifying import vouch_by_invitation
from lms.core import audit
from lms.core.extensions import db
from lms.institutions import services as directory
from lms.institutions.queries import is_in_the_list
from lms.invitations.errors import InvitationSpent
from lms.invitations.queries import invitation_for_update
from lms.invitations.services import accept
from lms.people import services as people
from lms.people.models import Person

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Registering:
    """Everything a person says of themselves. There is no role among it, and no request can put one in."""

    contact: Contact
    password_hash: str
    facts: people.PersonFacts
    institution_id: UUID | None
    unlisted: str | None
    institution_type: str
    region_code: str
    agreed: Sequence[people.Agreement]
    invitation_id: UUID | None = None
    invited_by_mail: bool = False


def begin_registration(answers: dict[str, Any], *, at: datetime) -> str:
    """Keep what was typed; the secret for the visitor's cookie."""
    forget_old_registrations(at=at)
    secret = secrets.token_urlsafe(32)
    db.session.add(
        Registration(secret_hash=hash_of_secret(secret), answers=answers, created_at=at, expires_at=at + KEPT)
    )
    return secret


def discard_registration(registration: Registration) -> None:
    """Forget everything that was typed."""
    db.session.delete(registration)


def forget_old_registrations(*, at: datetime) -> None:
    db.session.execute(
        delete(Registration).where(Registration.expires_at <= at).execution_options(synchronize_session=False)
    )


def register(registering: Registering, *, at: datetime) -> Account:
    """Person, workplace, consents and account in one act; an invitation confirms the workplace.

    Raises ``ContactTaken``, ``TooYoung``, ``InstitutionGone`` and ``InvitationSpent``.
    """
    people.refuse_minors(registering.facts.birth_year, at=at)
    if account_by_login(registering.contact.value) is not None:
        raise ContactTaken
    institution_id = registering.institution_id
    if registering.invitation_id is None and institution_id is not None and not is_in_the_list(institution_id):
        raise InstitutionGone
    person = people.add_person(registering.facts, at=at)
    if institution_id is None and registering.unlisted:
        institution_id = directory.propose_institution(
            registering.unlisted,
            type_code=registering.institution_type,
            region_code=registering.region_code,
            by=person.id,
            at=at,
        ).id
    if registering.invitation_id is None:
        people.take_workplace(person, institution_id, at=at)
    people.agree(person, registering.agreed, at=at)
    account = open_account(person, registering.contact, registering.password_hash, at=at)
    audit.record(account.id, "accounts.account.opened", account, at=at)
    if registering.invitation_id is not None:
        accept_invitation(account, registering.invitation_id, by_mail=registering.invited_by_mail, at=at)
    return account


def accept_invitation(account: Account, invitation_id: UUID, *, by_mail: bool, at: datetime) -> None:
    """The person of this account comes. Raises ``InvitationSpent`` and ``NotInvited``.

    ``by_mail``: the code was mailed, so the person reads that address; every other code was handed over by somebody.
    """
    invitation = invitation_for_update(invitation_id)
    if invitation is None:
        raise InvitationSpent
    accept(invitation, account.person, contacts=(account.email, account.phone), by=account.id, at=at)
    vouch_by_invitation(
        account,
        email=invitation.email if by_mail else None,
        phone=None if by_mail else invitation.phone,
        at=at,
    )


def open_account(person: Person, contact: Contact, password_hash: str | None, *, at: datetime) -> Account:
    """The account of a person. Raises ``ContactTaken``, also when two people open one at the same moment."""
    account = Account(
        person_id=person.id,
        email=contact.email,
        phone=contact.phone,
        password_hash=password_hash,
        created_at=at,
        draft_salt=secrets.token_urlsafe(12),
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError as error:
        raise ContactTaken from error
    account.person = person
    return account
