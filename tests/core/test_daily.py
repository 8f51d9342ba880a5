"""Work of every day is done once a day, by whichever worker comes first, and after a pause as soon as one runs."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms.core import carrier, clock, daily, jobs
from lms.core.jobs import Job

done = []
AT_FIVE = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)  # five in the morning of the 16th in Bishkek


@pytest.fixture(autouse=True)
def sweeping_and_nothing_else(monkeypatch):
    """Only the work declared here, so that the daily jobs of the rooms are not done."""
    monkeypatch.setattr(daily, "_hours", {})
    done.clear()

    @daily.daily(hour=4)
    def sweep_the_yard(day):
        done.append(day)

    return sweep_the_yard


def work_at(at):
    clock.freeze(at)
    planned = daily.plan(at)
    jobs.work_off()
    return planned


def test_a_day_is_done_once(session):
    assert [work_at(AT_FIVE), work_at(AT_FIVE + timedelta(hours=18))] == [1, 0]

    assert done == ["2026-11-16"]


def test_the_next_day_begins_at_its_hour_in_bishkek(session):
    work_at(AT_FIVE)

    work_at(AT_FIVE + timedelta(hours=22, minutes=59))
    assert done == ["2026-11-16"]

    work_at(AT_FIVE + timedelta(hours=23))
    assert done == ["2026-11-16", "2026-11-17"]


def test_before_its_hour_the_day_before_is_made_up_for(session):
    work_at(AT_FIVE - timedelta(hours=2))

    assert done == ["2026-11-15"]


def test_after_a_pause_of_days_only_the_newest_is_done(session):
    work_at(AT_FIVE)
    work_at(AT_FIVE + timedelta(days=9))

    assert done == ["2026-11-16", "2026-11-25"]


def test_a_worker_that_comes_second_writes_nothing(session, monkeypatch, sweeping_and_nothing_else):
    """Both saw that the day was missing; the key lets one of them write it."""

    def too_late():
        raise IntegrityError("insert into jobs", {}, Exception("unique_key"))

    monkeypatch.setattr(daily, "commit", too_late)

    assert daily.plan(AT_FIVE) == 0
    assert session.scalars(select(Job).where(Job.name == jobs.name_of(sweeping_and_nothing_else))).all() == []


def test_the_sweep_of_a_worker_plans_the_day_and_does_it(app, session):
    clock.freeze(AT_FIVE)

    assert carrier.sweep(app) == 1
    assert carrier.sweep(app) == 0
    assert done == ["2026-11-16"]
