"""How long it is kept why a line of the queue is right as it is."""

from datetime import datetime

from lms.core.i18n import _l
from lms.people.retention import keeps


@keeps(
    "set-aside",
    what=_l("What was corrected or set aside in your record, and why"),
    why=_l("So that a correction can be explained and undone"),
    until=_l("As long as your account exists"),
)
def keep_asides(at: datetime) -> int:
    """They go with the person."""
    return 0
