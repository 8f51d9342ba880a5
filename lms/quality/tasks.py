"""Look for records that may be one person's: every night, and when asked. Safe to run twice: the last run holds."""

from lms.core import clock
from lms.core.daily import daily
from lms.core.transactions import only_reading
from lms.quality.matching import matches
from lms.quality.pairs import keep_found, known_people

#: At night, after the roll-up.
LOOKING = 5


@daily(hour=LOOKING)
def look_for_pairs(day: str) -> dict[str, int]:
    """Compare without holding the write lock; what was found is written in one go, so a killed run leaves the last."""
    with only_reading():
        found = matches(known_people())
    keep_found(found, at=clock.now())
    return {"pairs": len(found)}
