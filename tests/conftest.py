"""The application, its database and the people who use it. Everything else lives in tests/support."""

import gc
from datetime import UTC, datetime

import pytest
from hypothesis import settings

from lms.core import clock
from lms.core.extensions import db as database
from tests.support import databases, grounds

pytest.register_assert_rewrite("tests.support.promises")
pytest_plugins = ["tests.support.left_out", "tests.support.once"]

# No test measures time: a busy machine is no fault of the code.
settings.register_profile("sabak", deadline=None)
settings.load_profile("sabak")

MONDAY = datetime(2026, 11, 16, 4, 0, tzinfo=UTC)  # ten in the morning in Bishkek


def pytest_addoption(parser):
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


def pytest_collection_modifyitems(items):
    grounds.stand_last(items, "settled")


@pytest.fixture(scope="session")
def database_kind(request):
    """Which database this run is on. Whatever opens one asks for it (see tests.support.once)."""
    return request.config.getoption("--database")


@pytest.fixture(scope="session")
def app(database_kind, tmp_path_factory):
    """One application on one migrated database with the site data in it."""
    with databases.application(database_kind, tmp_path_factory.mktemp("data")) as application:
        # As where it is served (wsgi.py): what stays for good is not looked at again and again.
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        yield application


@pytest.fixture
def frozen():
    """It is Monday morning, until the test says otherwise."""
    clock.freeze(MONDAY)
    yield MONDAY
    clock.thaw()


@pytest.fixture
def session(app, frozen):
    """Everything a test writes, and everything its requests write, is undone at its end."""
    from tests.support.mails import inspect_mails  # noqa: PLC0415  (needs the models first)

    with databases.undone(app), app.app_context():
        yield database.session
        inspect_mails()


@pytest.fixture
def browser(app, session):
    """A browser for somebody: ``browser(judge)``, or ``browser()`` for a visitor."""
    from tests.support.browser import Browser  # noqa: PLC0415  (needs the session first)

    def for_account(account=None):
        return Browser(app, account)

    return for_account
