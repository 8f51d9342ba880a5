"""What points at an institution, in whichever room."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, or_, select

from lms.core.extensions import db
from lms.core.models import Base
from lms.institutions.models import Institution, InstitutionChange, InstitutionLink, InstitutionName, InstitutionState

#: What an institution is made of: its names, its place in the tree, its own history.
OWN = {model.__table__ for model in (InstitutionName, InstitutionLink, InstitutionChange)}


def is_referred_to(institution_id: UUID) -> bool:
    """Whether somebody or something belongs to it or did: a workplace, an enrolment, a role, a call, a body below it.

    Rooms above say by their foreign keys what of theirs points here, so that none can be forgotten.
    """
    return bool(db.session.scalar(select(or_(_is_named(institution_id), *_pointers(institution_id)))))


def _pointers(institution_id: UUID) -> Iterator[ColumnElement[bool]]:
    own_id = Institution.__table__.c.id
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is own_id and table not in OWN:
                still = [table.c.state != InstitutionState.REFUSED] if table is Institution.__table__ else []
                yield exists(select(key.parent).where(key.parent == institution_id, *still))


def _is_named(institution_id: UUID) -> ColumnElement[bool]:
    """Whether a move or a merger of another institution, done or waiting, names it."""
    return exists(
        select(InstitutionChange.id).where(
            InstitutionChange.institution_id != institution_id,
            InstitutionChange.undone_at.is_(None),
            cast(InstitutionChange.facts, String).contains(str(institution_id)),
        )
    )


def wait_for_references(institution_id: UUID) -> None:
    """Wait for whoever is about to point at it, and let nobody begin until this transaction ends."""
    db.session.execute(select(Institution.id).where(Institution.id == institution_id).with_for_update())
