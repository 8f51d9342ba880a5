import pytest

from tests.conftest import MONDAY
from tests.security import world as worlds
from tests.support.grounds import ground


@pytest.fixture(scope="module")
def settled(app):
    """The world of a file, made once; what a test does in it is undone at its end."""
    with ground(app, MONDAY, worlds.settle) as kept:
        yield kept


@pytest.fixture
def world(settled, session):
    return worlds.met_again(settled)
