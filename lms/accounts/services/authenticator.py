"""Digits of an authenticator app (TOTP, RFC 6238): thirty seconds a step, one step of drift to each side, once each."""

from datetime import datetime
from uuid import UUID

import pyotp
from pyotp.exceptions import OTPVerificationError
from sqlalchemy import update

from lms.accounts.errors import WrongCode
from lms.accounts.models import AuthenticatorApp
from lms.core.extensions import db
from lms.core.rows import changed
from lms.core.sealing import unseal

APP_SECRETS = "authenticator apps"
#: Steps of thirty seconds by which the clock of a phone may be wrong.
DRIFT = 1
DIGITS = 6


def new_app_secret() -> str:
    """160 random bits in base32, to be shared with an app."""
    return pyotp.random_base32()


def address_for_app(secret: str, *, name: str, issuer: str) -> str:
    """What an app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of_first_code(secret: str, typed: str, *, at: datetime) -> int:
    """The step whose digits were typed, which proves that the app is connected. Raises ``WrongCode``."""
    return _step_of(secret, typed, at=at)


def use_app_code(account_id: UUID, typed: str, *, at: datetime) -> None:
    """Accept digits of the account's app, once. Raises ``WrongCode``, also for digits that were used before."""
    app = db.session.get(AuthenticatorApp, account_id, populate_existing=True)
    secret = unseal(app.sealed_secret, purpose=APP_SECRETS) if app else None
    if secret is None:
        raise WrongCode
    step = _step_of(secret, typed, at=at)
    # In one statement, so that the same digits sent twice at once are accepted once.
    not_used = AuthenticatorApp.account_id == account_id, AuthenticatorApp.last_step < step
    if not changed(update(AuthenticatorApp).where(*not_used).values(last_step=step, used_at=at)):
        raise WrongCode


def _step_of(secret: str, typed: str, *, at: datetime) -> int:
    digits = "".join(typed.split())
    if len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        raise WrongCode
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=at, valid_window=DRIFT)
    except OTPVerificationError as error:
        raise WrongCode from error
