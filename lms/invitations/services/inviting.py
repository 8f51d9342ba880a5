"""An institution invites its people, one or five thousand, in a bounded number of statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from lms.core import audit
from lms.core.extensions import db
from lms.core.folding import sort_key
from lms.core.models import new_id
from lms.institutions.models import Institution
from lms.invitations.errors import InvitationSpent
from lms.invitations.models import Invitation, InvitationState
from lms.invitations.queries import in_portions, lock_institution, standing_contacts
from lms.invitations.services.seats import give_back, take_seats
from lms.people.searching import search_text_of

#: Long enough for a slip that is handed out at a workshop next month.
LASTS = timedelta(days=60)


@dataclass(frozen=True)
class Guest:
    """Somebody to be invited. ``person_id`` where the person has an account at this institution already."""

    name: str
    email: str | None
    phone: str | None
    position: str
    language: str
    person_id: UUID | None = None

    @property
    def contact(self) -> str:
        return self.email or self.phone or ""


@dataclass(frozen=True)
class Asked:
    """What people are asked for: a module, a seat in a call (of this ``call_id``), or just to come."""

    module_slug: str | None = None
    call_id: UUID | None = None
    place_id: UUID | None = None

    @property
    def key(self) -> str:
        if self.call_id is not None:
            return f"call:{self.call_id}"
        return f"module:{self.module_slug}" if self.module_slug else ""


def invite(
    institution: Institution, guests: Sequence[Guest], asked: Asked, *, list_id: UUID, by: UUID, at: datetime
) -> int:
    """Invite those who are not invited for the same yet; how many those were. Raises ``NoSeats``, then nobody is.

    Who has an account at the institution has come already: the invitation is accepted with its first moment.
    Everybody who invites for one institution waits for the others, so the same list sent twice invites once.
    """
    lock_institution(institution.id)
    contacts = {guest.contact: guest for guest in guests}
    for contact in standing_contacts(institution.id, asked.key, contacts):
        del contacts[contact]
    if not contacts:
        return 0
    if asked.place_id is not None:
        take_seats(asked.place_id, len(contacts))
    rows = [_row(institution.id, guest, asked, list_id, by, at) for guest in contacts.values()]
    for some in in_portions(rows):
        db.session.execute(insert(Invitation), some)
    audit.record(
        by, "invitations.list.invited", institution, at=at, people=len(rows), list_id=str(list_id), asked_for=asked.key
    )
    return len(rows)


def _row(institution_id: UUID, guest: Guest, asked: Asked, list_id: UUID, by: UUID, at: datetime) -> dict[str, Any]:
    has_come = guest.person_id is not None
    return {
        "id": new_id(),
        "institution_id": institution_id,
        "name": guest.name,
        "email": guest.email,
        "phone": guest.phone,
        "contact": guest.contact,
        "position": guest.position,
        "language": guest.language,
        "search_text": search_text_of(filter(None, (guest.name, guest.email, guest.phone))),
        "sort_key": sort_key(guest.name),
        "module_slug": asked.module_slug,
        "call_place_id": asked.place_id,
        "asked_for": asked.key,
        "list_id": list_id,
        "invited_at": at,
        "invited_by_id": by,
        "expires_at": at + LASTS,
        "state": InvitationState.ACCEPTED if has_come else InvitationState.INVITED,
        "ended_at": at if has_come else None,
        "person_id": guest.person_id,
    }


def withdraw(invitation: Invitation, *, by: UUID, at: datetime) -> None:
    """The wrong person was invited. Raises ``InvitationSpent`` once it was used or declined."""
    if invitation.state is not InvitationState.INVITED:
        raise InvitationSpent
    invitation.state, invitation.ended_at = InvitationState.WITHDRAWN, at
    give_back(invitation)
    audit.record(by, "invitations.invitation.withdrawn", invitation, at=at)


def note_mailed(invitation_ids: Collection[UUID], *, at: datetime) -> None:
    """The mails are written."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.id.in_(invitation_ids))
        .values(mailed_at=at)
        .execution_options(synchronize_session=False)
    )
