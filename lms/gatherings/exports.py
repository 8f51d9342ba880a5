"""This room's part of what a person downloads: which events the person has entered."""

from typing import Any
from uuid import UUID

from lms.accounts.queries import account_of_person
from lms.gatherings.queries import entered_by
from lms.people.exports import contributes


@contributes("events")
def events_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    return [
        {"held_on": row.held_on, "title": row.title, "at": row.added_at}
        for row in (entered_by(account.id) if account else [])
    ]
