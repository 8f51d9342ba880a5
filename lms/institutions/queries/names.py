"""What institutions, kinds and regions are called."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.core.i18n import language
from lms.institutions.models import (
    Institution,
    InstitutionName,
)
from lms.institutions.queries.kinds import districts, regions, types


def name_of(row: object, code: str | None = None) -> str:
    """The name of anything that has ``name_ky``, ``name_ru`` and ``name_en``."""
    return str(getattr(row, f"name_{code or language()}"))


def type_names(code: str | None = None) -> dict[str, str]:
    """Code of a type to its name in a language."""
    return {row.code: name_of(row, code) for row in types()}


def region_names(code: str | None = None) -> dict[str, str]:
    return {row.code: name_of(row, code) for row in regions()}


def district_names(code: str | None = None) -> dict[str, str]:
    return {row.code: name_of(row, code) for row in districts()}


def name_on(institution: Institution, day: date, code: str | None = None) -> str:
    """What the institution is called on a day; the last name it had if none is valid then."""
    return name_of(name_row_on(institution, day), code) if institution.names else ""


def name_row_on(institution: Institution, day: date) -> InstitutionName:
    """The same name in all languages. Every institution that is listed has one."""
    valid = [
        name
        for name in institution.names
        if (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to)
    ]
    return (valid or institution.names)[-1]


def names_on(institution_ids: Collection[UUID], day: date, code: str | None = None) -> dict[UUID, str]:
    """Institution to its name on a day, in one statement."""
    query = (
        select(InstitutionName)
        .where(InstitutionName.institution_id.in_(institution_ids))
        .order_by(InstitutionName.institution_id, InstitutionName.valid_from.is_not(None), InstitutionName.valid_from)
    )
    found: dict[UUID, str] = {}
    is_valid: dict[UUID, bool] = {}
    for name in db.session.scalars(query):
        holds = (name.valid_from is None or name.valid_from <= day) and (name.valid_to is None or day <= name.valid_to)
        if holds or not is_valid.get(name.institution_id):
            found[name.institution_id] = name_of(name, code)
            is_valid[name.institution_id] = holds
    return found
