"""The person answers: comes, declines, or asks for another code."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.invitations.errors import InvitationSpent, NotInvited
from lms.invitations.models import Invitation, InvitationState
from lms.invitations.queries import leads_nowhere, place_of_work, standing_beside
from lms.invitations.services.seats import give_back
from lms.people.models import Person, WorkplaceState
from lms.people.services import take_workplace


def accept(invitation: Invitation, person: Person, *, contacts: Collection[str | None], by: UUID, at: datetime) -> None:
    """The person works there from now on, confirmed by the institution that invited.

    ``contacts`` are those of the person's account: an invitation that was passed on opens nothing. What else the
    institution asked of the same person is accepted along. The caller holds the lock. Raises ``InvitationSpent`` and
    ``NotInvited``.
    """
    if not invitation.is_open_at(at) or leads_nowhere(invitation):
        raise InvitationSpent
    if not {invitation.email, invitation.phone} & {contact for contact in contacts if contact}:
        raise NotInvited
    take_workplace(
        person, place_of_work(invitation).id, at=at, state=WorkplaceState.CONFIRMED, by=invitation.invited_by_id
    )
    for row in (invitation, *standing_beside(invitation)):
        row.state, row.ended_at, row.person_id = InvitationState.ACCEPTED, at, person.id
        row.asked_again_at = None
    audit.record(by, "invitations.invitation.accepted", invitation, at=at)


def decline(invitation: Invitation, reason: str | None, *, at: datetime) -> None:
    """The person will not come; the reason is the person's own words, or none. Raises ``InvitationSpent``."""
    if invitation.state is not InvitationState.INVITED:
        raise InvitationSpent
    invitation.state, invitation.ended_at = InvitationState.DECLINED, at
    invitation.decline_reason = reason or None
    give_back(invitation)
    audit.record(None, "invitations.invitation.declined", invitation, at=at)


def ask_again(invitation: Invitation, *, at: datetime) -> None:
    """The code is too old or was replaced: whoever invited sees the wish in the list."""
    if invitation.state is not InvitationState.INVITED or invitation.asked_again_at is not None:
        return
    invitation.asked_again_at = at
    audit.record(None, "invitations.code.asked_for", invitation, at=at)
