"""A court, its focal point and a coordinator."""

import pytest

from lms.accounts.models import Role
from tests.support.factories import (
    make_account,
    make_institution,
)


@pytest.fixture
def court(session):
    return make_institution("Talas District Court")


@pytest.fixture
def focal(court):
    return make_account(Role.FOCAL_POINT, place=court, name="Жакыпова Чынара")


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR, name="Бейшеналиева Жылдыз")
