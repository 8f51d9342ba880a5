"""Two hundred people at once for twenty seats, on a database of its own: twenty get one, whoever presses first."""

from functools import partial
from uuid import uuid4

import pytest

from lms.core import clock
from lms.core.extensions import db
from lms.institutions.models import Institution
from lms.invitations import services
from lms.invitations.errors import NoSeats
from lms.invitations.models import CallPlace, Invitation
from lms.invitations.services import Asked, Guest
from tests.support import databases
from tests.support.factories import make_account, make_institution
from tests.support.live import at_once

PRESSES, SEATS = 200, 20


@pytest.fixture
def crowd(database_kind, tmp_path):
    with databases.application(database_kind, tmp_path) as app:
        yield app


@pytest.fixture
def seats(crowd):
    with crowd.app_context():
        court = make_institution()
        focal = make_account("focal_point", place=court)
        today = clock.local_day(clock.now())
        call = services.plan_call(
            "practice", starts_on=today, ends_on=today, women_share=None, by=focal.id, at=clock.now()
        )
        place = services.add_place(call, SEATS, institution_id=court.id, by=focal.id, at=clock.now())
        db.session.commit()
        found = court.id, focal.id, Asked("practice", call.id, place.id)
        db.session.remove()
    return found


def press(app, seats, number):
    """One focal point names one person, in a transaction of its own; whether there was a seat."""
    institution_id, by, asked = seats
    guest = Guest(f"Асанов {number}", f"guest{number}@example.org", None, "", "ky")
    with app.app_context():
        court = db.session.get_one(Institution, institution_id)
        try:
            invited = services.invite(court, [guest], asked, list_id=uuid4(), by=by, at=clock.now())
            db.session.commit()
        except NoSeats:
            db.session.rollback()
            return 0
        finally:
            db.session.remove()
    return invited


def test_no_seat_is_given_twice(crowd, seats):
    invited = at_once([partial(press, crowd, seats, number) for number in range(PRESSES)])

    assert sum(invited) == SEATS
    with crowd.app_context():
        assert db.session.query(Invitation).count() == SEATS
        assert [(place.taken, place.seats) for place in db.session.query(CallPlace)] == [(SEATS, SEATS)]


def test_the_same_person_named_at_once_takes_one_seat(crowd, seats):
    invited = at_once([partial(press, crowd, seats, 1) for _number in range(20)])

    assert sum(invited) == 1
