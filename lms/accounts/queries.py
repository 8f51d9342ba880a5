"""Questions about accounts and sign-ins."""

import hashlib
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Account, SignIn
from lms.core.extensions import db
from lms.people.models import Person


def hash_of_secret(secret: str) -> str:
    """SHA-256 in hexadecimal. The secret has 256 random bits, so no salt or stretching is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


#: Asked on every page of somebody signed in, so it is built once.
_LIVE_SIGN_IN = (
    select(SignIn)
    .join(SignIn.account)
    .where(
        SignIn.secret_hash == bindparam("secret_hash"),
        SignIn.ended_at.is_(None),
        SignIn.expires_at > bindparam("at"),
        Account.suspended_at.is_(None),
    )
    .options(
        contains_eager(SignIn.account).options(
            joinedload(Account.person, innerjoin=True).joinedload(Person.names),
            joinedload(Account.grants),
        )
    )
)


def sign_in_of(secret: str, at: datetime) -> SignIn | None:
    """The live sign-in behind a cookie, with account, person, names and grants in one statement."""
    found = db.session.scalars(_LIVE_SIGN_IN, {"secret_hash": hash_of_secret(secret), "at": at})
    return found.unique().one_or_none()


def account_by_login(login: str) -> Account | None:
    """The account with this e-mail (lower case) or phone (E.164)."""
    return db.session.scalars(select(Account).where(or_(Account.email == login, Account.phone == login))).one_or_none()
