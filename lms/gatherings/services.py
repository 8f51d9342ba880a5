"""What can happen to an event: entered, changed, proved by a file, deleted and brought back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from lms.core import audit
from lms.core.evidence import Evidence, forget, keep
from lms.core.extensions import db
from lms.gatherings import queries
from lms.gatherings.errors import ChangedMeanwhile
from lms.gatherings.models import Act, Gathering, GatheringChange
from lms.gatherings.values import Details

FOLDER = "events"


def add(details: Details, *, by: UUID, at: datetime, import_id: UUID | None = None) -> Gathering:
    event = Gathering(**details.values(), import_id=import_id, added_by_id=by, added_at=at)
    db.session.add(event)
    db.session.flush()
    _note(event, Act.ADDED, by=by, at=at)
    return event


def change(event: Gathering, details: Details, *, seen: int, by: UUID, at: datetime) -> bool:
    """Whether there was anything to change. ``seen`` is the revision of the page. Raises ChangedMeanwhile."""
    if event.revision != seen:
        raise ChangedMeanwhile
    before, after = event.details.facts(), details.facts()
    differing = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if not differing:
        return False
    for name, value in details.values().items():
        setattr(event, name, value)
    _note(event, Act.CHANGED, by=by, at=at, facts=differing)
    return True


def attach(event: Gathering, evidence: Evidence, *, by: UUID, at: datetime) -> None:
    """Keep the file with the event; one that was there before goes."""
    before = event.evidence_key
    event.evidence_key = keep(FOLDER, evidence)
    event.evidence_type, event.evidence_size = evidence.media_type, len(evidence.content)
    _note(event, Act.EVIDENCE, by=by, at=at, facts={"size": [None, len(evidence.content)]})
    forget_file(before)


def forget_file(key: str | None) -> None:
    """Take a file away once no event has it any more."""
    db.session.flush()
    forget(key, queries.evidence_is_used)


def delete(event: Gathering, *, by: UUID, at: datetime) -> None:
    """It counts nowhere any more and can be brought back."""
    if event.deleted_at is None:
        event.deleted_at = at
        _note(event, Act.DELETED, by=by, at=at)


def restore(event: Gathering, *, by: UUID, at: datetime) -> None:
    if event.deleted_at is not None:
        event.deleted_at = None
        _note(event, Act.RESTORED, by=by, at=at)


def _note(event: Gathering, act: Act, *, by: UUID, at: datetime, facts: dict[str, Any] | None = None) -> None:
    if act is not Act.ADDED:
        event.revision += 1
    db.session.add(GatheringChange(gathering_id=event.id, act=act, facts=facts or {}, by_id=by, at=at))
    audit.record(by, f"gatherings.event.{act.value}", event, at=at, changed=sorted(facts or {}))
    db.session.flush()
