"""What this room takes away when a person leaves: everything that was set aside about the record."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_

from lms.core.rows import changed
from lms.people.leaving import Wish, forgets
from lms.quality.models import LikelyPair, SetAside


@forgets("quality")
def forget_asides(person_id: UUID, wish: Wish, at: datetime) -> int:
    guessed = or_(LikelyPair.person_id == person_id, LikelyPair.other_id == person_id)
    changed(delete(LikelyPair).where(guessed))
    mine = or_(SetAside.person_id == person_id, SetAside.other_person_id == person_id)
    return changed(delete(SetAside).where(mine))
