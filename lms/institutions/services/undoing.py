"""Taking back the last thing that happened to an institution."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from uuid import UUID

from lms.core import audit, events
from lms.core.extensions import db
from lms.institutions import queries
from lms.institutions.errors import BelowItself, CannotBeUndone, ImportInUse
from lms.institutions.events import InstitutionParted
from lms.institutions.models import ChangeKind, Institution, InstitutionChange, InstitutionState, InstitutionUpload
from lms.institutions.services.names import write_names
from lms.institutions.services.placing import IN_THE_TREE, hang_below, take_tree


def undo_change(change: InstitutionChange, *, reason: str, by: UUID, at: datetime) -> None:
    """What was before holds again, or what waits will not happen. Raises ``CannotBeUndone``."""
    institution = change.institution
    take_tree(institution)
    if change.kind is ChangeKind.ADDED:
        queries.wait_for_references(institution.id)
    if change.id not in queries.undoable_changes(institution.id):
        raise CannotBeUndone
    if not change.is_open:
        try:
            _UNDO[change.kind](institution, change, at)
        except BelowItself as circle:
            raise CannotBeUndone from circle
    change.undone_at, change.undone_by_id = at, by
    institution.edited_at = at
    audit.record(by, "institutions.change.undone", institution, at=at, reason=reason, change=change.kind.value)


def take_back_import(upload: InstitutionUpload, *, reason: str, by: UUID, at: datetime) -> int:
    """All that the import added leaves the list, or none of it; how many those were. Raises ``ImportInUse``."""
    in_use: list[Institution] = []
    with db.session.begin_nested() as trial:
        changes = queries.standing_of_import(upload.id)
        for change in changes:
            try:
                undo_change(change, reason=reason, by=by, at=at)
            except CannotBeUndone:
                in_use.append(change.institution)
        if in_use:
            trial.rollback()
    if in_use:
        raise ImportInUse(in_use)
    audit.record(by, "institutions.import.undone", upload, at=at, reason=reason, taken_back=len(changes))
    return len(changes)


def _unname(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    """The new name goes, the one before is open again as it was."""
    rows = {str(row.id): row for row in institution.names}
    institution.names.remove(rows[change.facts["name_id"]])
    ended = change.facts["before_ended"]
    rows[change.facts["before_id"]].valid_to = date.fromisoformat(ended) if ended else None
    institution.names_confirmed = change.facts["was_confirmed"]


def _unconfirm(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    rows = {str(row.id): row for row in institution.names}
    write_names(rows[change.facts["name_id"]], change.facts["before"])
    institution.names_confirmed = change.facts["was_confirmed"]


def _move_back(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    _bring_back(change, [(institution, _place(change.facts["before"]))])


def _part(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    """It stands where it stood; what stood below it and is still where the merger took it comes back."""
    into = UUID(change.facts["into"])
    institution.state, institution.merged_into_id = InstitutionState(change.facts["state_before"]), None
    children = [queries.institution_by_id(UUID(child_id)) for child_id in change.facts["children"]]
    still_there = [child for child in children if child and child.parent_id == into and child.state in IN_THE_TREE]
    places = [(institution, _place(change.facts["before"])), *((child, institution) for child in still_there)]
    _bring_back(change, places)
    events.emit(InstitutionParted(institution.id, into, at))


def _bring_back(change: InstitutionChange, places: Sequence[tuple[Institution, Institution | None]]) -> None:
    """Each to its place, and where each came from written down: the tree of an earlier day is found by it."""
    back = []
    for institution, parent in places:
        back.append([_text(institution.id), _text(institution.parent_id), _text(parent.id if parent else None)])
        hang_below(institution, parent)
    change.facts = {**change.facts, "back": back}


def _text(identity: UUID | None) -> str | None:
    return str(identity) if identity else None


def _reopen(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    institution.state = InstitutionState.LISTED


def _take_out(institution: Institution, change: InstitutionChange, at: datetime) -> None:
    """It is offered and listed nowhere any more; where it stood stays, for its history."""
    institution.state = InstitutionState.REFUSED


def _place(institution_id: str | None) -> Institution | None:
    """Where it stood; a place that has been merged away meanwhile is none. Raises ``CannotBeUndone``."""
    if institution_id is None:
        return None
    place = queries.institution_by_id(UUID(institution_id))
    if place is None or place.state not in IN_THE_TREE:
        raise CannotBeUndone
    return place


_UNDO: dict[ChangeKind, Callable[[Institution, InstitutionChange, datetime], None]] = {
    ChangeKind.RENAMED: _unname,
    ChangeKind.NAMES_CONFIRMED: _unconfirm,
    ChangeKind.MOVED: _move_back,
    ChangeKind.MERGED: _part,
    ChangeKind.CLOSED: _reopen,
    ChangeKind.ADDED: _take_out,
}
