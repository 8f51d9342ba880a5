"""People, a submitted report, and tokens of a coordinator to read them with."""

from datetime import date, timedelta

import pytest

from lms.accounts.models import Account, Role
from lms.api import services
from lms.catalogue.models import Edition
from lms.core import clock
from lms.core.extensions import db
from lms.releases.models import FrozenReport
from lms.reporting.reports import Audience
from lms.reporting.seed import seed_population
from tests.conftest import MONDAY
from tests.support.factories import make_account, make_edition
from tests.support.factories.releases import make_frozen_report
from tests.support.grounds import ground
from tests.support.packs import small_module

DAYS = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture(scope="module")
def settled(app):
    """For all tests of a file: people who never lived, their module, and a submitted report about a quarter."""
    with ground(app, MONDAY, settle) as made:
        yield made


def settle():
    edition = make_edition(small_module())
    seed_population(120, 5, at=clock.now())
    writer = make_account(Role.COORDINATOR)
    return {"edition": edition.id, "writer": writer.id, "report": make_frozen_report(writer, *DAYS).id}


@pytest.fixture
def population(settled, session):
    return session.get_one(Edition, settled["edition"])


@pytest.fixture
def report(settled, session):
    return session.get_one(FrozenReport, settled["report"])


@pytest.fixture
def coordinator(request, session):
    """Who wrote the report, where there is one."""
    if "settled" in request.fixturenames:
        writer = session.get_one(Account, request.getfixturevalue("settled")["writer"])
        writer.judged_at = clock.now()
        return writer
    return make_account(Role.COORDINATOR)


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
