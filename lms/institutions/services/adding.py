"""New institutions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lms.core import audit, clock
from lms.core.extensions import db
from lms.core.i18n import Words
from lms.core.models import new_id
from lms.institutions.errors import NotListed
from lms.institutions.models import ChangeKind, Institution, InstitutionState
from lms.institutions.queries import institutions_by_ids
from lms.institutions.services.history import ACTS, write_down
from lms.institutions.services.names import name_institution
from lms.institutions.services.placing import link_new, take_tree


@dataclass(frozen=True)
class NewInstitution:
    """A line of the list that is not there yet. Its parent is in the list, or stands before it in the same batch."""

    names: Words
    type_code: str
    region_code: str
    district_code: str | None = None
    parent_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


def add_institution(
    *,
    type_code: str,
    region_code: str,
    parent: Institution | None,
    state: InstitutionState,
    at: datetime,
    district_code: str | None = None,
    key: str | None = None,
    proposed_by: UUID | None = None,
) -> Institution:
    """A new institution at its place in the tree; its names are added by the caller."""
    institution = Institution(
        key=key,
        type_code=type_code,
        region_code=region_code,
        district_code=district_code,
        parent_id=parent.id if parent else None,
        state=state,
        proposed_by_id=proposed_by,
        created_at=at,
    )
    db.session.add(institution)
    link_new([(institution.id, institution.parent_id)])
    return institution


def add_to_list(
    wanted: Sequence[NewInstitution], *, reason: str, by: UUID, at: datetime, upload_id: UUID | None = None
) -> list[Institution]:
    """Add institutions to the list, one or hundreds at once. Raises ``NotListed`` for a parent that is not there.

    ``upload_id`` is kept in the history of each, so that the whole import can be taken back.
    """
    facts = {"upload": str(upload_id)} if upload_id else {}
    own = {new.id for new in wanted}
    parents = {new.parent_id for new in wanted if new.parent_id and new.parent_id not in own}
    take_tree()  # nobody takes a parent out of the list meanwhile
    found = institutions_by_ids(parents)
    if any(parent not in found or found[parent].state is not InstitutionState.LISTED for parent in parents):
        raise NotListed
    added = [
        Institution(
            id=new.id,
            type_code=new.type_code,
            region_code=new.region_code,
            district_code=new.district_code,
            parent_id=new.parent_id,
            state=InstitutionState.LISTED,
            names_confirmed=True,
            decided_by_id=by,
            created_at=at,
        )
        for new in wanted
    ]
    for institution, new in zip(added, wanted, strict=True):
        name_institution(institution, new.names)
    db.session.add_all(added)
    link_new([(institution.id, institution.parent_id) for institution in added])
    for institution in added:
        write_down(
            institution, ChangeKind.ADDED, on=clock.local_day(at), reason=reason, by=by, at=at, facts=dict(facts)
        )
        audit.record(by, ACTS[ChangeKind.ADDED], institution, at=at, reason=reason)
    return added
