"""Questions about people."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.core.extensions import db
from lms.people.models import Workplace


def current_workplace(person_id: UUID) -> Workplace | None:
    """Where the person works now, with the institution."""
    query = (
        select(Workplace)
        .where(Workplace.person_id == person_id, Workplace.until.is_(None))
        .options(joinedload(Workplace.institution))
    )
    return db.session.scalars(query).one_or_none()
