"""A call: planned with its seats, opened, closed."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from lms.core import audit
from lms.core.extensions import db
from lms.invitations.errors import CallClosed, NoSeats, SeatsTaken
from lms.invitations.models import Call, CallPlace, CallState


def plan_call(
    module_slug: str, *, starts_on: date, ends_on: date, women_share: int | None, by: UUID, at: datetime
) -> Call:
    """A call that only the coordinator sees, until its seats are given and it is opened."""
    call = Call(
        module_slug=module_slug,
        starts_on=starts_on,
        ends_on=ends_on,
        women_share=women_share,
        state=CallState.DRAFT,
        created_at=at,
        created_by_id=by,
    )
    db.session.add(call)
    audit.record(by, "invitations.call.planned", call, at=at, module=module_slug)
    return call


def add_place(
    call: Call,
    seats: int,
    *,
    institution_id: UUID | None = None,
    region_code: str | None = None,
    by: UUID,
    at: datetime,
) -> CallPlace:
    """Seats of an institution or a region; who has some gets this number instead. Raises ``SeatsTaken``."""
    if call.state is CallState.CLOSED:
        raise CallClosed
    present = next((p for p in call.places if (p.institution_id, p.region_code) == (institution_id, region_code)), None)
    if present is not None:
        change_seats(present, seats, by=by, at=at)
        return present
    place = CallPlace(institution_id=institution_id, region_code=region_code, seats=seats, taken=0)
    call.places.append(place)
    where = str(institution_id) if institution_id else region_code
    audit.record(by, "invitations.seats.given", call, at=at, seats=seats, place=where)
    return place


def change_seats(place: CallPlace, seats: int, *, by: UUID, at: datetime) -> None:
    """More or fewer, never fewer than are taken. Raises ``SeatsTaken``."""
    try:
        with db.session.begin_nested():
            db.session.execute(
                update(CallPlace)
                .where(CallPlace.id == place.id)
                .values(seats=seats)
                .execution_options(synchronize_session=False)
            )
    except IntegrityError as error:
        raise SeatsTaken(place.taken) from error
    db.session.refresh(place)
    audit.record(by, "invitations.seats.given", place.call, at=at, seats=seats)


def open_call(call: Call, *, by: UUID, at: datetime) -> None:
    """From its first day on, focal points of its places see it. Raises ``NoSeats`` for a call without any.

    A closed one stays closed (``CallClosed``): what was shown of it would move.
    """
    if call.state is CallState.CLOSED:
        raise CallClosed
    if not sum(place.seats for place in call.places):
        raise NoSeats(0)
    if call.state is CallState.OPEN:
        return
    call.state = CallState.OPEN
    audit.record(by, "invitations.call.opened", call, at=at)


def close_call(call: Call, *, by: UUID, at: datetime) -> None:
    """Nobody is named any more; who was invited may still come."""
    if call.state is not CallState.OPEN:
        raise CallClosed
    call.state, call.closed_at = CallState.CLOSED, at
    audit.record(by, "invitations.call.closed", call, at=at)
