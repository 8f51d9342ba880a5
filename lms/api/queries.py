"""Questions to the table of tokens."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from lms.accounts.models import Account
from lms.accounts.queries import account_with_roles, hash_of_secret
from lms.api.models import ApiToken
from lms.core.extensions import db


def tokens_of(account_id: UUID) -> Sequence[ApiToken]:
    """The newest first; those that have ended too, until they are removed."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return db.session.scalars(query.order_by(ApiToken.created_at.desc(), ApiToken.id)).all()


def live_tokens(account_id: UUID, at: datetime) -> int:
    query = select(func.count()).where(
        ApiToken.account_id == account_id, ApiToken.ended_at.is_(None), ApiToken.expires_at > at
    )
    return db.session.scalar(query) or 0


def own_token(token_id: UUID, actor: Account) -> ApiToken | None:
    """One's own; somebody else's is not there."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.account_id == actor.id)
    return db.session.scalars(query).one_or_none()


def token_behind(secret: str, at: datetime) -> ApiToken | None:
    """The live token with this secret, of an account that may sign in; its roles are judged at this moment."""
    token = db.session.scalars(select(ApiToken).where(ApiToken.secret_hash == hash_of_secret(secret))).one_or_none()
    if token is None or not token.is_live_at(at):
        return None
    account = account_with_roles(token.account_id, at)
    return token if account.suspended_at is None and account.erased_at is None else None
