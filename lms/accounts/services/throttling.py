"""Growing delays instead of locks: nobody is shut out, and nobody can try fast.

A try is counted before it is judged, in a transaction of its own, so that a hundred tries at once are a hundred tries.
Success forgives them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import TypeVar

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms.accounts.errors import TooManyTries
from lms.accounts.models import Throttle
from lms.core.extensions import db
from lms.core.transactions import apart

#: After an hour without a try the count starts again.
FORGOTTEN_AFTER = timedelta(hours=1)
KEPT = timedelta(days=1)

Found = TypeVar("Found")


@dataclass(frozen=True)
class Pace:
    """``free`` tries at once, then a wait of 1, 2, 4 … up to ``longest`` seconds before each further one."""

    free: int
    longest: int

    def wait(self, tries: int) -> timedelta:
        beyond = tries - self.free
        return timedelta(seconds=min(2 ** min(beyond, 30), self.longest) if beyond >= 0 else 0)


def take_try(key: str, pace: Pace, *, at: datetime) -> None:
    """Count a try under this key, saved at once. Raises ``TooManyTries``.

    The caller's own transaction must hold no lock: end it first.
    """
    in_one_go(lambda session: count_try(session, key, pace, at=at))


def in_one_go(act: Callable[[Session], Found]) -> Found:
    """Do this in a short transaction of its own, once more if another first try under the same key came between."""
    try:
        with apart() as session:
            return act(session)
    except IntegrityError:
        with apart() as session:
            return act(session)


def count_try(session: Session, key: str, pace: Pace, *, at: datetime) -> None:
    """The same inside a transaction of the caller's."""
    row = session.get(Throttle, key, with_for_update=True)
    if row is None:
        row = Throttle(key=key, failures=0, last_at=at)
        session.add(row)
    elif row.blocked_until is not None and row.blocked_until > at:
        raise TooManyTries(max(1, ceil((row.blocked_until - at).total_seconds())))
    elif row.last_at < at - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = at
    wait = pace.wait(row.failures)
    row.blocked_until = at + wait if wait else None
    session.flush()  # a second first try under the key must fail here, inside the caller's guard


def forgive(key: str) -> None:
    """The try was a success: forget the failed ones. Saved with the caller's transaction."""
    db.session.execute(delete(Throttle).where(Throttle.key == key).execution_options(synchronize_session=False))


def forget_old(session: Session, *, at: datetime) -> None:
    session.execute(delete(Throttle).where(Throttle.last_at < at - KEPT).execution_options(synchronize_session=False))
