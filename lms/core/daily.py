"""Work of every day: once for the whole installation and each day, and after a pause as soon as it runs again.

The worker's sweep calls ``plan``. A key made of name and day keeps two workers from doing the same day twice; the job
table then treats it like any other work (three tries, listed when it failed). Days that passed while nothing ran are
not made up for: the newest alone is done.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.core import clock, jobs
from lms.core.extensions import db
from lms.core.transactions import commit, roll_back

DailyWork = Callable[[str], object]

_hours: dict[DailyWork, int] = {}


def daily(*, hour: int) -> Callable[[DailyWork], DailyWork]:
    """Declare a job that is due every day from this hour on, on the clock of Bishkek.

    It is called with the day it stands for, as 2026-01-31, and like every job must be safe to run twice.
    """

    def declare(function: DailyWork) -> DailyWork:
        _hours[jobs.job(function)] = hour
        return function

    return declare


def due_day(hour: int, at: datetime) -> date:
    """The newest day whose hour has come."""
    local = at.astimezone(clock.BISHKEK)
    return local.date() if local.hour >= hour else local.date() - timedelta(days=1)


def key_of(function: DailyWork, day: date) -> str:
    return f"daily:{jobs.name_of(function)}:{day}"


def plan(at: datetime) -> int:
    """Write the jobs that are due and not written yet; how many. Commits: called by the worker, between jobs."""
    keys = {key_of(function, due_day(hour, at)): function for function, hour in _hours.items()}
    present = set(db.session.scalars(select(jobs.Job.unique_key).where(jobs.Job.unique_key.in_(keys))))
    return sum(_write(keys[key], key) for key in sorted(keys.keys() - present))


def _write(function: DailyWork, key: str) -> bool:
    jobs.enqueue(function, key.rpartition(":")[2], unique_key=key)
    try:
        commit()
    except IntegrityError:  # another worker was quicker
        roll_back()
        return False
    return True
