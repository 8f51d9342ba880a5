"""Leaving: each room takes away what tells who a person is; what was counted stays, without a person.

A room's ``leaving.py`` registers what it has to do::

    @forgets("certificates")
    def forget(person_id, wish, *, at): ...      # how many rows were emptied or removed

All parts run in one transaction, in the order of the rooms from the ground up, and may run twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, update

from lms.core.extensions import db
from lms.core.rows import changed
from lms.people.models import Person, PersonMerge, PersonName, Sex, Workplace, WorkplaceDecision


@dataclass(frozen=True)
class Wish:
    """What the person chose on leaving."""

    keeps_certificates: bool


Part = Callable[[UUID, Wish, datetime], int]

_parts: dict[str, Part] = {}


def forgets(name: str) -> Callable[[Part], Part]:
    """Register what a room takes away."""

    def register(function: Part) -> Part:
        _parts[name] = function
        return function

    return register


def forget_person(person_id: UUID, wish: Wish, *, at: datetime) -> dict[str, int]:
    """Everything that tells who it is; how many rows in each room."""
    return {name: part(person_id, wish, at) for name, part in _parts.items()}


@forgets("people")
def forget_facts(person_id: UUID, wish: Wish, at: datetime) -> int:
    """The row of the person stays, empty: enrolments hang on it. Consents stay with it, as proof for three years."""
    person = db.session.get_one(Person, person_id)
    if person.erased_at is not None:
        return 0
    ids = [place.id for place in person.workplaces]
    for doomed in (
        delete(WorkplaceDecision).where(WorkplaceDecision.workplace_id.in_(ids)),
        delete(Workplace).where(Workplace.person_id == person_id),
        delete(PersonName).where(PersonName.person_id == person_id),
    ):
        changed(doomed)
    mine = or_(PersonMerge.person_id == person_id, PersonMerge.into_id == person_id)
    changed(update(PersonMerge).where(mine).values(reason=""))  # the merge stays, so that numbers do
    db.session.expire(person, ["names", "workplaces"])
    person.sex, person.birth_year, person.profession_code, person.region_code = Sex.NOT_STATED, None, None, None
    person.search_text = person.sort_key = ""
    person.erased_at = at
    return 1
