"""Work that may wait. The job table is the truth; the queue only carries ids.

``enqueue`` writes the row in the business transaction and hands its id to the queue after the commit. A worker takes
the row, beats while it works, and tries three times. What a killed worker left is taken up by a sweep, so a job
must be safe to run twice and must do nothing gladly. (The carrier alone would lose a task whose worker is killed.)
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import CheckConstraint, ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from lms.core import clock
from lms.core.extensions import db
from lms.core.measures import gauge
from lms.core.models import Base, HasId
from lms.core.transactions import after_commit, apart, commit, roll_back

log = logging.getLogger(__name__)

TRIES = 3
BEAT = timedelta(seconds=10)
STALE = timedelta(seconds=60)
BACKOFF = (timedelta(seconds=5), timedelta(minutes=1), timedelta(minutes=10))

_work: dict[str, Callable[..., Any]] = {}


class Job(HasId, Base):
    """A piece of work and how far it is. ``progress`` of ``total`` is shown to the person who waits."""

    __tablename__ = "jobs"
    __table_args__ = (CheckConstraint("state in ('waiting', 'running', 'done', 'failed')", name="known_state"),)

    name: Mapped[str] = mapped_column(index=True)
    arguments: Mapped[list[Any]] = mapped_column(default=list)
    #: Two jobs with the same key are one job.
    unique_key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    tries: Mapped[int] = mapped_column(default=0)
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: The last error, for the administrator; never names or answers.
    problem: Mapped[str | None]
    result: Mapped[dict[str, Any] | None]


def job(function: Callable[..., Any]) -> Callable[..., Any]:
    """Declare a function as a job. It takes ids and plain values and loads what it needs."""
    _work[name_of(function)] = function
    return function


def name_of(function: Callable[..., Any]) -> str:
    """How the table calls this work: ``room.tasks.what_it_does``."""
    return f"{function.__module__.removeprefix('lms.')}.{function.__name__}"


def enqueue(function: Callable[..., Any], *arguments: Any, unique_key: str | None = None) -> Job:
    """Write the job in the current transaction; the same key twice gives the job that is there already."""
    name = name_of(function)
    if unique_key is not None:
        present = db.session.scalars(select(Job).where(Job.unique_key == unique_key)).one_or_none()
        if present is not None:
            return present
    at = clock.now()
    row = Job(name=name, arguments=[_plain(a) for a in arguments], unique_key=unique_key, created_at=at, due_at=at)
    row.state, row.tries, row.progress = "waiting", 0, 0
    db.session.add(row)
    carrier = current_app.extensions.get("sabak_carrier")
    if carrier is not None:
        after_commit(lambda: carrier(row.id))
    return row


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def again(row: Job, *, at: datetime) -> None:
    """Try a failed job once more, from the start of its count."""
    row.state, row.tries, row.due_at, row.problem, row.ended_at = "waiting", 0, at, None, None


def forget_ended(unique_key: str) -> None:
    """So that the same work can be asked for once more; one that waits or runs stays."""
    db.session.execute(delete(Job).where(Job.unique_key == unique_key, Job.state.in_(("done", "failed"))))


def all_again(which: ColumnElement[bool], *, at: datetime) -> int:
    """The same for all failed jobs of which this is true; how many."""
    values = {"state": "waiting", "tries": 0, "due_at": at, "problem": None, "ended_at": None}
    changed = db.session.execute(
        update(Job).where(Job.state == "failed", which).values(values).execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]


def take(job_id: UUID) -> Job | None:
    """Claim a job: one worker wins, the others get None."""
    at = clock.now()
    stale = at - STALE
    claimed = db.session.execute(
        update(Job)
        .where(
            Job.id == job_id,
            Job.due_at <= at,
            or_(Job.state == "waiting", (Job.state == "running") & (Job.beat_at < stale)),
        )
        .values(state="running", beat_at=at, tries=Job.tries + 1)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    commit()
    return db.session.get(Job, job_id, populate_existing=True) if claimed else None


def perform(job_id: UUID) -> bool:
    """Do one job; True if it is done. Any failure is written down and tried again later."""
    row = take(job_id)
    if row is None:
        return False
    stop = _start_beating(job_id)
    try:
        result = _work[row.name](*row.arguments)
        done = db.session.get_one(Job, job_id)
        done.state, done.ended_at, done.problem = "done", clock.now(), None
        done.result = result if isinstance(result, dict) else None
        commit()
    except Exception as error:  # the one place that may catch everything: a job must never end its worker
        roll_back()
        log.exception("Job %s (%s) failed", row.name, job_id)
        _note_failure(job_id, error)
        return False
    finally:
        stop()
    return True


def _note_failure(job_id: UUID, error: Exception) -> None:
    row = db.session.get_one(Job, job_id)
    at = clock.now()
    row.problem = f"{type(error).__name__}: {error}"[:500]
    if row.tries >= TRIES:
        row.state, row.ended_at = "failed", at
    else:
        row.state, row.due_at = "waiting", at + BACKOFF[row.tries - 1]
    commit()


def _start_beating(job_id: UUID) -> Callable[[], None]:
    """Say every few seconds that the worker lives, from a thread with a connection of its own."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    if app.testing:
        return lambda: None
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(BEAT.total_seconds()):
            with app.app_context(), suppress(Exception):
                db.session.execute(update(Job).where(Job.id == job_id).values(beat_at=clock.now()))
                db.session.commit()

    thread = threading.Thread(target=beat, daemon=True, name=f"beat-{job_id}")
    thread.start()
    return ended.set


