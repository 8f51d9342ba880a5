"""A population, a submitted report, and tokens of a coordinator to read them with."""

from datetime import date, timedelta

import pytest

from lms.accounts.models import Role
from lms.api import services
from lms.core import clock
from lms.core.extensions import db
from lms.reporting.reports import Audience
from lms.reporting.seed import seed_population
from tests.support.factories import make_account, make_edition
from tests.support.factories.releases import make_frozen_report
from tests.support.packs import small_module

DAYS = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def population(session):
    made = make_edition(small_module())
    seed_population(120, 5, at=clock.now())
    db.session.commit()
    return made


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def report(population, coordinator):
    """Submitted and frozen, of one quarter."""
    made = make_frozen_report(coordinator, *DAYS)
    db.session.commit()
    return made


@pytest.fixture
def token(coordinator):
    return made(coordinator, Audience.TEAM)


@pytest.fixture
def public_token(coordinator):
    return made(coordinator, Audience.PUBLIC)


def made(account, audience):
    _token, secret = services.make_token(account.id, "Book", audience, lasts=timedelta(days=30), at=clock.now())
    db.session.commit()
    return secret


@pytest.fixture
def read(app):
    client = app.test_client()

    def ask(address, secret=None, scheme="Bearer"):
        headers = {"Authorization": f"{scheme} {secret}"} if secret else {}
        return client.get(f"/api/v1/{address}", headers=headers)

    return ask
