"""Freeze what was submitted. Counting takes a while, so it is done without holding the database's write lock."""

from datetime import datetime
from uuid import UUID

from lms.core import clock
from lms.core.jobs import job
from lms.core.transactions import only_reading
from lms.releases import freezing, queries, services
from lms.releases.errors import DataMoved
from lms.releases.freezing import Frozen, Order

TRIES = 3


@job
def freeze_report(draft_id: str) -> None:
    """Safe to run twice: what is frozen has no draft any more."""
    with only_reading():
        draft = queries.draft_by_id(UUID(draft_id))
        if draft is None or draft.submitted_at is None:
            return
        at = clock.now().replace(microsecond=0)
        order, released = services.order_of(draft), queries.all_opened()
        earlier = freezing.earlier_tables([(report.row.period, report.team, report.donor) for report in released])
        frozen = _counted(order, earlier, at)
    waiting = queries.draft_for_update(UUID(draft_id))
    if waiting is not None and waiting.submitted_at is not None:
        services.put(waiting, order, frozen, known=len(released), at=at)


def _counted(order: Order, earlier: freezing.EarlierTables, at: datetime) -> Frozen:
    """Counted again if somebody wrote between two passes; then left to the next try of the job."""
    for _each in range(TRIES - 1):
        try:
            return freezing.freeze(order, earlier, at=at)
        except DataMoved:
            continue
    return freezing.freeze(order, earlier, at=at)
