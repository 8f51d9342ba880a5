"""The order of registration: which step is open next, and what its answers become in the end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lms.accounts.services import Contact, Registering
from lms.people.models import Sex
from lms.people.services import Agreement, PersonFacts, script_of

Answers = Mapping[str, Any]

#: Step to an answer that says it is done.
STEPS = {"contact": "login", "place": "kind", "work": "profession", "about": "name"}
LAST = "consent"


def next_step(answers: Answers) -> str:
    """The first step that is not done; the last one asks for consent and shows all answers."""
    return next((step for step, key in STEPS.items() if key not in answers), LAST)


def with_place(answers: Answers, *, kind: str, region: str) -> dict[str, Any]:
    """Another place makes the chosen institution void, and only then."""
    is_same = answers.get("kind") == kind and answers.get("region") == region
    kept = dict(answers) if is_same else without_institution(answers)
    return {**kept, "kind": kind, "region": region}


def without_institution(answers: Answers) -> dict[str, Any]:
    void = ("institution_id", "unlisted", "type_code", "profession")
    return {name: value for name, value in answers.items() if name not in void}


def registering_from(answers: Answers, agreed: Sequence[Agreement], *, language: str) -> Registering:
    """All that was typed, in its types."""
    names = {script_of(answers["name"], language): answers["name"]}
    if answers["latin"]:
        names[script_of(answers["latin"], language)] = answers["latin"]
    facts = PersonFacts(
        names=names,
        sex=Sex(answers["sex"]),
        birth_year=answers["birth_year"],
        profession_code=answers["profession"],
        region_code=answers["region"],
        language=language,
    )
    return Registering(
        contact=Contact(answers["login"], is_email=answers["is_email"]),
        password_hash=answers["password_hash"],
        facts=facts,
        institution_id=UUID(answers["institution_id"]) if answers["institution_id"] else None,
        unlisted=answers["unlisted"],
        institution_type=answers["type_code"],
        region_code=answers["region"],
        agreed=agreed,
    )
