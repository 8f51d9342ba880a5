"""An administrator, and a judge without a role."""

import pytest

from lms.accounts.models import Role
from tests.support.factories import make_account


@pytest.fixture
def administrator(session):
    return make_account(Role.ADMINISTRATOR, name="Осмонов Тилек")


@pytest.fixture
def judge(session):
    return make_account(name="Асанова Айгүл Бакытовна", email="judge@example.org")
