"""Work of the night: marks first, then replies. So there are never more replies than marks."""

from lms.core import clock
from lms.core.daily import daily
from lms.evaluations import services


@daily(hour=1)
def set_marks(day: str) -> None:
    """Long after people answered, and for all of them at once: the moment tells nothing."""
    services.set_marks()


@daily(hour=2)
def release_replies(day: str) -> None:
    services.release_replies(today=clock.local_day(clock.now()))
