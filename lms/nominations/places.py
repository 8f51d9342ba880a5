"""Institutions, lists and invitations as subjects: where they stand in the tree."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lms.core import clock
from lms.institutions import queries as directory
from lms.institutions.models import Institution, InstitutionState
from lms.invitations.models import Invitation
from lms.invitations.queries import invitation_by_id, invitation_for_update
from lms.nominations.models import NominationList
from lms.nominations.queries import list_by_id, list_for_update


@dataclass(frozen=True)
class Place:
    """An institution whose people may be named."""

    institution: Institution
    #: The institution itself and all above it, the nearest first.
    line: tuple[UUID, ...]

    @property
    def id(self) -> UUID:
        return self.institution.id

    @property
    def ancestors(self) -> frozenset[UUID]:
        return frozenset(self.line)

    def name(self, day: date | None = None) -> str:
        return directory.name_on(self.institution, day or clock.local_day(clock.now()))


@dataclass(frozen=True)
class ListAt:
    """A list on its way, at its institution."""

    place: Place
    draft: NominationList

    @property
    def ancestors(self) -> frozenset[UUID]:
        return self.place.ancestors

    @property
    def account_id(self) -> UUID:
        return self.draft.account_id


@dataclass(frozen=True)
class InvitationAt:
    """An invitation, at the institution that made it or has taken that one up."""

    place: Place
    invitation: Invitation

    @property
    def ancestors(self) -> frozenset[UUID]:
        return self.place.ancestors


def place_at(institution_id: UUID) -> Place | None:
    """None unless it is in the directory; a closed one names nobody any more."""
    institution = directory.institution_by_id(institution_id)
    if institution is None or institution.state is not InstitutionState.LISTED:
        return None
    return Place(institution, tuple(directory.ancestors_of(institution_id)))


def list_at(institution_id: UUID, list_id: UUID) -> ListAt | None:
    return _list_at(institution_id, list_by_id(list_id, clock.now()))


def list_to_change(institution_id: UUID, list_id: UUID) -> ListAt | None:
    """Locked: two presses of one button must not invite twice."""
    return _list_at(institution_id, list_for_update(list_id, clock.now()))


def _list_at(institution_id: UUID, draft: NominationList | None) -> ListAt | None:
    place = place_at(institution_id)
    if place is None or draft is None or draft.institution_id != institution_id:
        return None
    return ListAt(place, draft)


def invitation_at(institution_id: UUID, invitation_id: UUID) -> InvitationAt | None:
    return _invitation_at(institution_id, invitation_by_id(invitation_id))


def invitation_to_change(institution_id: UUID, invitation_id: UUID) -> InvitationAt | None:
    return _invitation_at(institution_id, invitation_for_update(invitation_id))


def _invitation_at(institution_id: UUID, invitation: Invitation | None) -> InvitationAt | None:
    place = place_at(institution_id)
    if place is None or invitation is None:
        return None
    if institution_id not in (invitation.institution_id, invitation.institution.merged_into_id):
        return None
    return InvitationAt(place, invitation)
