"""Sign-ins: one for each browser, kept on the server under a hashed secret, ended one by one or all at once.

How long one lasts: trainees 30 days on a device of their own; people with a role 12 hours, and 30 minutes without a
page (2 hours if they only write and review modules); a shared computer 8 hours, and 30 minutes without a page. What
was typed survives the end (``resending``).
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from lms.accounts.models import STAFF_STAYS, Account, HalfSignIn, SignIn
from lms.accounts.queries import hash_of_secret
from lms.core import audit
from lms.core.extensions import db
from lms.core.transactions import apart_later

TRAINEE_STAYS = timedelta(days=30)
SHARED_COMPUTER_STAYS = timedelta(hours=8)
#: From the password to the second step.
HALF_LASTS = timedelta(minutes=10)
#: How exactly we know when a browser was last seen.
SEEN_EVERY = timedelta(minutes=5)


def begin_half(account: Account, *, is_shared_computer: bool, proved_at: datetime | None, at: datetime) -> str:
    """The first step was right: the secret under which the second is awaited in this browser."""
    secret = secrets.token_urlsafe(32)
    db.session.execute(
        delete(HalfSignIn).where(HalfSignIn.expires_at <= at).execution_options(synchronize_session=False)
    )
    db.session.add(
        HalfSignIn(
            secret_hash=hash_of_secret(secret),
            account_id=account.id,
            created_at=at,
            expires_at=at + HALF_LASTS,
            proved_at=proved_at,
            is_shared_computer=is_shared_computer,
        )
    )
    return secret


def end_half(half: HalfSignIn) -> None:
    """The second step was passed; whoever has a copy of this secret comes too late."""
    db.session.delete(half)


def open_sign_in(
    account: Account,
    *,
    device: str,
    is_shared_computer: bool = False,
    has_second_step: bool = False,
    proof_age: timedelta | None = timedelta(),
    at: datetime,
) -> str:
    """Remember this browser; the secret for its cookie (256 random bits), of which only the hash is kept.

    ``proof_age``: how long ago the person proved who it is; None if nobody knows (a provider may not say).
    """
    secret = secrets.token_urlsafe(32)
    stays = SHARED_COMPUTER_STAYS if is_shared_computer else STAFF_STAYS if account.grants else TRAINEE_STAYS
    db.session.add(
        SignIn(
            secret_hash=hash_of_secret(secret),
            account_id=account.id,
            created_at=at,
            seen_at=at,
            proved_at=None if proof_age is None else at - proof_age,
            has_second_step=has_second_step,
            expires_at=at + stays,
            is_shared_computer=is_shared_computer,
            device=device,
        )
    )
    return secret


def renew_sign_in(secret: str, *, at: datetime, has_second_step: bool = False) -> str:
    """The person has proved again who is sitting there: a new secret for the same sign-in, which lasts no longer.

    ``has_second_step`` says that it has passed the second step now; a sign-in that had passed it before still has.
    """
    renewed = secrets.token_urlsafe(32)
    second_step = {"has_second_step": True} if has_second_step else {}
    db.session.execute(
        update(SignIn)
        .where(SignIn.secret_hash == hash_of_secret(secret), SignIn.ended_at.is_(None))
        .values(secret_hash=hash_of_secret(renewed), proved_at=at, seen_at=at, **second_step)
        .execution_options(synchronize_session=False)
    )
    return renewed


def end_sign_in(secret: str, *, at: datetime) -> None:
    _end(SignIn.secret_hash == hash_of_secret(secret), at=at)


def end_all_sign_ins(account: Account, *, at: datetime, but: str | None = None) -> None:
    """End every sign-in of an account (``but`` one): after a new password, at suspension. Half ones too."""
    halves = delete(HalfSignIn).where(HalfSignIn.account_id == account.id)
    db.session.execute(halves.execution_options(synchronize_session=False))
    condition = SignIn.account_id == account.id
    if but is not None:
        condition &= SignIn.secret_hash != hash_of_secret(but)
    _end(condition, at=at)


def end_sign_in_by_hash(account: Account, secret_hash: str, *, at: datetime) -> None:
    """The person ends one of the own sign-ins; somebody else's is not found and stays."""
    _end((SignIn.account_id == account.id) & (SignIn.secret_hash == secret_hash), at=at)
    audit.record(account.id, "accounts.sign_in.ended", account, at=at)


def end_other_sign_ins(account: Account, *, but: str, at: datetime) -> None:
    """The person stays signed in in this browser only."""
    end_all_sign_ins(account, at=at, but=but)
    audit.record(account.id, "accounts.sign_in.ended", account, at=at)


def end_sign_ins_of(account: Account, secret_hash: str | None, *, by: Account, reason: str, at: datetime) -> None:
    """An administrator ends one sign-in of somebody, or all of them (None)."""
    if secret_hash is None:
        end_all_sign_ins(account, at=at)
    else:
        _end((SignIn.account_id == account.id) & (SignIn.secret_hash == secret_hash), at=at)
    audit.record(by.id, "accounts.sign_in.ended", account, at=at, reason=reason)


def take_second_step_from(account: Account) -> None:
    """The account has no second step any more, so no sign-in of it has passed one."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.account_id == account.id)
        .values(has_second_step=False)
        .execution_options(synchronize_session=False)
    )


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
