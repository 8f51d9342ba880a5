"""What can happen to an institution. Nothing already recorded on an enrolment changes by it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.institutions.models import Institution, InstitutionLink, InstitutionState


def add_institution(
    *,
    type_code: str,
    region_code: str,
    parent: Institution | None,
    state: InstitutionState,
    at: datetime,
    key: str | None = None,
    proposed_by: UUID | None = None,
) -> Institution:
    """A new institution at its place in the tree; its names are added by the caller."""
    institution = Institution(
        key=key,
        type_code=type_code,
        region_code=region_code,
        parent_id=parent.id if parent else None,
        state=state,
        proposed_by_id=proposed_by,
        created_at=at,
    )
    db.session.add(institution)
    db.session.flush()  # links and names point at it
    link(institution, parent)
    return institution


def link(institution: Institution, parent: Institution | None) -> None:
    """Write the rows that say whose part of the tree it is in: its own, and those of all above."""
    db.session.add(InstitutionLink(ancestor_id=institution.id, descendant_id=institution.id, depth=0))
    if parent is None:
        return
    above = db.session.scalars(select(InstitutionLink).where(InstitutionLink.descendant_id == parent.id)).all()
    for row in above:
        db.session.add(
            InstitutionLink(ancestor_id=row.ancestor_id, descendant_id=institution.id, depth=row.depth + 1)
        )
    db.session.flush()  # children are linked through these rows
