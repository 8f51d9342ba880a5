"""Events at random, and the coordinator's browser."""

import random
from datetime import date, timedelta

import pytest

from lms.accounts.models import Role
from lms.core import clock
from lms.core.extensions import db
from lms.gatherings import services
from lms.gatherings.values import OUTPUTS, FollowUp, Kind
from tests.reporting.conftest import editions, english
from tests.support.factories import make_account
from tests.support.factories.gatherings import details

__all__ = ["details", "editions", "english"]

REGIONS = ("KG-C", "KG-GB", "KG-T", "KG-O")


@pytest.fixture
def coordinator(session):
    return make_account(Role.COORDINATOR)


@pytest.fixture
def own(browser, coordinator):
    return browser(coordinator)


def scatter(coordinator, seed, count=40):
    """So many events of every size, some of them deleted. Answers those that stand."""
    chance, standing = random.Random(seed), []
    for number in range(count):
        sexes = [chance.choice((0, 1, 3, 9, 10, 12, 25)) for _ in range(4)]
        if not any(sexes):
            sexes[0] = 4
        everybody = sum(sexes)
        duty = chance.randint(0, everybody)
        held = date(2026, 1, 1) + timedelta(days=chance.randint(0, 200))
        done = [None, held, held + timedelta(days=90), held + timedelta(days=91)]
        actions = tuple(FollowUp(f"Act {n}", chance.choice(done)) for n in range(chance.randint(0, 4)))
        made = details(
            held_on=held, title=f"Event {number}", kind=chance.choice(list(Kind)), region_code=chance.choice(REGIONS),
            output=chance.choice(OUTPUTS), female=sexes[0], male=sexes[1], other=sexes[2], not_stated=sexes[3],
            youth=chance.randint(0, everybody), duty_bearers=duty, civil_society=chance.randint(0, everybody - duty),
            follow_ups=actions,
        )  # fmt: skip
        event = services.add(made, by=coordinator.id, at=clock.now())
        if number % 7 == 0:
            services.delete(event, by=coordinator.id, at=clock.now())
        else:
            standing.append(made)
    db.session.commit()
    return standing
