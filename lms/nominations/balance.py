"""How a call stands: seats, people and the share of women, for the coordinator live, for a focal point protected.

A share that moves while people register would tell the sex of whoever came last. So a focal point sees that of the
moment at which the call was closed, for ever, and only where at least five women and five men stand behind it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from lms.core.i18n import _
from lms.institutions import queries as directory
from lms.invitations.models import Call, CallPlace, CallState
from lms.invitations.queries import place_for
from lms.nominations.places import Place, place_at
from lms.nominations.queries import Seats, own_seats_of, seats_of

#: Fewer people of one sex are not shown to a focal point.
FEWEST = 5


@dataclass(frozen=True)
class Standing:
    """One line: an institution or a region with its seats, or all of them. ``share`` is what may be shown."""

    name: str
    seats: int
    taken: int
    people: Seats
    share: Fraction | None
    #: Where a focal point can name people for it.
    place_id: UUID | None = None

    @property
    def left(self) -> int:
        return self.seats - self.taken


def share_of(people: Seats) -> Fraction | None:
    """Of women among people with sex stated as female or male; None where nobody has stated it."""
    stated = people.women + people.men
    return Fraction(people.women, stated) if stated else None


# ── For the coordinator ──────────────────────────────────────────────────────


def standings(call: Call, day: date) -> list[Standing]:
    """A line for each place of the call, and all of them together at the end."""
    places = [place for place in call.places if place.seats or place.taken]
    people = seats_of([place.id for place in places])
    names = _names(places, day)
    lines = [
        Standing(names[place.id], place.seats, place.taken, people[place.id], share_of(people[place.id]))
        for place in places
    ]
    return [*lines, _sum(lines)]


def _names(places: Sequence[CallPlace], day: date) -> Mapping[UUID, str]:
    regions = directory.region_names()
    institutions = directory.names_on([place.institution_id for place in places if place.institution_id], day)
    return {
        place.id: institutions.get(place.institution_id, "")
        if place.institution_id
        else regions.get(place.region_code or "", "")
        for place in places
    }


def _sum(lines: Sequence[Standing]) -> Standing:
    people = Seats(
        invited=sum(line.people.invited for line in lines),
        registered=sum(line.people.registered for line in lines),
        women=sum(line.people.women for line in lines),
        men=sum(line.people.men for line in lines),
    )
    seats, taken = sum(line.seats for line in lines), sum(line.taken for line in lines)
    return Standing(_("All places"), seats, taken, people, share_of(people))


# ── For a focal point ────────────────────────────────────────────────────────


def own_places(institution_ids: Collection[UUID]) -> list[Place]:
    """Those that stand beneath no other of them: parts could be subtracted from their whole."""
    places = [place for place in map(place_at, institution_ids) if place is not None]
    return [place for place in places if not set(place.line[1:]) & set(institution_ids)]


def own_standings(call: Call, places: Sequence[Place], day: date) -> list[Standing]:
    """The seats each own place draws from, with the people named by it and by all beneath it."""
    if call.state is CallState.DRAFT:
        return []
    drawn = [(place, place_for(call, place.line, place.institution.region_code)) for place in places]
    with_seats = [(place, seats) for place, seats in drawn if seats is not None and seats.seats]
    ids = [place.id for place, _seats in with_seats]
    people = own_seats_of(call.id, ids)
    closing = own_seats_of(call.id, ids, until=call.closed_at) if call.closed_at else {}
    return [
        Standing(
            place.name(day), seats.seats, seats.taken, people[place.id], protected(closing.get(place.id)), place.id
        )
        for place, seats in with_seats
    ]


def protected(people: Seats | None) -> Fraction | None:
    """The share where nobody can be worked out from it."""
    return share_of(people) if people is not None and min(people.women, people.men) >= FEWEST else None
