"""By what people come in beside the password: the second step, and identities that a provider vouches for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from lms.accounts.hashing import hash_of_secret
from lms.accounts.models import Account, AuthenticatorApp, HalfSignIn, LinkedIdentity, Passkey, RecoveryCode
from lms.core.extensions import db


@dataclass(frozen=True)
class SecondStep:
    """What an account has for the second step of signing in."""

    app: AuthenticatorApp | None
    passkeys: Sequence[Passkey]
    codes_left: int

    def __bool__(self) -> bool:
        """Whether there is a second step. Recovery codes alone are none: they stand in for something."""
        return self.app is not None or bool(self.passkeys)


def second_step_of(account_id: UUID) -> SecondStep:
    """The app, the passkeys in the order in which they were added, and how many recovery codes are left."""
    left = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return SecondStep(
        app=db.session.get(AuthenticatorApp, account_id),
        passkeys=passkeys_of(account_id),
        codes_left=db.session.scalar(left) or 0,
    )


def passkeys_of(account_id: UUID) -> Sequence[Passkey]:
    """In the order in which they were added."""
    query = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.created_at, Passkey.id)
    return db.session.scalars(query).all()


def has_second_step(account_id: UUID) -> bool:
    """Whether signing in to this account takes a second step."""
    app = select(AuthenticatorApp.account_id).where(AuthenticatorApp.account_id == account_id)
    passkey = select(Passkey.account_id).where(Passkey.account_id == account_id)
    return bool(db.session.scalar(select(or_(app.exists(), passkey.exists()))))


def needs_long_password(account: Account, at: datetime) -> bool:
    """People with a role choose a longer password as long as nothing but it protects the account."""
    return account.has_roles_in_force(at) and not has_second_step(account.id)


def half_sign_in(secret: str | None, at: datetime) -> HalfSignIn | None:
    """Who has given the right password in this browser and still owes the second step."""
    if not secret:
        return None
    query = (
        select(HalfSignIn)
        .join(Account, Account.id == HalfSignIn.account_id)
        .where(
            HalfSignIn.secret_hash == hash_of_secret(secret),
            HalfSignIn.expires_at > at,
            Account.suspended_at.is_(None),
        )
    )
    return db.session.scalars(query).one_or_none()


def passkey_by_id(passkey_id: UUID) -> Passkey | None:
    return db.session.get(Passkey, passkey_id)


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """Whose account this identity opens."""
    linked = LinkedIdentity.issuer == issuer, LinkedIdentity.subject == subject
    query = select(Account).join(LinkedIdentity, LinkedIdentity.account_id == Account.id).where(*linked)
    return db.session.scalars(query).one_or_none()


def identity_of(account_id: UUID) -> LinkedIdentity | None:
    """The identity that opens this account."""
    return db.session.scalars(select(LinkedIdentity).where(LinkedIdentity.account_id == account_id)).one_or_none()
