"""Many events from a list: kept as read, added when confirmed, taken back as a whole."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from lms.core import audit
from lms.core.database import take_turn
from lms.core.extensions import db
from lms.gatherings import lists, queries, services
from lms.gatherings.models import GatheringImport
from lms.sheets.uploads import Entry

#: A number of its own among the works that are done one at a time.
ADDING = 20_900


def keep(entries: Sequence[Entry], *, by: UUID, at: datetime) -> GatheringImport:
    upload = GatheringImport(
        made_by_id=by, made_at=at, entries=[{"line": entry.line, "values": dict(entry.values)} for entry in entries]
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def confirm(upload: GatheringImport, today: date, *, by: UUID, at: datetime) -> int:
    """How many events came in. A list that was confirmed adds nothing again.

    One list after the other: what a line means is only known once no other list is being added.
    """
    if upload.added_at is not None:
        return 0
    take_turn(db.session.connection(), ADDING)
    details = [line.details for line in lists.plan(upload, today) if line.is_new and line.details]
    for one in details:
        services.add(one, by=by, at=at, import_id=upload.id)
    if details:
        upload.added_at, upload.added_count = at, len(details)
        audit.record(by, "gatherings.list.imported", upload, at=at, events=len(details))
    return len(details)


def take_back(upload: GatheringImport, *, by: UUID, at: datetime) -> int:
    """Delete what of it still stands; each event can be brought back alone."""
    standing = queries.standing_of(upload.id)
    for event in standing:
        services.delete(event, by=by, at=at)
    if standing:
        upload.taken_back_at = at
        audit.record(by, "gatherings.list.taken_back", upload, at=at, events=len(standing))
    return len(standing)
