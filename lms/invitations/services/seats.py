"""Seats of a call: taken and given back by one statement, judged by a constraint."""

from uuid import UUID

from sqlalchemy import update

from lms.core.extensions import db
from lms.invitations.errors import NoSeats
from lms.invitations.models import CallPlace, Invitation
from lms.invitations.queries import seats_left


def take_seats(place_id: UUID, number: int) -> None:
    """All or none. Raises ``NoSeats``.

    Counting first and writing afterwards would let two people take the last seat: the condition is part of the change.
    """
    taken = db.session.execute(
        update(CallPlace)
        .where(CallPlace.id == place_id, CallPlace.taken + number <= CallPlace.seats)
        .values(taken=CallPlace.taken + number)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]
    if not taken:
        raise NoSeats(max(0, seats_left(place_id)))


def give_back(invitation: Invitation) -> None:
    """The seat of somebody who will not come is free for somebody else."""
    if invitation.call_place_id is None:
        return
    db.session.execute(
        update(CallPlace)
        .where(CallPlace.id == invitation.call_place_id, CallPlace.taken > 0)
        .values(taken=CallPlace.taken - 1)
        .execution_options(synchronize_session=False)
    )
