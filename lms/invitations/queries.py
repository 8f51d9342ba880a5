"""Questions about invitations and calls."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.extensions import db
from lms.institutions.models import Institution, InstitutionState
from lms.invitations.codes import hash_of_code
from lms.invitations.models import (
    Call,
    CallPlace,
    CallState,
    Invitation,
    InvitationCode,
    InvitationState,
)

STANDING = (InvitationState.INVITED, InvitationState.ACCEPTED)
#: Values that one statement carries: PostgreSQL takes 65,535, SQLite 32,766.
AT_ONCE = 2000

Value = TypeVar("Value")


@dataclass(frozen=True)
class Opened:
    """What a code leads to. ``is_replaced``: a newer code was made for the same invitation."""

    invitation: Invitation
    code: InvitationCode
    is_replaced: bool


def opened_by(code: str, *, lock: bool = False) -> Opened | None:
    """The invitation behind a code, whatever its state, with the institution's names; None for a code never made."""
    query = (
        select(InvitationCode, Invitation)
        .join(Invitation, Invitation.id == InvitationCode.invitation_id)
        .where(InvitationCode.code_hash == hash_of_code(code))
        .options(joinedload(Invitation.institution, innerjoin=True).selectinload(Institution.names))
    )
    if lock:
        query = query.with_for_update(of=Invitation)
    found = db.session.execute(query).one_or_none()
    return Opened(found[1], found[0], found[0].ended_at is not None) if found else None


def invitation_by_id(invitation_id: UUID) -> Invitation | None:
    return db.session.get(Invitation, invitation_id)


def invitation_for_update(invitation_id: UUID) -> Invitation | None:
    """Locked, because it is about to be used, declined or withdrawn."""
    return db.session.scalars(select(Invitation).where(Invitation.id == invitation_id).with_for_update()).one_or_none()


def standing_beside(invitation: Invitation) -> Sequence[Invitation]:
    """Other open invitations of the same person by the same institution: for other modules and calls."""
    query = (
        select(Invitation)
        .where(
            Invitation.institution_id == invitation.institution_id,
            Invitation.contact == invitation.contact,
            Invitation.state == InvitationState.INVITED,
            Invitation.id != invitation.id,
        )
        .with_for_update()
    )
    return db.session.scalars(query).all()


def place_of_work(invitation: Invitation) -> Institution:
    """Where whoever accepts it works: the institution that invited, or the one it has become part of since."""
    institution = invitation.institution
    while institution.merged_into_id is not None:
        institution = db.session.get_one(Institution, institution.merged_into_id)
    return institution


def leads_nowhere(invitation: Invitation) -> bool:
    """Whether the institution has been closed since: nobody can come to work there."""
    return place_of_work(invitation).state is InstitutionState.CLOSED


def accepted_by(person_id: UUID) -> Sequence[Invitation]:
    """Of a person, the newest first: what they were asked to study."""
    query = select(Invitation).where(Invitation.person_id == person_id, Invitation.state == InvitationState.ACCEPTED)
    return db.session.scalars(query.order_by(Invitation.ended_at.desc(), Invitation.id.desc())).all()


def modules_asked_of(person_id: UUID) -> Collection[str]:
    """Slugs of the modules for which institutions invited a person who came, by name or by a call."""
    query = (
        select(func.coalesce(Invitation.module_slug, Call.module_slug))
        .outerjoin(CallPlace, CallPlace.id == Invitation.call_place_id)
        .outerjoin(Call, Call.id == CallPlace.call_id)
        .where(Invitation.person_id == person_id, Invitation.state == InvitationState.ACCEPTED)
    )
    return set(filter(None, db.session.scalars(query)))


def invitations_about(person_id: UUID) -> Sequence[Invitation]:
    """Everything that institutions wrote about a person who has come, whatever became of it."""
    query = select(Invitation).where(Invitation.person_id == person_id)
    return db.session.scalars(query.order_by(Invitation.invited_at, Invitation.id)).all()


