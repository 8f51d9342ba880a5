"""Changes that wait for their day."""

import logging
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lms.core import audit
from lms.institutions import queries
from lms.institutions.errors import BelowItself, NothingChanges, NotListed
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionState
from lms.institutions.services.ending import close
from lms.institutions.services.placing import place_below, refuse_move, take_tree

log = logging.getLogger(__name__)


def apply_due_changes(day: date, *, at: datetime) -> int:
    """Do what was decided for this day or before; how many changes were done.

    What cannot be done any more (its institution was merged meanwhile, for example) is marked as undone by nobody.
    """
    take_tree()
    return sum(_apply(change, at) for change in queries.due_changes(day))


def _apply(change: InstitutionChange, at: datetime) -> bool:
    try:
        done = _DEEDS[change.kind](change.institution, change)
    except (BelowItself, NothingChanges, NotListed) as refusal:
        change.undone_at = at
        log.warning("Change %s could not be done on its day: %s", change.id, type(refusal).__name__)
        audit.record(None, "institutions.change.dropped", change.institution, at=at, change=str(change.id))
        return False
    change.applied_at, change.facts = at, {**change.facts, **done}
    audit.record(None, "institutions.change.applied", change.institution, at=at, change=str(change.id))
    return True


def _move(institution: Institution, change: InstitutionChange) -> dict[str, Any]:
    wanted = change.facts["after"]
    parent = queries.institution_by_id(UUID(wanted)) if wanted else None
    refuse_move(institution, parent)
    return place_below(institution, parent)


def _close(institution: Institution, change: InstitutionChange) -> dict[str, Any]:
    if institution.state is not InstitutionState.LISTED:
        raise NotListed
    return close(institution)


_DEEDS = {ChangeKind.MOVED: _move, ChangeKind.CLOSED: _close}
