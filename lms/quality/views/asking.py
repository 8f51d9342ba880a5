"""What all pages of the room need: who asks, and the look that is recorded for every name shown."""

from collections.abc import Iterable
from uuid import UUID

from flask import request

from lms.core import audit
from lms.core.paging import page_asked
from lms.core.policy import actor_id, current_actor
from lms.people.models import Person

ASIDE = "aside"


def own_person() -> UUID | None:
    """The person who asks, whose own record somebody else mends."""
    actor = current_actor()
    return actor.person_id if actor else None


def page_number() -> int:
    return page_asked(request.args.get("page"))


def asks_for_asides() -> bool:
    """Whether the list shows what was set aside instead of what waits."""
    return request.args.get("state") == ASIDE


def look_at(people: Iterable[Person | None]) -> None:
    for person in people:
        if person is not None:
            audit.record_look(actor_id(), "quality.person.seen", person)
