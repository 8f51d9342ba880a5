"""Which of the replies that wait may leave: five at a time that were given in the same month and say the same sex.

So whoever knows the day of everybody's answer, and the sex of everybody, still has five replies for five people. What a
month has left over waits on with the next one and no longer says its sex, so that it finds company sooner. A quarter
that is told already (``steps``) takes in nothing any more: whatever is late for it counts in the present month.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from lms.evaluations.boxes import Content, shuffled
from lms.evaluations.figures import BATCH
from lms.evaluations.occasions import month_of
from lms.evaluations.steps import first_open_month

Mixed = Callable[[Content], Content]


def sorted_out(waiting: Content, *, today: date, mixed: Mixed = shuffled) -> tuple[Content, Content]:
    """What leaves now and what waits on."""
    month, still_open = month_of(today), first_open_month(today)
    late = [said for said in waiting if said["month"] < still_open]
    leaving, left = _in_batches([said for said in waiting if said["month"] >= still_open], mixed)
    older = [{**said, "month": month, "sex": None} for said in [*late, *left] if said["month"] < month]
    present = [said for said in left if said["month"] >= month]
    more, still_left = _in_batches([*older, *present], mixed)
    return mixed([*leaving, *more]), still_left


def _in_batches(waiting: Content, mixed: Mixed) -> tuple[Content, Content]:
    alike: dict[tuple[Any, ...], Content] = defaultdict(list)
    for said in waiting:
        alike[said["occasion"], said["month"], said.get("sex")].append(said)
    leaving: Content = []
    left: Content = []
    for group in alike.values():
        in_no_order, full = mixed(group), len(group) // BATCH * BATCH
        leaving += in_no_order[:full]
        left += in_no_order[full:]
    return leaving, left
