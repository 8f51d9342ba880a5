"""Questions about people."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from lms.core.extensions import db
from lms.institutions.models import Institution
from lms.people.models import Consent, Person, Profession, Purpose, Workplace


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


def has_withdrawn(person_id: UUID, purpose: Purpose) -> bool:
    """Whether the person took back this consent and has not given it again; False if it was never asked."""
    query = (
        select(Consent.withdrawn_at)
        .where(Consent.person_id == person_id, Consent.purpose == purpose)
        .order_by(Consent.given_at.desc(), Consent.id.desc())
        .limit(1)
    )
    return db.session.scalar(query) is not None
