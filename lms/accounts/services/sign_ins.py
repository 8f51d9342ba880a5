"""Sign-ins: one for each browser, kept on the server under a hashed secret, ended one by one or all at once.

How long one lasts: trainees 30 days on a device of their own; people with a role 12 hours, and 2 hours without a page;
a shared computer 8 hours, and 30 minutes without a page. What was typed survives the end (``resending``).
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from lms.accounts.models import STAFF_STAYS, Account, SignIn
from lms.accounts.queries import hash_of_secret
from lms.core import audit
from lms.core.extensions import db
from lms.core.transactions import apart_later

TRAINEE_STAYS = timedelta(days=30)
SHARED_COMPUTER_STAYS = timedelta(hours=8)
#: How exactly we know when a browser was last seen.
SEEN_EVERY = timedelta(minutes=5)


def open_sign_in(account: Account, *, device: str, is_shared_computer: bool = False, at: datetime) -> str:
    """Remember this browser; the secret for its cookie (256 random bits), of which only the hash is kept."""
    secret = secrets.token_urlsafe(32)
    stays = SHARED_COMPUTER_STAYS if is_shared_computer else STAFF_STAYS if account.grants else TRAINEE_STAYS
    db.session.add(
        SignIn(
            secret_hash=hash_of_secret(secret),
            account_id=account.id,
            created_at=at,
            seen_at=at,
            proved_at=at,
            expires_at=at + stays,
            is_shared_computer=is_shared_computer,
            device=device,
        )
    )
    return secret


def renew_sign_in(secret: str, *, at: datetime) -> str:
    """The person has proved again who is sitting there: a new secret for the same sign-in, which lasts no longer."""
    renewed = secrets.token_urlsafe(32)
    db.session.execute(
        update(SignIn)
        .where(SignIn.secret_hash == hash_of_secret(secret), SignIn.ended_at.is_(None))
        .values(secret_hash=hash_of_secret(renewed), proved_at=at, seen_at=at)
        .execution_options(synchronize_session=False)
    )
    return renewed


def end_sign_in(secret: str, *, at: datetime) -> None:
    _end(SignIn.secret_hash == hash_of_secret(secret), at=at)


def end_all_sign_ins(account: Account, *, at: datetime, but: str | None = None) -> None:
    """End every sign-in of an account (``but`` one): after a new password, at suspension."""
    condition = SignIn.account_id == account.id
    if but is not None:
        condition &= SignIn.secret_hash != hash_of_secret(but)
    _end(condition, at=at)


def end_sign_in_by_hash(account: Account, secret_hash: str, *, at: datetime) -> None:
    """The person ends one of the own sign-ins; somebody else's is not found and stays."""
    _end((SignIn.account_id == account.id) & (SignIn.secret_hash == secret_hash), at=at)
    audit.record(account.id, "accounts.sign_in.ended", account, at=at)


def touch_later(sign_in: SignIn, *, at: datetime) -> None:
    """Note that the browser was seen, at most every five minutes, in a transaction apart: also a GET does this."""
    if at - sign_in.seen_at < SEEN_EVERY:
        return
    secret_hash = sign_in.secret_hash

    def write(session: Session) -> None:
        session.execute(
            update(SignIn)
            .where(SignIn.secret_hash == secret_hash, SignIn.seen_at < at)
            .values(seen_at=at)
            .execution_options(synchronize_session=False)
        )

    apart_later(write)


def _end(condition: object, *, at: datetime) -> None:
    db.session.execute(
        update(SignIn)
        .where(condition, SignIn.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )
