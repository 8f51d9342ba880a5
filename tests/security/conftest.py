import pytest

from tests.security import world as worlds


@pytest.fixture
def world(session):
    return worlds.build()
