"""Names that people typed because their institution is not in the list, and what the coordinator decides."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.core import audit, clock, events
from lms.core.extensions import db
from lms.core.i18n import Words
from lms.institutions.errors import AlreadyDecided, NotListed
from lms.institutions.events import InstitutionMerged, InstitutionRefused
from lms.institutions.models import ChangeKind, Institution, InstitutionName, InstitutionState
from lms.institutions.services.adding import add_institution
from lms.institutions.services.history import write_down
from lms.institutions.services.names import name_institution, search_text
from lms.institutions.services.placing import hang_below, take_tree


def propose_institution(name: str, *, type_code: str, region_code: str, by: UUID, at: datetime) -> Institution:
    """A name that a person typed because it is not in the list; it waits for the coordinator.

    The same name in the same place typed again is the same proposal.
    """
    present = db.session.scalars(
        select(Institution)
        .join(Institution.names)
        .where(
            Institution.state == InstitutionState.PROPOSED,
            Institution.type_code == type_code,
            Institution.region_code == region_code,
            InstitutionName.search_text == search_text(name),
        )
        .limit(1)
    ).first()
    if present is not None:
        return present
    institution = add_institution(
        type_code=type_code,
        region_code=region_code,
        parent=None,
        state=InstitutionState.PROPOSED,
        proposed_by=by,
        at=at,
    )
    name_institution(institution, {"ky": name, "ru": name, "en": name})
    return institution


def approve_institution(
    institution: Institution,
    *,
    names: Words,
    type_code: str,
    region_code: str,
    parent: Institution | None,
    by: UUID,
    at: datetime,
    district_code: str | None = None,
) -> None:
    """List a proposed name under its place. Raises ``AlreadyDecided`` and ``NotListed``."""
    take_tree(institution, parent)
    _refuse_if_decided(institution)
    if parent is not None and parent.state is not InstitutionState.LISTED:
        raise NotListed
    institution.type_code, institution.region_code = type_code, region_code
    institution.district_code = district_code
    name_institution(institution, names)
    hang_below(institution, parent)
    institution.state, institution.decided_by_id = InstitutionState.LISTED, by
    institution.names_confirmed = True
    facts = {"before": None, "after": str(parent.id) if parent else None}
    write_down(institution, ChangeKind.ADDED, on=clock.local_day(at), reason="", by=by, at=at, facts=facts)
    audit.record(by, "institutions.institution.approved", institution, at=at)


def merge_institution(institution: Institution, into: Institution, *, by: UUID, at: datetime) -> None:
    """The proposed name is one of the list. Raises ``AlreadyDecided`` and ``NotListed``.

    What enrolments recorded stays; it counts to the place of the other one, because it now hangs below it.
    """
    take_tree(institution, into)
    _refuse_if_decided(institution)
    if into.state is not InstitutionState.LISTED or into.id == institution.id:
        raise NotListed
    hang_below(institution, into)
    institution.state, institution.merged_into_id = InstitutionState.MERGED, into.id
    institution.decided_by_id = by
    before: dict[str, Any] = {"before": None, "state_before": InstitutionState.PROPOSED.value, "children": []}
    facts = {**before, "into": str(into.id)}
    write_down(institution, ChangeKind.MERGED, on=clock.local_day(at), reason="", by=by, at=at, facts=facts)
    events.emit(InstitutionMerged(institution.id, into.id, at))
    audit.record(by, "institutions.institution.merged", institution, at=at, into_id=str(into.id))


def refuse_institution(institution: Institution, *, reason: str, by: UUID, at: datetime) -> None:
    """The proposed name is no institution; whoever typed it is asked to choose again."""
    _refuse_if_decided(institution)
    institution.state, institution.decided_by_id = InstitutionState.REFUSED, by
    events.emit(InstitutionRefused(institution.id, at))
    audit.record(by, "institutions.institution.refused", institution, at=at, reason=reason)


def _refuse_if_decided(institution: Institution) -> None:
    if institution.state is not InstitutionState.PROPOSED:
        raise AlreadyDecided
