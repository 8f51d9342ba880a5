"""Who has a part of a draft open: told to others who open it, and forgotten soon."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select

from lms.authoring.models import PartPresence
from lms.authoring.presence_queries import GONE_AFTER
from lms.core.extensions import db
from lms.core.rows import changed

KEPT = timedelta(days=1)


def be_present(module_id: UUID, part: str, account_id: UUID, *, at: datetime) -> None:
    """Note that this person has the part open. The caller holds the lock on the draft."""
    asked = select(PartPresence).filter_by(module_id=module_id, part=part, account_id=account_id)
    present = db.session.scalars(asked).one_or_none()
    if present is None:
        present = PartPresence(module_id=module_id, part=part, account_id=account_id, since=at, seen_at=at)
        db.session.add(present)
    if present.seen_at < at - GONE_AFTER:
        present.since = at
    present.seen_at = at


def leave(module_id: UUID, part: str, account_id: UUID) -> None:
    """The page was closed."""
    gone = delete(PartPresence).where(
        PartPresence.module_id == module_id, PartPresence.part == part, PartPresence.account_id == account_id
    )
    db.session.execute(gone)


def forget_old(at: datetime) -> int:
    """Delete what nobody needs to know any more."""
    return changed(delete(PartPresence).where(PartPresence.seen_at < at - KEPT))
