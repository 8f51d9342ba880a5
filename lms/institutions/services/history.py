"""Writing down what happens to institutions, for their history and for undoing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lms.core import audit, clock
from lms.core.extensions import db
from lms.institutions.errors import AnotherWaits
from lms.institutions.models import ChangeKind, Institution, InstitutionChange
from lms.institutions.queries import open_changes_of

#: How the audit log calls each kind.
ACTS = {
    ChangeKind.ADDED: "institutions.institution.added",
    ChangeKind.NAMES_CONFIRMED: "institutions.names.confirmed",
    ChangeKind.RENAMED: "institutions.institution.renamed",
    ChangeKind.MOVED: "institutions.institution.moved",
    ChangeKind.MERGED: "institutions.institution.joined",
    ChangeKind.CLOSED: "institutions.institution.closed",
}

#: Does the change, and gives the facts that undoing needs.
Deed = Callable[[], dict[str, Any]]


def do_and_note(
    institution: Institution,
    kind: ChangeKind,
    deed: Deed,
    *,
    on: date,
    reason: str,
    by: UUID,
    at: datetime,
    may_wait: bool = True,
    **facts: Any,
) -> InstitutionChange:
    """Do it if its day has come, else let it wait; either way it is in the history and in the audit log.

    ``facts`` say what is wanted. Raises ``AnotherWaits``, and what the deed raises.
    """
    if any(change.kind is kind for change in open_changes_of(institution.id)):
        raise AnotherWaits
    is_due = not may_wait or on <= clock.local_day(at)
    done = deed() if is_due else {}
    institution.edited_at = at
    change = write_down(institution, kind, on=on, reason=reason, by=by, at=at, is_due=is_due, facts=facts | done)
    audit.record(by, ACTS[kind], institution, at=at, reason=reason, on=on.isoformat(), **facts)
    return change


def write_down(
    institution: Institution,
    kind: ChangeKind,
    *,
    on: date,
    reason: str,
    by: UUID,
    at: datetime,
    is_due: bool = True,
    facts: dict[str, Any] | None = None,
) -> InstitutionChange:
    """A line of the history."""
    change = InstitutionChange(
        institution_id=institution.id,
        kind=kind,
        holds_from=on,
        reason=reason,
        made_at=at,
        made_by_id=by,
        applied_at=at if is_due else None,
        facts=facts or {},
    )
    db.session.add(change)
    return change


def call_off(institution: Institution, *, by: UUID, at: datetime) -> None:
    """What still waits for this institution will not happen."""
    for change in open_changes_of(institution.id):
        change.undone_at, change.undone_by_id = at, by
