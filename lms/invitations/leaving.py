"""What this room takes away when a person leaves: name, contact and position as an institution wrote them."""

from datetime import datetime
from uuid import UUID

from lms.invitations import services
from lms.people.leaving import Wish, forgets


@forgets("invitations")
def forget_invited(person_id: UUID, wish: Wish, at: datetime) -> int:
    return services.forget_person(person_id)
