"""Leaving the platform: asked for, taken back within two weeks, then carried out for good."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from lms.accounts.errors import AlreadyClosing, NotClosing
from lms.accounts.events import AccountClosed, ClosingAsked
from lms.accounts.models import Account, Closing, ClosingReason
from lms.accounts.queries import accounts_that_stay, closing_of, closings_at_the_end, was_here_since
from lms.accounts.services.roles import keep_an_administrator
from lms.core import audit, clock, events
from lms.core.extensions import db
from lms.people.leaving import Wish, forget_person

CHANGE_OF_MIND = timedelta(days=14)
#: Whoever has not signed in for long is told so long before.
NOTICE = timedelta(days=30)
#: What is done once a night comes up to a day late, and the notice must not be the shorter for it.
A_NIGHT = timedelta(days=1)


def ask_to_close(
    account: Account, *, keeps_certificates: bool, at: datetime, why: ClosingReason = ClosingReason.ASKED
) -> Closing:
    """The account closes in two weeks (unused ones in thirty days). Raises AlreadyClosing, LastAdministrator.

    Whoever wants to leave need not wait for the end of the service.
    """
    under_way = closing_of(account)
    if under_way is not None:
        if under_way.why is not ClosingReason.END or why is not ClosingReason.ASKED:
            raise AlreadyClosing
        _take_back(under_way, account, by=account.id, at=at)
        db.session.flush()
    keep_an_administrator(account, at=at)
    due_at = at + (CHANGE_OF_MIND if why is ClosingReason.ASKED else NOTICE)
    return _begin(account, why, due_at, keeps_certificates=keeps_certificates, at=at)


def announce_end(last_day: date | None, *, at: datetime) -> int:
    """The service ends with this day, so every account does; how many were told now, a month before.

    Where the day was moved or is no longer known, what was announced for it is taken back. No certificate ends by it.
    """
    ends_at = clock.begin_of(last_day + timedelta(days=1)) if last_day else None
    if ends_at is None or at < ends_at - NOTICE - A_NIGHT:
        _take_back_all(closings_at_the_end(), at=at)
        return 0
    _take_back_all([closing for closing in closings_at_the_end() if closing.due_at < ends_at], at=at)
    staying = accounts_that_stay()
    for account in staying:
        _begin(account, ClosingReason.END, max(ends_at, at + NOTICE), keeps_certificates=True, at=at)
    return len(staying)


def _take_back_all(closings: Iterable[Closing], *, at: datetime) -> None:
    """Not by anybody: the day was moved."""
    for closing in closings:
        _take_back(closing, closing.account, by=None, at=at)
    db.session.flush()


def _begin(
    account: Account, why: ClosingReason, due_at: datetime, *, keeps_certificates: bool, at: datetime
) -> Closing:
    closing = Closing(account_id=account.id, why=why, asked_at=at, due_at=due_at, keeps_certificates=keeps_certificates)
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
    """A change of mind: everything is as it was. Raises NotClosing, also where the service itself ends."""
    closing = closing_of(account)
    if closing is None or closing.why is ClosingReason.END:
        raise NotClosing
    _take_back(closing, account, by=account.id, at=at)


def come_back(account: Account, *, at: datetime) -> bool:
    """Somebody signs in: an account that was to close because nobody did so stays. Whether it was to close."""
    closing = closing_of(account)
    if closing is None or closing.why is not ClosingReason.UNUSED:
        return False
    _take_back(closing, account, by=account.id, at=at)
    return True


def close_account(closing: Closing, *, at: datetime) -> None:
    """Take away who it was, in every room; for good. Does nothing gladly before its day, or a second time.

    Nor where an unused account was used after all, however that came about: what is erased cannot be brought back.
    """
    if closing.taken_back_at is not None or closing.done_at is not None or at < closing.due_at:
        return
    account = closing.account
    if closing.why is ClosingReason.UNUSED and was_here_since(account, closing.asked_at):
        _take_back(closing, account, by=account.id, at=at)
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


def _take_back(closing: Closing, account: Account, *, by: UUID | None, at: datetime) -> None:
    closing.taken_back_at = at
    audit.record(by, "accounts.closing.taken_back", account, at=at)
