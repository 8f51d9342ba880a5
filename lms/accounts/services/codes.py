"""Codes that somebody entitled makes for an account and hands over in person; they work once and not for long.

A code is typed from paper, so it is short and could be guessed if tries were free. They are not: whoever asks for a
code counts tries per account and makes each further one wait (``throttling``), some three hundred in a day at most.
Against that 40 bits are plenty for a contact, which opens nothing and is asked of somebody signed in; a password has
60, because it opens the account to whoever knows the login. Both are kept as SHA-256 with the account's id in it: what
lies in a stolen table is over before it could be found by trying.
"""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update

from lms.accounts.errors import CodeRefused
from lms.accounts.models import Account, CodePurpose, OneUseCode
from lms.accounts.queries import code_for_update, hash_of_secret
from lms.core.codes import new_code, read_code
from lms.core.extensions import db

LENGTHS = {CodePurpose.CONTACT: 8, CodePurpose.PASSWORD: 12}
LASTS = {CodePurpose.CONTACT: timedelta(days=7), CodePurpose.PASSWORD: timedelta(hours=24)}


def make_code(
    account: Account,
    purpose: CodePurpose,
    *,
    contact: str | None = None,
    reason: str | None = None,
    by: UUID,
    at: datetime,
) -> str:
    """A new code, to be shown once; the one before stops working."""
    end_codes(account, purpose, at=at)
    code = new_code(LENGTHS[purpose])
    db.session.add(
        OneUseCode(
            account_id=account.id,
            purpose=purpose,
            contact=contact,
            code_hash=_hash(account.id, purpose, code),
            made_by_id=by,
            reason=reason,
            made_at=at,
            expires_at=at + LASTS[purpose],
        )
    )
    return code


def spend_code(account_id: UUID, purpose: CodePurpose, typed: str, *, at: datetime) -> OneUseCode:
    """The code that was typed, used from now on. Raises ``CodeRefused``. The caller has counted the try."""
    code = find_code(account_id, purpose, typed, at=at)
    code.used_at = code.ended_at = at
    return code


def find_code(account_id: UUID | None, purpose: CodePurpose, typed: str, *, at: datetime) -> OneUseCode:
    """The same without spending it; ``account_id`` None stands for a login that nobody has."""
    code = code_for_update(account_id or UUID(int=0), purpose, at)
    wanted = code.code_hash if code is not None else ""
    if code is None or not secrets.compare_digest(_hash(code.account_id, purpose, read_code(typed)), wanted):
        raise CodeRefused
    return code


def end_codes(account: Account, purpose: CodePurpose, *, at: datetime) -> None:
    """The code that was made for this purpose and not used stops working."""
    db.session.execute(
        update(OneUseCode)
        .where(OneUseCode.account_id == account.id, OneUseCode.purpose == purpose, OneUseCode.ended_at.is_(None))
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )


def _hash(account_id: UUID, purpose: CodePurpose, code: str) -> str:
    return hash_of_secret(f"{account_id}:{purpose}:{code}")
