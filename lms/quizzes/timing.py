"""How long an attempt may take. Only the server's clock is asked; what a device says of the time is never read.

``due_at`` is written when the attempt starts and moves only if a person is given more time. What arrives in the grace
after it still counts, because a line is slow; later nothing is stored, and what is stored is handed in as of then.
"""

from datetime import datetime, timedelta

#: Between the end that the page shows and the moment after which nothing is taken any more.
GRACE = timedelta(seconds=60)


def due_at(started_at: datetime, minutes: int | None, extra_minutes: int) -> datetime | None:
    """When the time is over; None without a limit."""
    return None if minutes is None else started_at + timedelta(minutes=minutes + extra_minutes)


def is_over(due: datetime | None, at: datetime) -> bool:
    """Whether the time and its grace are over."""
    return due is not None and at > due + GRACE


def seconds_left(due: datetime | None, at: datetime) -> int | None:
    """Whole seconds until the time that is shown is over, 0 when it is; None without a limit."""
    return None if due is None else max(0, int((due - at).total_seconds()))
