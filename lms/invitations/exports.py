"""This room's part of what a person downloads about themselves."""

from typing import Any
from uuid import UUID

from lms.invitations.queries import invitations_about
from lms.people.exports import contributes, recognises


@contributes("invitations")
def invitations_part(person_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "institution": row.institution_id,
            "name": row.name,
            "email": row.email,
            "phone": row.phone,
            "position": row.position,
            "module": row.module_slug,
            "invited_at": row.invited_at,
            "state": row.state,
            "ended_at": row.ended_at,
        }
        for row in invitations_about(person_id)
    ]


@recognises("Invitation")
def invitation_ids(person_id: UUID) -> list[UUID]:
    return [row.id for row in invitations_about(person_id)]
