"""Look for records that may be one person's: every night, and when asked. Safe to run twice: the last run holds."""

from datetime import date

from sqlalchemy import update

from lms.core import clock
from lms.core.daily import daily, key_of
from lms.core.jobs import Job
from lms.core.transactions import apart, only_reading
from lms.quality.matching import MOST, matches
from lms.quality.pairs import keep_found, known_people, number_set_aside

#: At night, after the roll-up.
LOOKING = 5
#: So often whoever waits is told how far it is.
TELLINGS = 20


@daily(hour=LOOKING)
def look_for_pairs(day: str, key: str | None = None) -> dict[str, int]:
    """Compare without holding the write lock; what was found is written in one go, so a killed run leaves the last."""
    progress = Teller(key or key_of(look_for_pairs, date.fromisoformat(day)))
    with only_reading():
        found = matches(known_people(), MOST + number_set_aside(), progress)
    keep_found(found, at=clock.now())
    return {"pairs": len(found)}


class Teller:
    """Writes down how far a job is, in a short transaction beside it."""

    def __init__(self, key: str) -> None:
        self.key, self.next = key, 0

    def __call__(self, done: int, of: int) -> None:
        if done < self.next:
            return
        self.next = done + max(1, of // TELLINGS)
        with apart() as session:
            told = {"progress": done, "total": of, "beat_at": clock.now()}
            session.execute(update(Job).where(Job.unique_key == self.key).values(told))
