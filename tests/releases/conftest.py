"""A coordinator, and reports submitted as a person would: with the browser, frozen by the worker."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from lms.accounts.models import Role
from lms.core import clock, jobs
from lms.core.extensions import db
from lms.releases.models import FrozenReport
from tests.reporting.conftest import editions, english, population, settling
from tests.support.factories import make_account

__all__ = ["editions", "english", "population"]


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture(scope="module")
def settled(app):
    """Two hundred people who never lived, for all tests of the file."""
    with settling(app, 200, 11) as made:
        yield made


@pytest.fixture
def own(browser, coordinator):
    """The browser of the coordinator, who has just signed in."""
    return browser(coordinator)


def begin(own, first, last, language="en"):
    """A draft for own days, as a person begins it."""
    parts = {
        f"{name}-{part}": str(number)
        for name, day in (("starts_on", first), ("ends_on", last))
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year))
    }
    return own.visit(f"/{language}/reports/new").submit("Continue", period="days", **parts)


def submit(draft, **texts):
    """Write, check, submit, and let the worker freeze it. Answers the page of the frozen report."""
    own = draft.browser
    waiting = draft.submit("Save and check", **texts).submit("Submit and freeze")
    jobs.work_off()
    db.session.expire_all()
    clock.freeze(clock.now() + timedelta(seconds=1))
    return own.visit(waiting.path)


def newest():
    query = select(FrozenReport).order_by(FrozenReport.frozen_at.desc(), FrozenReport.version.desc()).limit(1)
    return db.session.scalars(query).one()
