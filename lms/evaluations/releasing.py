"""Which of the replies that wait may leave: five at a time that were given in the same month and say the same sex.

So whoever knows the day of everybody's answer, and the sex of everybody, still has five replies for five people. What a
month has left over waits on with the next one and no longer says its sex, so that it finds company sooner.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from lms.evaluations.boxes import Content, shuffled
from lms.evaluations.figures import BATCH
from lms.evaluations.occasions import Month


def sorted_out(waiting: Content, *, month: Month) -> tuple[Content, Content]:
    """What leaves now and what waits on. ``month`` is the present one."""
    leaving, left = _in_batches(waiting)
    older = [{**said, "month": month, "sex": None} for said in left if said["month"] < month]
    present = [said for said in left if said["month"] >= month]
    more, still_left = _in_batches([*older, *present])
    return shuffled([*leaving, *more]), still_left


def _in_batches(waiting: Content) -> tuple[Content, Content]:
    alike: dict[tuple[Any, ...], Content] = defaultdict(list)
    for said in waiting:
        alike[said["occasion"], said["month"], said.get("sex")].append(said)
    leaving: Content = []
    left: Content = []
    for group in alike.values():
        mixed: Sequence[dict[str, Any]] = shuffled(group)
        full = len(mixed) // BATCH * BATCH
        leaving += mixed[:full]
        left += mixed[full:]
    return leaving, left
