"""What happens to attempts without the person: their time is over, or the day of results has come."""

from datetime import date, timedelta
from uuid import UUID

from lms.core import clock
from lms.core.daily import daily
from lms.core.jobs import enqueue, job
from lms.quizzes import queries, services

#: So long after the grace, that no clock of two machines is asked whether "after" has come.
AFTERWARDS = timedelta(seconds=1)
#: Results of one job: a longer row is released in several, so that no answer of a learner waits for its lock.
AT_ONCE = 50


@job
def hand_in_overdue(attempt_id: str) -> None:
    """Hand in what is stored, as of the end of the time; nothing if it was handed in, closed, or given more time."""
    sitting = queries.sitting_by_id_for_update(UUID(attempt_id))
    if sitting is not None:
        services.hand_in_overdue(sitting, at=clock.now())


@daily(hour=0)
def release_results(day: str) -> dict[str, int]:
    """Show what was to be shown from this day on."""
    return {"results": _release(date.fromisoformat(day))}


@job
def release_more_results(day: str) -> dict[str, int]:
    """The next of a long row."""
    return {"results": _release(date.fromisoformat(day))}


def _release(day: date) -> int:
    at = clock.now()
    ids = queries.results_of_the_day(day, AT_ONCE)
    for attempt_id in ids:
        sitting = queries.sitting_by_id_for_update(attempt_id)
        if sitting is not None and sitting.attempt.released_at is None:
            services.release(sitting, at=at)
    if len(ids) == AT_ONCE:
        enqueue(release_more_results, day.isoformat())
    return len(ids)
