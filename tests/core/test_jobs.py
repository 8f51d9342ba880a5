"""The job table is the truth: done once, tried three times, taken up after a killed worker."""

from datetime import timedelta

import pytest

from lms.core import carrier, clock, jobs
from lms.core.jobs import Job

done = []


@jobs.job
def note(what):
    done.append(what)


@jobs.job
def break_down():
    raise RuntimeError("It is broken.")


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


def test_a_job_is_done_once(session):
    job = jobs.enqueue(note, "a")
    session.commit()

    assert (jobs.work_off(), jobs.work_off()) == (1, 0)
    assert done == ["a"]
    assert session.get(Job, job.id).state == "done"


def test_the_same_key_is_the_same_job(session):
    first = jobs.enqueue(note, "a", unique_key="only")
    session.flush()

    assert jobs.enqueue(note, "a", unique_key="only") is first


def test_a_job_that_is_rolled_back_never_was(session):
    jobs.enqueue(note, "a")
    session.rollback()

    assert jobs.work_off() == 0


def test_a_failing_job_is_tried_three_times_and_then_listed(session, frozen):
    job = jobs.enqueue(break_down)
    session.commit()

    for tries in (1, 2, 3):
        jobs.work_off()
        kept = session.get(Job, job.id, populate_existing=True)
        assert kept.tries == tries
        clock.freeze(clock.now() + timedelta(hours=1))

    assert (kept.state, kept.problem) == ("failed", "RuntimeError: It is broken.")
    assert jobs.work_off() == 0


def test_a_job_of_a_killed_worker_is_taken_up(session, frozen):
    job = jobs.enqueue(note, "a")
    session.commit()
    assert jobs.take(job.id)  # a worker takes it and dies

    assert jobs.work_off() == 0
    clock.freeze(frozen + jobs.STALE + timedelta(seconds=1))

    assert jobs.work_off() == 1
    assert done == ["a"]


def test_two_workers_never_take_the_same_job(session):
    job = jobs.enqueue(note, "a")
    session.commit()

    assert jobs.take(job.id) is not None
    assert jobs.take(job.id) is None


def test_a_worker_with_nothing_to_do_looks_again_within_a_second(app):
    assert carrier.consumer_of(carrier.queue_of(app), 1).max_delay == 1
