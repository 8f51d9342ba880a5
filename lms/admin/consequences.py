"""What a change of an institution would touch, counted before it is made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from lms.accounts.models import Role, RoleGrant
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.institutions import queries as directory
from lms.institutions.models import Institution, InstitutionLink
from lms.people.models import Workplace


@dataclass(frozen=True)
class Touched:
    """An institution with everything below it."""

    people: int
    enrolments: int
    roles: int
    beneath: int


@dataclass(frozen=True)
class Watchers:
    """Accounts that are responsible for a place or for one above it: who will see it, and who no longer."""

    gain: int
    lose: int


def touched(place_id: UUID, at: datetime) -> Touched:
    """People who work there now, enrolments recorded there, roles held for it, bodies below it; in one statement."""
    within = directory.in_subtree([place_id])
    counts = (
        select(func.count())
        .select_from(Workplace)
        .where(Workplace.institution_id.in_(within), Workplace.until.is_(None)),
        select(func.count()).select_from(Enrolment).where(Enrolment.institution_id.in_(within)),
        select(func.count()).select_from(RoleGrant).where(RoleGrant.institution_id.in_(within), _in_force(at)),
        select(func.count())
        .select_from(InstitutionLink)
        .join(Institution, Institution.id == InstitutionLink.descendant_id)
        .where(
            InstitutionLink.ancestor_id == place_id,
            InstitutionLink.depth > 0,
            Institution.state.in_(directory.SHOWN),
        ),
    )
    row: Any = db.session.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return Touched(*row)


def watchers(before: UUID | None, after: UUID | None, at: datetime) -> Watchers:
    """Who is responsible for the old place or one above it, and who for the new one."""
    old, new = _responsible(before, at), _responsible(after, at)
    return Watchers(gain=len(new - old), lose=len(old - new))


def _responsible(place_id: UUID | None, at: datetime) -> set[UUID]:
    if place_id is None:
        return set()
    query = select(RoleGrant.account_id).where(
        RoleGrant.institution_id.in_(directory.ancestors_of(place_id)),
        RoleGrant.role == Role.FOCAL_POINT,
        _in_force(at),
    )
    return set(db.session.scalars(query))


def _in_force(at: datetime) -> ColumnElement[bool]:
    return (RoleGrant.starts_at <= at) & or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > at)
