"""Institutions that are no more: closed, or the same as another one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from lms.core import clock, events
from lms.institutions import queries
from lms.institutions.errors import BelowItself, NotListed
from lms.institutions.events import InstitutionMerged
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionState
from lms.institutions.services.history import call_off, do_and_note
from lms.institutions.services.placing import IN_THE_TREE, hang_below, take_tree


def close_institution(institution: Institution, *, on: date, reason: str, by: UUID, at: datetime) -> InstitutionChange:
    """From this day on it is not offered as a workplace; records, people and what stands below it stay.

    Raises ``NotListed`` and ``AnotherWaits``.
    """
    if institution.state is not InstitutionState.LISTED:
        raise NotListed
    return do_and_note(institution, ChangeKind.CLOSED, lambda: close(institution), on=on, reason=reason, by=by, at=at)


def close(institution: Institution) -> dict[str, Any]:
    institution.state = InstitutionState.CLOSED
    return {}


def merge_institutions(
    institution: Institution, into: Institution, *, reason: str, by: UUID, at: datetime
) -> InstitutionChange:
    """Two lines of the list are one institution: this one becomes part of the other, at once.

    People who work here work there from now on. What enrolments recorded stays, and counts to the other one, because
    this one now hangs below it. What stood below this one stands below the other. Raises ``NotListed`` and
    ``BelowItself`` (the other one stands below this one).
    """
    take_tree(institution, into)
    if institution.state not in IN_THE_TREE or into.state is not InstitutionState.LISTED:
        raise NotListed
    if queries.is_below(into.id, [institution.id]):
        raise BelowItself
    call_off(institution, by=by, at=at)
    return do_and_note(
        institution,
        ChangeKind.MERGED,
        lambda: _join(institution, into, at),
        on=clock.local_day(at),
        reason=reason,
        by=by,
        at=at,
        into=str(into.id),
    )


def _join(institution: Institution, into: Institution, at: datetime) -> dict[str, Any]:
    before, state = institution.parent_id, institution.state
    children = [child for child in queries.children_of(institution.id) if child.state in IN_THE_TREE]
    for child in children:
        hang_below(child, into)
    hang_below(institution, into)
    institution.state, institution.merged_into_id = InstitutionState.MERGED, into.id
    events.emit(InstitutionMerged(institution.id, into.id, at))
    return {
        "before": str(before) if before else None,
        "state_before": state.value,
        "children": [str(child.id) for child in children],
    }
