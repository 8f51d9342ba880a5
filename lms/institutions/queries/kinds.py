"""Regions, districts, groups and types, in their fixed orders."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.core.extensions import db
from lms.institutions.models import (
    NOT_STATED_REGION,
    District,
    InstitutionGroup,
    InstitutionType,
    Region,
)


def regions(*, to_choose: bool = False) -> Sequence[Region]:
    """In the fixed order; without "not stated" where people choose."""
    query = select(Region).order_by(Region.position)
    if to_choose:
        query = query.where(Region.code != NOT_STATED_REGION)
    return db.session.scalars(query).all()


def districts() -> Sequence[District]:
    """Rayons and cities, region by region in the order of the classifier."""
    return db.session.scalars(select(District).order_by(District.position)).all()


def groups() -> Sequence[InstitutionGroup]:
    return db.session.scalars(select(InstitutionGroup).order_by(InstitutionGroup.position)).all()


def types(group_code: str | None = None) -> Sequence[InstitutionType]:
    query = select(InstitutionType).order_by(InstitutionType.position)
    if group_code is not None:
        query = query.where(InstitutionType.group_code == group_code)
    return db.session.scalars(query).all()
