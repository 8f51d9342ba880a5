"""Questions about messages."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Account
from lms.core.extensions import db
from lms.messages.models import Reminded, ReminderDay, SwitchedOff


def switched_off_by(account_id: UUID) -> set[str]:
    """Kinds that the person does not want."""
    return set(db.session.scalars(select(SwitchedOff.kind).where(SwitchedOff.account_id == account_id)))


def is_unwanted_at(kind: str, address: str) -> bool:
    """Whether whoever signs in with this address has switched the kind off, or may not sign in any more."""
    off = select(SwitchedOff.kind).where(SwitchedOff.account_id == Account.id, SwitchedOff.kind == kind).exists()
    query = select(Account.id).where(Account.email == address, or_(off, Account.suspended_at.is_not(None)))
    return db.session.scalars(query).first() is not None


def account_to_remind(account_id: UUID) -> Account | None:
    """The account with its person, if it is open and the address is known to be this person's."""
    query = (
        select(Account)
        .where(Account.id == account_id, Account.email_verified_at.is_not(None), Account.suspended_at.is_(None))
        .options(joinedload(Account.person, innerjoin=True))
    )
    return db.session.scalars(query).one_or_none()


def was_reminded_on(account_id: UUID, day: date) -> bool:
    return db.session.get(ReminderDay, (account_id, day)) is not None


def told_before(account_id: UUID, kinds: Collection[str]) -> set[tuple[str, str]]:
    """Kind and subject of every reminder that the person was given."""
    query = select(Reminded.kind, Reminded.about).where(Reminded.account_id == account_id, Reminded.kind.in_(kinds))
    return {(kind, about) for kind, about in db.session.execute(query)}