def made_by(institution_id: UUID) -> Select[UUID]:
    """The institution with those that were joined to it: what they have asked, it has asked. For ``….in_()``."""
    return select(Institution.id).where(
        or_(Institution.id == institution_id, Institution.merged_into_id == institution_id)
    )


def standing_contacts(institution_id: UUID, asked_for: str, contacts: Collection[str]) -> set[str]:
    """Those of these e-mails and phones that are invited, or have come, for the same already."""
    found: set[str] = set()
    for some in in_portions(contacts):
        query = select(Invitation.contact).where(
            Invitation.institution_id.in_(made_by(institution_id)),
            Invitation.asked_for == asked_for,
            Invitation.state.in_(STANDING),
            Invitation.contact.in_(some),
        )
        found |= {contact for contact in db.session.scalars(query) if contact}
    return found


def in_portions(values: Iterable[Value], size: int = AT_ONCE) -> Iterator[list[Value]]:
    """The values in lists that one statement can carry."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def lock_institution(institution_id: UUID) -> None:
    """Whoever invites for an institution waits here for whoever does the same. Raises NoResultFound."""
    db.session.scalars(select(Institution.id).where(Institution.id == institution_id).with_for_update()).one()


def to_be_mailed(list_id: UUID, limit: int) -> Sequence[Invitation]:
    """Of one list: invited by e-mail and not written to yet."""
    query = (
        select(Invitation)
        .where(
            Invitation.list_id == list_id,
            Invitation.email.is_not(None),
            Invitation.mailed_at.is_(None),
            Invitation.state.in_(STANDING),
        )
        .order_by(Invitation.id)
        .limit(limit)
        .with_for_update()
    )
    return db.session.scalars(query).all()


def _calls() -> Select[Call]:
    return select(Call).options(selectinload(Call.places))


def call_by_id(call_id: UUID) -> Call | None:
    return db.session.scalars(_calls().where(Call.id == call_id)).one_or_none()


def call_for_update(call_id: UUID) -> Call | None:
    return db.session.scalars(_calls().where(Call.id == call_id).with_for_update(of=Call)).one_or_none()


def calls() -> Sequence[Call]:
    """All of them, the newest first."""
    return db.session.scalars(_calls().order_by(Call.starts_on.desc(), Call.id.desc())).all()


def calls_open_on(day: date) -> Sequence[Call]:
    """Calls for which people may be named, the one that ends first at the top."""
    query = _calls().where(Call.state == CallState.OPEN, Call.starts_on <= day, Call.ends_on >= day)
    return db.session.scalars(query.order_by(Call.ends_on, Call.id)).all()


def place_by_id(place_id: UUID) -> CallPlace | None:
    return db.session.scalars(
        select(CallPlace).where(CallPlace.id == place_id).options(joinedload(CallPlace.call))
    ).one_or_none()


def place_for(call: Call, ancestors: Sequence[UUID], region_code: str) -> CallPlace | None:
    """The seats an institution draws from: its own or those of the nearest body above it, else its region's.

    ``ancestors`` begins with the institution itself.
    """
    by_institution = {place.institution_id: place for place in call.places if place.institution_id}
    nearest = next((by_institution[found] for found in ancestors if found in by_institution), None)
    return nearest or next((place for place in call.places if place.region_code == region_code), None)


def seats_left(place_id: UUID) -> int:
    return db.session.scalar(select(CallPlace.seats - CallPlace.taken).where(CallPlace.id == place_id)) or 0


def open_invitations(contact: str, at: datetime) -> int:
    """How many invitations wait for this e-mail or phone."""
    query = select(func.count()).where(
        or_(Invitation.email == contact, Invitation.phone == contact),
        Invitation.state == InvitationState.INVITED,
        Invitation.expires_at > at,
    )
    return db.session.scalar(query) or 0
