"""Compare drafts and freeze what was submitted.

Counting takes a while, so it is done without holding the database's write lock.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from lms.core import clock
from lms.core.jobs import job, tell_progress
from lms.core.transactions import only_reading
from lms.releases import freezing, queries, services
from lms.releases.errors import DataMoved
from lms.releases.freezing import Frozen, Order
from lms.releases.queries import Opened

TRIES = 3


@job
def compare_draft(draft_id: str, key: str) -> dict[str, Any] | None:
    """What the donor's document would hold now. Keeps nothing but that, so it is safe to run twice."""
    with only_reading():
        draft = queries.draft_by_id(UUID(draft_id))
        if draft is None or draft.submitted_at is not None:
            return None
        at, order = clock.now().replace(microsecond=0), services.order_of(draft)
        frozen = _counted(order, _handed(queries.all_opened()), at, key)
    document = json.loads(frozen.donor)
    return {"as_of": document["as_of"], "tables": document["tables"]}


@job
def freeze_report(draft_id: str) -> None:
    """Safe to run twice: what is frozen has no draft any more."""
    with only_reading():
        draft = queries.draft_by_id(UUID(draft_id))
        if draft is None or draft.submitted_at is None:
            return
        at, key = clock.now().replace(microsecond=0), draft.job_key
        order, released = services.order_of(draft), queries.all_opened()
        frozen = _counted(order, _handed(released), at, key)
    waiting = queries.draft_for_update(UUID(draft_id))
    if waiting is not None and waiting.submitted_at is not None:
        services.put(waiting, order, frozen, known=len(released), at=at)


def _handed(released: Sequence[Opened]) -> freezing.EarlierTables:
    return freezing.earlier_tables([(report.row.period, report.team, report.donor) for report in released])


def _counted(order: Order, earlier: freezing.EarlierTables, at: datetime, key: str) -> Frozen:
    """Counted again if somebody wrote between two passes; then left to the next try of the job."""
    for _each in range(TRIES - 1):
        try:
            return freezing.freeze(order, earlier, at=at, told=partial(tell_progress, key))
        except DataMoved:
            continue
    return freezing.freeze(order, earlier, at=at, told=partial(tell_progress, key))
