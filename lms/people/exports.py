"""What is held about a person, gathered for that person: each room above adds its own part.

A room's ``exports.py`` registers functions that take the id of a person and return plain data::

    @contributes("enrolments")
    def enrolments(person_id): ...

    @recognises("Enrolment")
    def ids(person_id): ...        # ids under which the audit log may speak of the person
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.core.extensions import db
from lms.institutions.models import Institution
from lms.people.merging import merges_of
from lms.people.models import Person
from lms.people.queries import consents_of, decisions_on, workplaces_of

Part = Callable[[UUID], Any]
Ids = Callable[[UUID], Iterable[UUID]]

_parts: dict[str, Part] = {}
_ids: dict[str, Ids] = {}


def contributes(name: str) -> Callable[[Part], Part]:
    """Register a part of the download under this name."""

    def register(function: Part) -> Part:
        _parts[name] = function
        return function

    return register


def recognises(subject_kind: str) -> Callable[[Ids], Ids]:
    """Register whose records the audit log means when it speaks of subjects of this kind."""

    def register(function: Ids) -> Ids:
        _ids[subject_kind] = function
        return function

    return register


def collect(person_id: UUID) -> dict[str, Any]:
    """Everything held about the person, and about nobody else, as plain data."""
    return {name: plain(part(person_id)) for name, part in _parts.items()}


def subjects_of(person_id: UUID) -> dict[str, set[str]]:
    """Kind of subject to the ids by which the audit log knows the person."""
    return {kind: {str(found) for found in ids(person_id)} for kind, ids in _ids.items()}


def plain(value: Any) -> Any:
    """Text, numbers, lists and mappings only; moments in ISO 8601."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


@contributes("person")
def person_part(person_id: UUID) -> dict[str, Any]:
    person = db.session.scalars(select(Person).where(Person.id == person_id).options(selectinload(Person.names))).one()
    return {
        "names": {name.script.value: name.full_name for name in person.names},
        "sex": person.sex,
        "birth_year": person.birth_year,
        "profession": person.profession_code,
        "region": person.region_code,
        "language": person.language,
        "created_at": person.created_at,
    }


@contributes("workplaces")
def workplaces_part(person_id: UUID) -> list[dict[str, Any]]:
    places = workplaces_of(person_id)
    decisions = decisions_on([place.id for place in places])
    return [
        {
            "institution": _names(place.institution),
            "since": place.since,
            "until": place.until,
            "state": place.state,
            "confirmed_at": place.confirmed_at,
            "decisions": [
                {
                    "state_before": decision.state_before,
                    "state_after": decision.state_after,
                    "reason": decision.reason,
                    "decided_at": decision.decided_at,
                    "undone_at": decision.undone_at,
                }
                for decision in decisions
                if decision.workplace_id == place.id
            ],
        }
        for place in places
    ]


def _names(institution: Institution | None) -> dict[str, str] | None:
    if institution is None or not institution.names:
        return None
    name = institution.names[-1]
    return {"ky": name.name_ky, "ru": name.name_ru, "en": name.name_en}


@contributes("consents")
def consents_part(person_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "purpose": consent.purpose,
            "text_version": consent.text_version,
            "text_hash": consent.text_hash,
            "language": consent.language,
            "method": consent.method,
            "given_at": consent.given_at,
            "withdrawn_at": consent.withdrawn_at,
        }
        for consent in consents_of(person_id)
    ]


@contributes("merges")
def merges_part(person_id: UUID) -> list[dict[str, Any]]:
    """That this record was counted as one person's with another; of the other nothing, in case it was a mistake."""
    return [
        {"counts_as_another": merge.person_id == person_id, "made_at": merge.made_at, "undone_at": merge.undone_at}
        for merge in merges_of(person_id)
    ]


@recognises("Person")
def person_ids(person_id: UUID) -> list[UUID]:
    return [person_id]
