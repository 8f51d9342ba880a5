"""Accounts and the identities a provider vouches for: linked by the owner, found by the subject, by no address."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from lms.accounts.errors import IdentityTaken
from lms.accounts.events import IdentityChanged
from lms.accounts.models import Account, LinkedIdentity
from lms.accounts.queries import identity_of
from lms.core import audit, events
from lms.core.extensions import db


def link_identity(account: Account, *, issuer: str, subject: str, at: datetime) -> LinkedIdentity:
    """From now on this identity opens the account. Raises ``IdentityTaken``: one identity, one account, both ways."""
    identity = LinkedIdentity(account_id=account.id, issuer=issuer, subject=subject, linked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(identity)
    except IntegrityError as error:
        raise IdentityTaken from error
    audit.record(account.id, "accounts.identity.linked", account, at=at)
    events.emit(IdentityChanged(account.id, is_linked=True, at=at))
    return identity


def unlink_identity(account: Account, *, at: datetime) -> None:
    """The identity opens the account no more. Nothing happens if there is none."""
    identity = identity_of(account.id)
    if identity is None:
        return
    db.session.delete(identity)
    audit.record(account.id, "accounts.identity.unlinked", account, at=at)
    events.emit(IdentityChanged(account.id, is_linked=False, at=at))


def note_use(account: Account, *, at: datetime) -> None:
    """The identity has just opened the account."""
    identity = identity_of(account.id)
    if identity is not None:
        identity.used_at = at
