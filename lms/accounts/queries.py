"""Questions about accounts and sign-ins."""

import hashlib
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Account, SignIn
from lms.core.extensions import db
from lms.people.models import Person


def hash_of_secret(secret: str) -> str:
    """SHA-256 in hexadecimal. The secret has 256 random bits, so no salt or stretching is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def sign_in_of(secret: str, at: datetime) -> SignIn | None:
    """The live sign-in behind a cookie, with account, person, names and grants in one statement."""
    query = (
        select(SignIn)
        .join(SignIn.account)
        .where(
            SignIn.secret_hash == hash_of_secret(secret),
            SignIn.ended_at.is_(None),
            SignIn.expires_at > at,
            Account.suspended_at.is_(None),
        )
        .options(
            joinedload(SignIn.account, innerjoin=True).options(
                joinedload(Account.person, innerjoin=True).joinedload(Person.names),
                joinedload(Account.grants),
            )
        )
    )
    return db.session.scalars(query).unique().one_or_none()


def account_by_login(login: str) -> Account | None:
    """The account with this e-mail (lower case) or phone (E.164)."""
    return db.session.scalars(select(Account).where(or_(Account.email == login, Account.phone == login))).one_or_none()
