"""A small synthetic population in two modules, as the reports find it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select

from lms.catalogue.models import Edition
from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import speaking
from lms.enrolments.models import EnrolmentState
from lms.people.models import Consent, Person, Purpose
from lms.reporting.seed import seed_population
from tests.conftest import MONDAY
from tests.support.factories import make_edition, make_enrolment
from tests.support.grounds import ground
from tests.support.packs import small_module

JUNE = datetime(2026, 6, 10, 5, tzinfo=UTC)


@pytest.fixture
def english(app, session):
    with app.test_request_context("/en/"), speaking("en"):
        yield


@pytest.fixture
def editions(request, session):
    """Two modules on the shelf; both serve output O2."""
    if "settled" in request.fixturenames:
        return [session.get_one(Edition, edition_id) for edition_id in request.getfixturevalue("settled")]
    return two_editions()


def two_editions():
    return [
        make_edition(small_module()),
        make_edition(small_module("second-practice", "M92", outputs=["O2", "O3"])),
    ]


@pytest.fixture(scope="module")
def settled(app, request):
    """People who never lived, and their two modules, for all tests of the file; it may say how many (``PEOPLE``)."""
    with settling(app, *getattr(request.module, "PEOPLE", (300, 7))) as made:
        yield made


def settling(app, learners, seed):
    def settle():
        made = [edition.id for edition in two_editions()]
        populate(learners, seed)
        return made

    return ground(app, MONDAY, settle)


@pytest.fixture
def population(settled, editions):
    """Three hundred people who never lived, unless the file says how many."""


def populate(learners, seed):
    made = seed_population(learners, seed, at=clock.now())
    db.session.commit()
    return made


@pytest.fixture
def marred(population):
    """The population with two people merged and some consents withdrawn."""
    people = db.session.scalars(select(Person).where(Person.is_synthetic).order_by(Person.id)).all()
    people[1].merged_into_id = people[0].id
    withdraw(people[2])
    for consent in db.session.scalars(select(Consent).where(Consent.person_id.in_([p.id for p in people[3:12]]))):
        consent.withdrawn_at = JUNE
    db.session.commit()


def forget_consents(person):
    """Those that came with the enrolment; the test gives its own, on days of its own."""
    db.session.execute(delete(Consent).where(Consent.person_id == person.id))


def withdraw(person, given_again=False):
    forget_consents(person)
    for withdrawn_at in (JUNE, None) if given_again else (JUNE,):
        db.session.add(
            Consent(
                person_id=person.id,
                purpose=Purpose.STUDY,
                text_version="1",
                text_hash="",
                language="en",
                given_at=JUNE - timedelta(days=90),
                withdrawn_at=withdrawn_at,
            )
        )
    db.session.commit()


def complete(edition, person, at, started_at=None):
    """An enrolment that was completed at this moment."""
    enrolment = make_enrolment(edition, person, at=started_at or at - timedelta(days=3))
    enrolment.state = EnrolmentState.COMPLETED
    enrolment.completed_at, enrolment.completed_on = at, clock.local_day(at)
    db.session.commit()
    return enrolment
