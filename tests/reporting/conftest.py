"""A small synthetic population in two modules, as the reports find it."""

import pytest

from lms.core import clock
from lms.core.extensions import db
from lms.reporting.seed import seed_population
from tests.support.factories import make_edition
from tests.support.packs import small_module


@pytest.fixture
def editions(session):
    """Two modules on the shelf; both serve output O2."""
    return [
        make_edition(small_module()),
        make_edition(small_module("second-practice", "M92", outputs=["O2", "O3"])),
    ]


@pytest.fixture
def population(editions):
    """Three hundred people who never lived."""
    return populate(300, 7)


def populate(learners, seed):
    made = seed_population(learners, seed, at=clock.now())
    db.session.commit()
    return made
