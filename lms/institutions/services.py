"""What can happen to an institution. Nothing already recorded on an enrolment changes by it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core import audit, events
from lms.core.extensions import db
from lms.core.folding import fold
from lms.core.i18n import Words
from lms.institutions.errors import AlreadyDecided, NotListed
from lms.institutions.events import InstitutionMerged, InstitutionRefused
from lms.institutions.models import Institution, InstitutionLink, InstitutionName, InstitutionState


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
        db.session.add(InstitutionLink(ancestor_id=row.ancestor_id, descendant_id=institution.id, depth=row.depth + 1))
    db.session.flush()  # children are linked through these rows


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


def search_text(*names: str) -> str:
    """What searches look into: each different name once, folded."""
    return fold(" ".join(dict.fromkeys(names)))


def name_institution(institution: Institution, names: Words) -> None:
    """Its one name from now on; what it was called before is replaced (a proposal has no history)."""
    institution.names[:] = [
        InstitutionName(
            institution_id=institution.id,
            name_ky=names["ky"],
            name_ru=names["ru"],
            name_en=names["en"],
            search_text=search_text(names["ky"], names["ru"], names["en"]),
        )
    ]


def approve_institution(
    institution: Institution,
    *,
    names: Words,
    type_code: str,
    region_code: str,
    parent: Institution | None,
    by: UUID,
    at: datetime,
) -> None:
    """List a proposed name under its place. Raises ``AlreadyDecided`` and ``NotListed``."""
    _refuse_if_decided(institution)
    if parent is not None and parent.state is not InstitutionState.LISTED:
        raise NotListed
    institution.type_code, institution.region_code = type_code, region_code
    name_institution(institution, names)
    if parent is not None:
        institution.parent_id = parent.id
        _hang_below(institution, parent)
    institution.state, institution.decided_by_id = InstitutionState.LISTED, by
    audit.record(by, "institutions.institution.approved", institution, at=at)


def merge_institution(institution: Institution, into: Institution, *, by: UUID, at: datetime) -> None:
    """The proposed name is one of the list. Raises ``AlreadyDecided`` and ``NotListed``.

    What enrolments recorded stays; it counts to the place of the other one, because it now hangs below it.
    """
    _refuse_if_decided(institution)
    if into.state is not InstitutionState.LISTED or into.id == institution.id:
        raise NotListed
    _hang_below(institution, into)
    institution.merged_into_id = into.id
    institution.state, institution.decided_by_id = InstitutionState.MERGED, by
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


def _hang_below(institution: Institution, parent: Institution) -> None:
    """Links from everything above the parent; a proposal stands alone until now and has nothing below it."""
    above = db.session.scalars(select(InstitutionLink).where(InstitutionLink.descendant_id == parent.id)).all()
    for row in above:
        db.session.add(InstitutionLink(ancestor_id=row.ancestor_id, descendant_id=institution.id, depth=row.depth + 1))
