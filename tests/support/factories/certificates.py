"""Completions and certificates."""

from lms.certificates import services
from lms.core import clock
from lms.core.extensions import db
from tests.support.factories.catalogue import make_edition
from tests.support.factories.enrolments import make_enrolment
from tests.support.factories.people import make_account

ALL_STEPS = ("lesson:first", "lesson:second", "scenario", "final")


def make_completion(account=None, edition=None, *, at=None, steps=ALL_STEPS):
    """A completed enrolment of an account's person; ``steps`` are those of the edition."""
    account = account or make_account()
    return make_enrolment(edition or make_edition(), account.person, at=at, done=steps)


def make_certificate(
    account=None,
    edition=None,
    *,
    at=None,
    name="Асанова Айгүл Бакытовна",
    languages="ky+en",
    steps=ALL_STEPS,
    **chosen,
):
    """A certificate in the register, its paper not yet made."""
    account = account or make_account()
    enrolment = make_completion(account, edition, at=at, steps=steps)
    certificate = services.issue_certificate(
        enrolment, name=name, languages=languages, by=account.id, at=at or clock.now(), **chosen
    )
    db.session.commit()
    return certificate
