"""Questions about people."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.extensions import db
from lms.institutions.models import Institution
from lms.people.models import (
    Consent,
    Person,
    Profession,
    Purpose,
    Workplace,
    WorkplaceDecision,
    WorkplaceState,
)


def current_workplace(person_id: UUID) -> Workplace | None:
    """Where the person works now, with the institution."""
    query = (
        select(Workplace)
        .where(Workplace.person_id == person_id, Workplace.until.is_(None))
        .options(joinedload(Workplace.institution))
    )
    return db.session.scalars(query).one_or_none()


def workplaces_of(person_id: UUID) -> Sequence[Workplace]:
    """All of them with the institutions' names, the present one first."""
    query = (
        select(Workplace)
        .where(Workplace.person_id == person_id)
        .options(joinedload(Workplace.institution).selectinload(Institution.names))
        .order_by(Workplace.until.is_not(None), Workplace.since.desc())
    )
    return db.session.scalars(query).all()


def refusal_of(workplace: Workplace) -> WorkplaceDecision | None:
    """Why it was said that the person does not work there; None for a typed name that no institution bears."""
    query = (
        select(WorkplaceDecision)
        .where(
            WorkplaceDecision.workplace_id == workplace.id,
            WorkplaceDecision.state_after == WorkplaceState.REFUSED,
            WorkplaceDecision.undone_at.is_(None),
        )
        .order_by(WorkplaceDecision.decided_at.desc(), WorkplaceDecision.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def decisions_on(workplace_ids: Collection[UUID]) -> Sequence[WorkplaceDecision]:
    """What was said of these workplaces, the latest first."""
    query = select(WorkplaceDecision).where(WorkplaceDecision.workplace_id.in_(workplace_ids))
    return db.session.scalars(query.order_by(WorkplaceDecision.decided_at.desc(), WorkplaceDecision.id.desc())).all()


def person_with_names(person_id: UUID) -> Person:
    """Raises NoResultFound."""
    return db.session.scalars(select(Person).where(Person.id == person_id).options(selectinload(Person.names))).one()


def professions() -> Sequence[Profession]:
    return db.session.scalars(select(Profession).order_by(Profession.position)).all()


def consents_of(person_id: UUID) -> Sequence[Consent]:
    """Everything ever agreed to, the newest first."""
    query = select(Consent).where(Consent.person_id == person_id)
    return db.session.scalars(query.order_by(Consent.given_at.desc(), Consent.id.desc())).all()


def consent_in_force(person_id: UUID, purpose: Purpose) -> Consent | None:
    query = (
        select(Consent)
        .where(Consent.person_id == person_id, Consent.purpose == purpose, Consent.withdrawn_at.is_(None))
        .order_by(Consent.given_at.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def agreed_to(purpose: Purpose) -> Select[UUID]:
    """People who have not left, agreed to this and have not taken it back."""
    return (
        select(Consent.person_id)
        .join(Person, Person.id == Consent.person_id)
        .where(Consent.purpose == purpose, Consent.withdrawn_at.is_(None), Person.erased_at.is_(None))
    )
