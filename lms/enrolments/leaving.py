"""What this room takes away when a person leaves: the year of birth. The band of age is enough for counting."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from lms.core.rows import changed
from lms.enrolments.models import Enrolment, EnrolmentState, FactCorrection
from lms.people.leaving import Wish, forgets


@forgets("enrolments")
def forget_years(person_id: UUID, wish: Wish, at: datetime) -> int:
    """What was begun and not completed was left, not failed."""
    own = Enrolment.person_id == person_id
    changed(
        update(Enrolment)
        .where(own, Enrolment.state == EnrolmentState.OPEN)
        .values(state=EnrolmentState.WITHDRAWN, withdrawn_at=at)
    )
    changed(delete(FactCorrection).where(FactCorrection.person_id == person_id))  # what was stated stays, without year
    return changed(update(Enrolment).where(own).values(birth_year=None))
