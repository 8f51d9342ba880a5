"""Enrolments."""

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments import services
from lms.people.models import Purpose
from lms.people.queries import consents_of
from tests.support.factories.people import agree_to_study, make_person


def make_enrolment(edition, person=None, *, at=None, done=()):
    """A person in a module, with these steps done."""
    at = at or clock.now()
    person = person or make_person()
    if all(consent.purpose is not Purpose.STUDY for consent in consents_of(person.id)):
        agree_to_study(person, at=at)
    enrolment = services.start_module(person, edition.module, language="en", at=at)
    db.session.flush()
    for key in done:
        services.record_step(enrolment, key, at=at)
    db.session.commit()
    return enrolment
