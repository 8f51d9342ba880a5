"""Who has a part of a draft open now."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from lms.authoring.models import PartPresence
from lms.core.extensions import db

#: A page tells of itself every half minute; who was not heard of for this long has gone.
GONE_AFTER = timedelta(seconds=90)


def present_at(module_id: UUID, part: str, at: datetime) -> list[tuple[UUID, datetime]]:
    """Accounts that have this part of a draft open now, and since when; who came first stands first."""
    query = select(PartPresence.account_id, PartPresence.since).where(
        PartPresence.module_id == module_id, PartPresence.part == part, PartPresence.seen_at >= at - GONE_AFTER
    )
    return [(account_id, since) for account_id, since in db.session.execute(query.order_by(PartPresence.since))]
