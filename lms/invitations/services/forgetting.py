"""What an institution wrote about a person is not kept longer than it is needed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, or_, select, update

from lms.core.extensions import db
from lms.invitations.models import Invitation, InvitationCode, InvitationState

#: Unused, declined and withdrawn invitations keep name and contact so long after their end.
KEPT = timedelta(days=180)
NOTHING = {
    "name": "",
    "email": None,
    "phone": None,
    "contact": None,
    "position": "",
    "search_text": "",
    "sort_key": "",
    "decline_reason": None,
}


def forget_person(person_id: UUID) -> int:
    """The person leaves the platform: that somebody was invited and came stays, who it was does not."""
    return db.session.execute(
        update(Invitation)
        .where(Invitation.person_id == person_id)
        .values(**NOTHING)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]


def forget_unused(*, at: datetime) -> int:
    """Empty the invitations of people who never came, half a year after their end; how many were emptied."""
    over = at - KEPT
    is_old = (
        Invitation.state.in_((InvitationState.DECLINED, InvitationState.WITHDRAWN)) & (Invitation.ended_at < over)
    ) | ((Invitation.state == InvitationState.INVITED) & (Invitation.expires_at < over))
    old = select(Invitation.id).where(is_old, or_(Invitation.contact.is_not(None), Invitation.name != ""))
    db.session.execute(
        delete(InvitationCode).where(InvitationCode.invitation_id.in_(old)).execution_options(synchronize_session=False)
    )
    return db.session.execute(
        update(Invitation)
        .where(is_old, or_(Invitation.contact.is_not(None), Invitation.name != ""))
        .values(**NOTHING)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
