"""Leaving the platform: asked for, taken back within two weeks, then carried out for good."""

from datetime import datetime, timedelta
from uuid import UUID

from lms.accounts.errors import AlreadyClosing, NotClosing
from lms.accounts.events import AccountClosed, ClosingAsked
from lms.accounts.models import Account, Closing, ClosingReason
from lms.accounts.queries import closing_of, was_here_since
from lms.accounts.services.roles import keep_an_administrator
from lms.core import audit, events
from lms.core.extensions import db
from lms.people.leaving import Wish, forget_person

CHANGE_OF_MIND = timedelta(days=14)
#: Whoever has not signed in for long is told so long before.
NOTICE = timedelta(days=30)


def ask_to_close(
    account: Account, *, keeps_certificates: bool, at: datetime, why: ClosingReason = ClosingReason.ASKED
) -> Closing:
    """The account closes in two weeks (unused ones in thirty days). Raises AlreadyClosing, LastAdministrator."""
    if closing_of(account) is not None:
        raise AlreadyClosing
    keep_an_administrator(account, at=at)
    closing = Closing(
        account_id=account.id,
        why=why,
        asked_at=at,
        due_at=at + (CHANGE_OF_MIND if why is ClosingReason.ASKED else NOTICE),
        keeps_certificates=keeps_certificates,
    )
    db.session.add(closing)
    events.emit(ClosingAsked(account.id, closing.due_at, why.value, at))
    audit.record(
        account.id if why is ClosingReason.ASKED else None,
        "accounts.closing.asked",
        account,
        at=at,
        why=why.value,
        due_at=closing.due_at.isoformat(),
        keeps_certificates=keeps_certificates,
    )
    return closing


def keep_account(account: Account, *, at: datetime) -> None:
    """A change of mind: everything is as it was. Raises NotClosing."""
    closing = closing_of(account)
    if closing is None:
        raise NotClosing
    _take_back(closing, account, at=at)


def come_back(account: Account, *, at: datetime) -> bool:
    """Somebody signs in: an account that was to close because nobody did so stays. Whether it was to close."""
    closing = closing_of(account)
    if closing is None or closing.why is not ClosingReason.UNUSED:
        return False
    _take_back(closing, account, at=at)
    return True


def close_account(closing: Closing, *, at: datetime) -> None:
    """Take away who it was, in every room; for good. Does nothing gladly before its day, or a second time.

    Nor where an unused account was used after all, however that came about: what is erased cannot be brought back.
    """
    if closing.taken_back_at is not None or closing.done_at is not None or at < closing.due_at:
        return
    account = closing.account
    if closing.why is ClosingReason.UNUSED and was_here_since(account, closing.asked_at):
        _take_back(closing, account, at=at)
        return
    closing.done_at = at
    _forget(account, keeps_certificates=closing.keeps_certificates, at=at)


def forget_again(account_id: UUID, *, keeps_certificates: bool, at: datetime) -> bool:
    """A backup brought back somebody who had left since: leaves once more. Whether anybody was there."""
    account = db.session.get(Account, account_id)
    if account is None or account.erased_at is not None:
        return False
    _forget(account, keeps_certificates=keeps_certificates, at=at)
    return True


def _forget(account: Account, *, keeps_certificates: bool, at: datetime) -> None:
    removed = forget_person(account.person_id, Wish(keeps_certificates), at=at)
    audit.record(None, "accounts.account.closed", account, at=at, removed=removed)
    events.emit(AccountClosed(account.id, account.person_id, keeps_certificates, at))


def _take_back(closing: Closing, account: Account, *, at: datetime) -> None:
    closing.taken_back_at = at
    audit.record(account.id, "accounts.closing.taken_back", account, at=at)
