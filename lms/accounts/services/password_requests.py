"""A lost password without a mail: the person asks, the coordinator or an administrator makes a code, the code opens.

The employer never makes one, nobody makes one unasked, and the person sees in the profile who did and why.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from lms.accounts.errors import CodeRefused, RequestDecided
from lms.accounts.models import Account, CodePurpose, PasswordRequest, PasswordRequestState
from lms.accounts.queries import account_by_login
from lms.accounts.services.codes import find_code, make_code
from lms.accounts.services.contacts import normal_contact
from lms.accounts.services.links import set_password
from lms.core import audit
from lms.core.extensions import db


def ask_for_code(account: Account, *, at: datetime) -> None:
    """Put the request into the queue; asking again while one waits changes nothing."""
    if account.suspended_at is not None:
        return
    request = PasswordRequest(account_id=account.id, asked_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(request)
    except IntegrityError:  # one waits already
        return
    audit.record(account.id, "accounts.password.code_asked", account, at=at)


def answer_request(request: PasswordRequest, *, by: UUID, reason: str, at: datetime) -> str:
    """The code, to be shown once. The caller holds the lock. Raises ``RequestDecided``."""
    _decide(request, PasswordRequestState.ANSWERED, by=by, reason=reason, at=at)
    code = make_code(request.account, CodePurpose.PASSWORD, reason=reason, by=by, at=at)
    audit.record(by, "accounts.password.code_handed_out", request.account, at=at, reason=reason)
    return code


def decline_request(request: PasswordRequest, *, by: UUID, reason: str, at: datetime) -> None:
    """It was somebody else who asked, or it cannot be told. Raises ``RequestDecided``."""
    _decide(request, PasswordRequestState.DECLINED, by=by, reason=reason, at=at)
    audit.record(by, "accounts.password.code_declined", request.account, at=at, reason=reason)


def _decide(request: PasswordRequest, state: PasswordRequestState, *, by: UUID, reason: str, at: datetime) -> None:
    if request.state is not PasswordRequestState.WAITING:
        raise RequestDecided
    request.state, request.decided_by_id, request.decided_at, request.reason = state, by, at, reason


def set_password_by_code(login: str, typed: str, password: str, *, at: datetime) -> Account:
    """Spend the code: every sign-in ends, the password is new.

    Raises ``CodeRefused`` (the same for a login that nobody has), and ``WeakPassword``: then the code still works. The
    caller has counted the try.
    """
    contact = normal_contact(login)
    account = account_by_login(contact.value) if contact else None
    code = find_code(account.id if account else None, CodePurpose.PASSWORD, typed, at=at)
    if account is None or account.suspended_at is not None:
        raise CodeRefused
    set_password(account, password, at=at)
    code.used_at = code.ended_at = at
    return account
