"""What can happen to an account."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update

from lms.accounts.models import Account, SignIn
from lms.accounts.queries import hash_of_secret
from lms.core.extensions import db

TRAINEE_STAYS = timedelta(days=30)
STAFF_STAYS = timedelta(hours=12)
SHARED_COMPUTER_STAYS = timedelta(hours=8)


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
            expires_at=at + stays,
            is_shared_computer=is_shared_computer,
            device=device,
        )
    )
    return secret


def end_sign_in(secret: str, *, at: datetime) -> None:
    _end(SignIn.secret_hash == hash_of_secret(secret), at=at)


def end_all_sign_ins(account: Account, *, at: datetime, but: str | None = None) -> None:
    """End every sign-in of an account (``but`` one): after a new password, at suspension."""
    condition = SignIn.account_id == account.id
    if but is not None:
        condition &= SignIn.secret_hash != hash_of_secret(but)
    _end(condition, at=at)


def _end(condition: object, *, at: datetime) -> None:
    db.session.execute(
        update(SignIn)
        .where(condition, SignIn.ended_at.is_(None))  # type: ignore[arg-type]
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )
