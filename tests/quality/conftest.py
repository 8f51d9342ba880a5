"""A coordinator, a module on the shelf and people with gaps in their record."""

import pytest

from lms.accounts.models import Role
from lms.core.i18n import speaking
from tests.support.factories import make_account, make_edition
from tests.support.packs import small_module


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")


@pytest.fixture
def office(browser, coordinator):
    return browser(coordinator)


@pytest.fixture
def edition(session):
    return make_edition(small_module())


@pytest.fixture
def english(app, session):
    with app.test_request_context("/en/"), speaking("en"):
        yield
