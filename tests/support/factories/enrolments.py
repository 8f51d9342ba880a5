"""Enrolments."""

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments import services
from tests.support.factories.people import make_person


def make_enrolment(edition, person=None, *, at=None, done=()):
    """A person in a module, with these steps done."""
    at = at or clock.now()
    enrolment = services.start_module(person or make_person(), edition.module, language="en", at=at)
    db.session.flush()
    for key in done:
        services.record_step(enrolment, key, at=at)
    db.session.commit()
    return enrolment
