"""This room's part of what a person downloads: what was set aside about the record, and why."""

from typing import Any
from uuid import UUID

from lms.people.exports import contributes
from lms.quality.queries import asides_of


@contributes("set_aside")
def asides_part(person_id: UUID) -> list[dict[str, Any]]:
    """Of two who are not one person, nothing is told of the other, and not the words written about both."""
    return [
        {
            "kind": row.kind,
            "enrolment_id": row.enrolment_id,
            "reason": None if row.other_person_id else row.reason,
            "made_at": row.made_at,
            "undone_at": row.undone_at,
        }
        for row in asides_of(person_id)
    ]
