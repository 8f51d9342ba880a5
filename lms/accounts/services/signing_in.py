"""Signing in: who is it, judged with the same answer and in the same time for known and unknown.

Tries are counted for an account on a device. A browser that has signed in to an account before carries a signed device
cookie and has a count of its own, so that a stranger who guesses elsewhere cannot make its owner wait. The network
address counts only when a hundred different accounts have failed from it within an hour: sixty people in a workshop
share one address.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts import passwords
from lms.accounts.errors import SignInRefused
from lms.accounts.models import Account, Throttle
from lms.accounts.queries import account_with_roles
from lms.accounts.services.contacts import login_key
from lms.accounts.services.throttling import Pace, count_try, forget_old, forgive, in_one_go
from lms.core import audit
from lms.core.transactions import apart_later

ACCOUNT_PACE = Pace(free=5, longest=300)
ADDRESS_PACE = Pace(free=0, longest=30)
#: Different accounts that may fail from one address within the hour before it has to wait; above workshop size.
ACCOUNTS_PER_ADDRESS = 100
ADDRESS_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Proof:
    """Somebody knew the password of this account."""

    account_id: UUID
    fresher_hash: str | None
    throttle_key: str


def short_hash(text: str) -> str:
    """A key that does not show what it stands for to somebody who reads the table in passing."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def prove(login: str, password: str, *, device: str | None, address: str, at: datetime) -> Proof:
    """Check a password. Raises ``TooManyTries`` or ``SignInRefused``, which says nothing about what exists.

    ``device`` is the id of a browser that has signed in to this login before. The caller's transaction must hold no
    lock: counting is saved apart, in one short write, and hashing takes long.
    """
    value = login_key(login)
    key = f"sign-in:{short_hash(value)}:{device or '-'}"

    def count(session: Session) -> Row[UUID, str | None, datetime | None] | None:
        if device is None:
            _slow_down_address(session, address, at=at)
        count_try(session, key, ACCOUNT_PACE, at=at)
        known = select(Account.id, Account.password_hash, Account.suspended_at)
        return session.execute(known.where((Account.email == value) | (Account.phone == value))).one_or_none()

    row = in_one_go(count)
    matches, fresher = passwords.verify_password(password, row.password_hash if row else None)
    if row is None or not matches or row.suspended_at is not None:
        _note_failure(value, address, row.id if row else None, at=at)
        raise SignInRefused
    return Proof(row.id, fresher, key)


def accept(proof: Proof, *, at: datetime) -> Account:
    """The account whose password was right. Nobody is signed in by this alone (``views.entering``)."""
    account = account_with_roles(proof.account_id, at)
    if proof.fresher_hash:
        account.password_hash = proof.fresher_hash
    forgive(proof.throttle_key)
    return account


def _slow_down_address(session: Session, address: str, *, at: datetime) -> None:
    prefix = f"address:{short_hash(address)}"
    failed = session.scalar(
        select(func.count())
        .select_from(Throttle)
        .where(Throttle.key.startswith(f"{prefix}:", autoescape=True), Throttle.last_at > at - ADDRESS_WINDOW)
    )
    if (failed or 0) >= ACCOUNTS_PER_ADDRESS:
        count_try(session, prefix, ADDRESS_PACE, at=at)


def _note_failure(value: str, address: str, account_id: UUID | None, *, at: datetime) -> None:
    """Which login failed from which address, and one line in the audit log, kept whatever the answer is."""
    key = f"address:{short_hash(address)}:{short_hash(value)}"

    def write(session: Session) -> None:
        forget_old(session, at=at)
        with suppress(IntegrityError), session.begin_nested():  # the same failure may be noted twice at once
            session.merge(Throttle(key=key, failures=1, last_at=at))

    apart_later(write)
    audit.record_refusal(None, "accounts:sign-in", account_id=str(account_id) if account_id else None)
