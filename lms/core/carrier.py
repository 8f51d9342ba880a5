"""huey carries job ids between processes: a queue file by default, Redis when scaled.

It is disposable: the job table is the truth, and a sweep takes up what the queue has lost.
"""

import os
import signal
import threading
from typing import Any
from uuid import UUID

from flask import Flask
from huey import Huey, RedisHuey, SqliteHuey
from huey.consumer import Consumer

from lms.core import clock, daily, jobs
from lms.core.extensions import db

SWEEP_SECONDS = 15
#: How long a worker that has nothing to do may sleep: somebody waits on a page for the certificate.
LONGEST_SLEEP = 1
#: Of priority, as ``nice`` counts it: of a processor that both want, a job gets a third of what a page gets.
GIVES_WAY = 5


def queue_of(app: Flask) -> Huey:
    """The queue of this installation. It has a file of its own: one write lock must not wait for another."""
    if app.config["REDIS_URL"]:
        return RedisHuey("sabak", url=app.config["REDIS_URL"], results=False)
    app.config["DATA"].mkdir(parents=True, exist_ok=True)
    return SqliteHuey("sabak", filename=str(app.config["DATA"] / "queue.db"), results=False)


def init_app(app: Flask) -> None:
    """Hand ids to the queue after each commit. Tests work jobs off themselves."""
    if app.testing:
        return
    queue = queue_of(app)

    @queue.task(name="perform")
    def perform(job_id: str) -> None:
        with app.app_context():
            jobs.perform(UUID(job_id))
            db.session.remove()

    def carry(job_id: UUID) -> None:
        try:
            perform(str(job_id))
        except Exception:  # noqa: BLE001  (whatever ails the queue, the sweep finds the row)
            app.logger.warning("The queue did not take job %s; the sweep will.", job_id)

    app.extensions["sabak_carrier"] = carry
    app.extensions["sabak_queue"] = queue


class QuietConsumer(Consumer):
    """Embedded consumers must not take over the signals of the process they live in."""

    def _set_signal_handlers(self) -> None:
        return


def consumer_of(queue: Huey, workers: int) -> Consumer:
    """Left alone, huey would sleep up to ten seconds beside an empty queue file."""
    return QuietConsumer(queue, workers=workers, periodic=False, check_worker_health=True, max_delay=LONGEST_SLEEP)


def work(app: Flask, workers: int = 1, *, beside: int | None = None) -> None:
    """Run a worker until it is told to stop, or until the process ``beside`` which it was started by has ended.

    A sweep at the start and every few seconds takes up what was left.
    """
    give_way()
    ended = threading.Event()
    queue = app.extensions["sabak_queue"]
    consumer: Any = consumer_of(queue, workers)
    consumer.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    while not ended.is_set() and beside in (None, os.getppid()):
        with app.app_context():
            sweep(app)
        ended.wait(SWEEP_SECONDS)
    consumer.stop(graceful=True)


def give_way() -> None:
    """Whoever waits for a page comes first: a long file beside them may take a little longer.

    Only a little: what a job saves holds locks that they may wait for.
    """
    os.nice(GIVES_WAY)


def sweep(app: Flask) -> int:
    """Plan the work of the day, and do what is due and was not carried (a killed worker, a lost queue); how much."""
    try:
        daily.plan(clock.now())
        return sum(jobs.perform(job_id) for job_id in jobs.due_jobs(clock.now()))
    except Exception:
        db.session.rollback()
        app.logger.exception("The sweep failed; it runs again in %s seconds.", SWEEP_SECONDS)
        return 0
    finally:
        db.session.remove()
