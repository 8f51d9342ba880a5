"""Passing the second step: with digits of the app, a passkey or a recovery code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from lms.accounts.errors import WrongCode
from lms.accounts.events import SecondStepChange
from lms.accounts.models import Account, RecoveryCode
from lms.accounts.queries import hash_of_secret
from lms.accounts.services import passkeys
from lms.accounts.services.authenticator import use_app_code
from lms.accounts.services.passkeys import Relying
from lms.accounts.services.second_step import CODE_LENGTH, tell
from lms.accounts.services.throttling import Pace
from lms.core import codes
from lms.core.rows import changed

#: Three of a million digits are right at any moment: with these delays a guesser needs years.
SECOND_STEP_PACE = Pace(free=5, longest=300)


@dataclass(frozen=True)
class SecondStepAnswer:
    """What was given for the second step; one of the three is enough."""

    digits: str = ""
    recovery_code: str = ""
    passkey: str = ""

    def __bool__(self) -> bool:
        return bool(self.digits or self.recovery_code or self.passkey)


def second_step_key(account_id: UUID, device: str | None) -> str:
    """Tries are counted for an account on a device, as those of passwords are."""
    return f"second-step:{account_id}:{device or '-'}"


def pass_second_step(account: Account, answer: SecondStepAnswer, *, relying: Relying, at: datetime) -> None:
    """Raises ``WrongCode``. Each answer works once. The caller has counted the try."""
    if answer.passkey:
        passkeys.use_passkey(account, answer.passkey, relying=relying, at=at)
    elif answer.recovery_code:
        _use_recovery_code(account, answer.recovery_code, at=at)
    else:
        use_app_code(account.id, answer.digits, at=at)


def _use_recovery_code(account: Account, typed: str, *, at: datetime) -> None:
    code = codes.read_code(typed)
    if not codes.is_code(code, CODE_LENGTH):
        raise WrongCode
    unused = (
        RecoveryCode.code_hash == hash_of_secret(code),
        RecoveryCode.account_id == account.id,
        RecoveryCode.used_at.is_(None),
    )
    if not changed(update(RecoveryCode).where(*unused).values(used_at=at)):
        raise WrongCode
    tell(account, SecondStepChange.CODE_USED, at=at)
