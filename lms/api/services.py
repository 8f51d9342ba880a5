"""What can happen to tokens: made, used, ended."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, update

from lms.accounts.queries import hash_of_secret
from lms.api.errors import TooManyTokens, TooOften
from lms.api.models import ApiToken
from lms.api.queries import live_tokens
from lms.core import audit
from lms.core.clock import local_day
from lms.core.extensions import db
from lms.core.rows import changed
from lms.core.transactions import apart
from lms.reporting.reports import Audience

#: So that scanners of code and mail know a lost one at sight.
PREFIX = "sabak_"
#: 256 random bits: nothing to guess, so nothing slows guessing down.
SECRET_BYTES = 32
MOST_TOKENS = 10
#: A refresh of a workbook reads a dozen tables at once.
MOST_IN_A_MINUTE = 60


def make_token(
    account_id: UUID, name: str, audience: Audience, *, lasts: timedelta, at: datetime
) -> tuple[ApiToken, str]:
    """A new token and its secret, which is known to nobody afterwards. Raises ``TooManyTokens``."""
    if live_tokens(account_id, at) >= MOST_TOKENS:
        raise TooManyTokens
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        account_id=account_id,
        name=name,
        secret_hash=hash_of_secret(secret),
        audience=audience,
        created_at=at,
        expires_at=at + lasts,
    )
    db.session.add(token)
    db.session.flush()
    audit.record(account_id, "api.token.made", token, at=at, audience=audience.value, days=lasts.days)
    return token, secret


def end_token(token: ApiToken, *, by: UUID, at: datetime) -> None:
    """Nothing is read by it any more. Twice is once."""
    if token.ended_at is None:
        token.ended_at = at
        audit.record(by, "api.token.ended", token, at=at)


def end_all_tokens(account_id: UUID, *, at: datetime) -> int:
    """Whoever took a password may have made tokens too."""
    living = (ApiToken.account_id == account_id, ApiToken.ended_at.is_(None))
    ended = changed(update(ApiToken).where(*living).values(ended_at=at))
    if ended:
        audit.record(account_id, "api.tokens.ended", at=at, count=ended)
    return ended


def note_reading(token_id: UUID, *, at: datetime) -> None:
    """Count a reading, saved at once. Raises ``TooOften`` beyond what a minute allows.

    In one statement, so that a hundred at once are a hundred. The caller's own transaction must hold no lock.
    """
    minute = at.replace(second=0, microsecond=0)
    count = case((ApiToken.last_minute == minute, ApiToken.asked_in_minute + 1), else_=1)
    noted = (
        update(ApiToken)
        .where(ApiToken.id == token_id)
        .values(last_minute=minute, asked_in_minute=count, used_on=local_day(at))
        .returning(ApiToken.asked_in_minute)
    )
    with apart() as session:
        asked = session.execute(noted.execution_options(synchronize_session=False)).scalar_one()
    if asked > MOST_IN_A_MINUTE:
        raise TooOften
