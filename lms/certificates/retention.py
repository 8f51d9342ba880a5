"""How long certificates are kept after their holder has left."""

from datetime import datetime

from sqlalchemy import select

from lms.certificates.models import Certificate
from lms.core import clock
from lms.core.extensions import db
from lms.core.i18n import _l
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