def report_progress(unique_key: str, progress: int, total: int) -> None:
    """Tell the person who waits how far the work is. Commits: only for jobs that hold no half-made change."""
    db.session.execute(
        update(Job).where(Job.unique_key == unique_key).values(progress=progress, total=total, beat_at=clock.now())
    )
    commit()


def tell_progress(unique_key: str, progress: int, total: int) -> None:
    """The same in a transaction of its own, from a job that only reads meanwhile."""
    with apart() as session:
        told = {"progress": progress, "total": total, "beat_at": clock.now()}
        session.execute(update(Job).where(Job.unique_key == unique_key).values(told))


def due_jobs(at: datetime, limit: int = 100) -> list[UUID]:
    """Ids of jobs that wait and are due, or whose worker has died; oldest first."""
    query = (
        select(Job.id)
        .where(
            Job.due_at <= at,
            or_(Job.state == "waiting", (Job.state == "running") & (Job.beat_at < at - STALE)),
        )
        .order_by(Job.due_at, Job.id)
        .limit(limit)
    )
    return list(db.session.scalars(query))


def work_off(limit: int = 100) -> int:
    """Do all due jobs here and now; how many were done. Used by tests, by commands and by the sweep."""
    count = 0
    for job_id in due_jobs(clock.now(), limit):
        count += perform(job_id)
    return count


def job_by_key(unique_key: str) -> Job | None:
    with suppress(IntegrityError):
        return db.session.scalars(select(Job).where(Job.unique_key == unique_key)).one_or_none()
    return None


#: Done work is no longer anybody's concern.
TOLD = ("waiting", "running", "failed")


@gauge("sabak_jobs", "Jobs by state", label="state")
def jobs_by_state() -> dict[str, float]:
    query = select(Job.state, func.count()).where(Job.state.in_(TOLD)).group_by(Job.state)
    return dict.fromkeys(TOLD, 0.0) | {state: float(count) for state, count in db.session.execute(query)}


@gauge("sabak_failed_jobs", "Jobs that were tried three times in vain, by what they do", label="work")
def failed_jobs() -> dict[str, float]:
    query = select(Job.name, func.count()).where(Job.state == "failed").group_by(Job.name)
    return {name: float(count) for name, count in db.session.execute(query)}


@gauge("sabak_jobs_oldest_seconds", "For how long the oldest job that is due has waited")
def oldest_wait() -> float:
    at = clock.now()
    due = db.session.scalar(select(func.min(Job.due_at)).where(Job.state == "waiting"))
    return max(0.0, (at - due).total_seconds()) if due else 0.0
