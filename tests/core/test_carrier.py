"""The queue carries jobs, and what it loses is found again: Redis beside PostgreSQL, a file beside SQLite."""

import time
from contextlib import contextmanager

import pytest

from bench.servers import free_port
from lms.core import carrier, daily, jobs
from lms.core.extensions import db
from lms.core.jobs import Job
from lms.core.transactions import commit
from tests.support import databases, stores

SECONDS = 10
done = []


@jobs.job
def deliver_parcel(what):
    done.append(what)


@pytest.fixture(scope="module")
def house(database_kind, tmp_path_factory):
    """An application whose jobs do travel, on a database where commits are commits."""
    environ = {"REDIS_URL": stores.redis_address()} if database_kind == "postgresql" else {}
    with databases.application(database_kind, tmp_path_factory.mktemp("carrier"), **environ) as app:
        app.testing = False
        carrier.init_app(app)
        yield app


@pytest.fixture(autouse=True)
def nothing_under_way(house, monkeypatch):
    """An empty queue, no work of the day."""
    monkeypatch.setattr(daily, "_hours", {})
    done.clear()
    house.extensions["sabak_queue"].flush()


@contextmanager
def working(app):
    """A worker that hears of jobs by the queue alone: it never sweeps."""
    consumer = carrier.QuietConsumer(app.extensions["sabak_queue"], workers=1, periodic=False)
    consumer.start()
    try:
        yield
    finally:
        consumer.stop(graceful=True)


def ask(app, what):
    with app.app_context():
        job_id = jobs.enqueue(deliver_parcel, what).id
        commit()
        db.session.remove()
    return job_id


def state_of(app, job_id):
    with app.app_context():
        state = db.session.get_one(Job, job_id).state
        db.session.remove()
    return state


def becomes_done(app, job_id):
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if state_of(app, job_id) == "done":
            return True
        time.sleep(0.05)
    return False


def test_a_job_travels_through_the_queue(house):
    queue = house.extensions["sabak_queue"]
    assert type(queue).__name__ == ("RedisHuey" if house.config["REDIS_URL"] else "SqliteHuey")

    with working(house):
        job_id = ask(house, "through the queue")

        assert becomes_done(house, job_id)

    assert done == ["through the queue"]
    assert len(queue) == 0


def test_what_waits_in_the_queue_is_done_once_a_worker_comes(house):
    job_id = ask(house, "before there was a worker")
    assert len(house.extensions["sabak_queue"]) == 1

    with working(house):
        assert becomes_done(house, job_id)


def test_a_job_survives_a_queue_that_was_lost(house):
    job_id = ask(house, "lost on the way")
    house.extensions["sabak_queue"].flush()  # as after a restart of Redis, which keeps nothing

    with house.app_context():
        assert carrier.sweep(house) == 1

    assert done == ["lost on the way"]
    assert state_of(house, job_id) == "done"


def test_what_the_sweep_did_first_is_not_done_again(house):
    job_id = ask(house, "swept, and carried after that")
    with house.app_context():
        assert carrier.sweep(house) == 1

    with working(house):
        second = ask(house, "the next")
        assert becomes_done(house, second)

    assert done == ["swept, and carried after that", "the next"]
    assert state_of(house, job_id) == "done"


def test_while_redis_is_away_work_is_written_down_and_done_by_the_sweep(house, caplog, monkeypatch):
    monkeypatch.setitem(house.config, "REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    with monkeypatch.context() as away:
        for name in ("sabak_carrier", "sabak_queue"):
            away.setitem(house.extensions, name, None)
        carrier.init_app(house)

        job_id = ask(house, "while Redis was away")

    assert "The queue did not take job" in caplog.text
    with house.app_context():
        assert carrier.sweep(house) == 1
    assert state_of(house, job_id) == "done"


def test_a_worker_gives_way_to_whoever_waits_for_a_page(house, monkeypatch):
    given = []
    monkeypatch.setattr(carrier.os, "nice", given.append)
    monkeypatch.setattr(carrier.signal, "signal", lambda *_: None)

    carrier.work(house, beside=-1)  # what started it has ended, so it ends at once

    assert given == [carrier.GIVES_WAY]
