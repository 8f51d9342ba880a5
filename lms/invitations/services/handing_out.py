"""Codes: made when they are mailed, printed or copied, and shown at that moment only."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert, update

from lms.core import audit
from lms.core.extensions import db
from lms.core.models import new_id
from lms.invitations.codes import hash_of_code, make_code
from lms.invitations.errors import InvitationSpent
from lms.invitations.models import Invitation, InvitationCode, InvitationState, Way
from lms.invitations.queries import STANDING, in_portions
from lms.invitations.services.inviting import LASTS


def hand_out(invitations: Sequence[Invitation], way: Way, *, by: UUID | None, at: datetime) -> dict[UUID, str]:
    """Invitation to a new code; codes handed out before keep working. ``by`` is None for the job that writes mails.

    Of those that were declined or withdrawn none is made.
    """
    codes = codes_for(invitations)
    keep_codes(codes, way, by=by, at=at)
    return codes


def codes_for(invitations: Sequence[Invitation]) -> dict[UUID, str]:
    """New codes that open nothing yet: paper is printed first, so that the database need not wait for it."""
    return {row.id: make_code() for row in invitations if row.state in STANDING}


def keep_codes(codes: Mapping[UUID, str], way: Way, *, by: UUID | None, at: datetime) -> None:
    """From now on they open their invitations. Whoever hands one out anew gives the person the whole time again."""
    rows = [
        {"id": new_id(), "invitation_id": found, "code_hash": hash_of_code(code), "way": way, "made_at": at}
        for found, code in codes.items()
    ]
    for some in in_portions(rows):
        db.session.execute(insert(InvitationCode), some)
    if by is not None:
        _prolong(codes, at=at)
        for found in codes:  # the log asks for no more of a subject than its kind and its id
            audit.record(by, "invitations.code.handed_out", Invitation(id=found), at=at, way=way.value)


def _prolong(invitation_ids: Collection[UUID], *, at: datetime) -> None:
    for some in in_portions(invitation_ids):
        db.session.execute(
            update(Invitation)
            .where(Invitation.id.in_(some), Invitation.state == InvitationState.INVITED)
            .values(expires_at=at + LASTS, asked_again_at=None)
            .execution_options(synchronize_session="fetch")
        )


def renew(invitation: Invitation, way: Way, *, by: UUID, at: datetime) -> str:
    """A new code; all codes before stop working, and the time begins anew. Raises ``InvitationSpent``."""
    if invitation.state is not InvitationState.INVITED:
        raise InvitationSpent
    db.session.execute(
        update(InvitationCode)
        .where(InvitationCode.invitation_id == invitation.id, InvitationCode.ended_at.is_(None))
        .values(ended_at=at)
        .execution_options(synchronize_session=False)
    )
    return hand_out([invitation], way, by=by, at=at)[invitation.id]
