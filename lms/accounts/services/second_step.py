"""The second step of signing in: set up, renewed, taken away. The owner is told of each change by mail.

A sign-in in which the second step was set up has passed it; all others of the account end, because they have not.
"""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from lms.accounts.errors import NoSecondStep, OwnSecondStep, WrongCode
from lms.accounts.events import SecondStepChange, SecondStepChanged
from lms.accounts.models import Account, AuthenticatorApp, Passkey, RecoveryCode
from lms.accounts.queries import hash_of_secret, second_step_of
from lms.accounts.services.authenticator import APP_SECRETS, step_of_first_code
from lms.accounts.services.sign_ins import end_all_sign_ins, take_second_step_from
from lms.core import audit, codes, events
from lms.core.extensions import db
from lms.core.sealing import seal

CODES = 10
CODE_LENGTH = 16


def add_app(account: Account, secret: str, typed: str, *, own_secret: str, at: datetime) -> list[str]:
    """Connect an app that shows the right digits; one before it is replaced. Recovery codes if these are the first.

    ``own_secret`` is that of the sign-in in which this happens. Raises ``WrongCode``.
    """
    step = step_of_first_code(secret, typed, at=at)
    before = second_step_of(account.id)
    if before.app is not None:
        db.session.delete(before.app)
        db.session.flush()
    db.session.add(
        AuthenticatorApp(
            account_id=account.id,
            sealed_secret=seal(secret, purpose=APP_SECRETS),
            last_step=step,
            created_at=at,
            used_at=at,
        )
    )
    return _added(account, SecondStepChange.APP_ADDED, is_first=not before, own_secret=own_secret, at=at)


def add_passkey(account: Account, passkey: Passkey, *, own_secret: str, at: datetime) -> list[str]:
    """Keep a passkey that was made for this account. Recovery codes if it is the first of the second step.

    Raises ``WrongCode`` if it is kept already.
    """
    is_first = not second_step_of(account.id)
    try:
        with db.session.begin_nested():
            db.session.add(passkey)
    except IntegrityError as error:
        raise WrongCode from error
    return _added(account, SecondStepChange.PASSKEY_ADDED, is_first=is_first, own_secret=own_secret, at=at)


def _added(account: Account, change: SecondStepChange, *, is_first: bool, own_secret: str, at: datetime) -> list[str]:
    tell(account, change, at=at)
    if not is_first:
        return []
    end_all_sign_ins(account, at=at, but=own_secret)
    return _new_codes(account, at=at)


def remove_app(account: Account, *, at: datetime) -> None:
    """Disconnect the app. Raises ``NoSecondStep`` if there is none."""
    app = second_step_of(account.id).app
    if app is None:
        raise NoSecondStep
    db.session.delete(app)
    _removed(account, SecondStepChange.APP_REMOVED, at=at)


def remove_passkey(account: Account, passkey: Passkey, *, at: datetime) -> None:
    db.session.delete(passkey)
    _removed(account, SecondStepChange.PASSKEY_REMOVED, at=at)


def _removed(account: Account, change: SecondStepChange, *, at: datetime) -> None:
    """Without anything left there is no second step, and no sign-in has passed one."""
    db.session.flush()
    if not second_step_of(account.id):
        forget_codes(account)
        take_second_step_from(account)
    tell(account, change, at=at)


def renew_codes(account: Account, *, at: datetime) -> list[str]:
    """Ten new recovery codes; the ones before work no more. Raises ``NoSecondStep``."""
    if not second_step_of(account.id):
        raise NoSecondStep
    tell(account, SecondStepChange.CODES_RENEWED, at=at)
    return _new_codes(account, at=at)


def reset_second_step(account: Account, *, by: Account, reason: str, at: datetime) -> None:
    """An administrator takes the second step away from somebody who has lost everything: it is set up anew.

    Raises ``OwnSecondStep``, and ``NoSecondStep`` if there is nothing to take away.
    """
    if by.id == account.id:
        raise OwnSecondStep
    if not second_step_of(account.id):
        raise NoSecondStep
    for kind in (AuthenticatorApp, Passkey):
        db.session.execute(delete(kind).where(kind.account_id == account.id))
    forget_codes(account)
    end_all_sign_ins(account, at=at)
    tell(account, SecondStepChange.RESET, at=at, by=by, reason=reason)


def tell(
    account: Account,
    change: SecondStepChange,
    *,
    at: datetime,
    by: Account | None = None,
    reason: str | None = None,
) -> None:
    """Into the log and, as news, to the owner."""
    audit.record((by or account).id, f"accounts.second_step.{change}", account, at=at, reason=reason)
    events.emit(SecondStepChanged(account.id, change, at))


def forget_codes(account: Account) -> None:
    db.session.execute(
        delete(RecoveryCode).where(RecoveryCode.account_id == account.id).execution_options(synchronize_session=False)
    )


def _new_codes(account: Account, *, at: datetime) -> list[str]:
    forget_codes(account)
    fresh = [codes.new_code(CODE_LENGTH) for _number in range(CODES)]
    db.session.add_all(
        RecoveryCode(code_hash=hash_of_secret(code), account_id=account.id, created_at=at) for code in fresh
    )
    return [codes.grouped(code) for code in fresh]
