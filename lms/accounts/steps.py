"""The order of registration: which step is open next, and what its answers become in the end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lms.accounts.services import Contact, Registering
from lms.institutions.models import NATIONAL
from lms.invitations.models import Invitation
from lms.people.models import Sex
from lms.people.services import Agreement, PersonFacts, script_of

Answers = Mapping[str, Any]

#: Step to an answer that says it is done.
STEPS = {"contact": "login", "place": "kind", "work": "profession", "about": "name"}
LAST = "consent"
#: All that is left for somebody whose contact and workplace an invitation has said.
INVITED = "invited"


def order_of(answers: Answers) -> Sequence[str]:
    """The steps of this registration."""
    return [INVITED] if "invitation_id" in answers else [*STEPS, LAST]


def next_step(answers: Answers) -> str:
    """The first step that is not done; the last one asks for consent and shows all answers."""
    if "invitation_id" in answers:
        return INVITED
    return next((step for step, key in STEPS.items() if key not in answers), LAST)


def with_place(answers: Answers, *, kind: str, region: str) -> dict[str, Any]:
    """Another place makes the chosen institution void, and only then."""
    is_same = answers.get("kind") == kind and answers.get("region") == region
    kept = dict(answers) if is_same else without_institution(answers)
    return {**kept, "kind": kind, "region": region}


def without_institution(answers: Answers) -> dict[str, Any]:
    void = ("institution_id", "unlisted", "type_code", "profession")
    return {name: value for name, value in answers.items() if name not in void}


def answers_of_invitation(invitation: Invitation, group_code: str) -> dict[str, Any]:
    """The first two steps as the institution has filled them in."""
    institution = invitation.institution
    return {
        "invitation_id": str(invitation.id),
        "login": invitation.contact,
        "is_email": invitation.email is not None,
        "kind": group_code,
        "region": None if institution.region_code == NATIONAL else institution.region_code,
        "institution_id": str(institution.id),
        "unlisted": None,
        "type_code": institution.type_code,
    }


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
        invitation_id=UUID(answers["invitation_id"]) if "invitation_id" in answers else None,
        invited_by_mail=bool(answers.get("invited_by_mail")),
    )
