"""How long certificates are kept after their holder has left, and what was written to have one corrected."""

from datetime import datetime

from sqlalchemy import or_, select, update

from lms.certificates.models import Certificate, Correction
from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.enrolments.models import Enrolment
from lms.people.models import Person
from lms.people.retention import YEAR, keeps

YEARS = 7


@keeps(
    "certificates",
    what=_l("Certificates: code, module, days and a fingerprint of the name, by which a name can be compared"),
    why=_l("So that whoever has the paper can still have it checked"),
    until=_l("Seven years after the completion; then only the number is left"),
    stays=True,
)
def forget_codes(at: datetime) -> int:
    """The line of the register stays, so that no number is missing; nothing finds it any more."""
    over = clock.local_day(at - YEARS * YEAR)
    query = (
        select(Certificate)
        .join(Certificate.enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Person.erased_at.is_not(None), Certificate.completed_on < over, Certificate.name_hash.is_not(None))
    )
    old = db.session.scalars(query).all()
    for certificate in old:
        certificate.code, certificate.name_hash = f"-{certificate.serial}", None
    return len(old)


@keeps(
    "corrections",
    what=_l("What you wrote when you asked to have a certificate corrected"),
    why=_l("So that the coordinator can decide, and the decision can be checked"),
    until=_l("One year after the decision; that there was one, and its reason, stays with the certificate"),
)
def forget_requests(at: datetime) -> int:
    is_told = or_(Correction.name != "", Correction.why != "", Correction.evidence.is_not(None))
    old = update(Correction).where(Correction.ended_at < at - YEAR, is_told)
    return changed(old.values(name="", why="", evidence=None))
