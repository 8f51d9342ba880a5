"""What can happen to a line of the queue here: set aside with a reason, and taken up again."""

from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.quality.models import Kind, SetAside
from lms.quality.queries import is_aside


def set_aside(
    kind: Kind,
    person_id: UUID,
    *,
    reason: str,
    by: UUID,
    at: datetime,
    enrolment_id: UUID | None = None,
    other_id: UUID | None = None,
) -> None:
    """The line is right as it is. Does nothing if somebody has said so already; the caller holds a lock."""
    if is_aside(kind, person_id, enrolment_id=enrolment_id, other_id=other_id):
        return
    row = SetAside(
        kind=kind,
        person_id=person_id,
        other_person_id=other_id,
        enrolment_id=enrolment_id,
        reason=reason,
        made_by_id=by,
        made_at=at,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(by, "quality.line.set_aside", row.person, at=at, reason=reason, kind=kind.value)


def take_up(row: SetAside, *, by: UUID, at: datetime) -> None:
    """It is a line of the queue again, if it still is one."""
    row.undone_at, row.undone_by_id = at, by
    audit.record(by, "quality.line.taken_up", row.person, at=at, kind=row.kind.value)
