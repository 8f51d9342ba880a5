"""Who hears, three and six months after completing a module, that we ask what came of it. Once each."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.core import clock
from lms.core.i18n import _l, n_
from lms.evaluations import queries
from lms.evaluations.occasions import FOLLOW_UPS, opens_on
from lms.messages import reminders
from lms.messages.reminders import Due

#: Whose page opened earlier than so long ago (a long pause of the worker) finds it in "My learning" only.
LATE = timedelta(days=14)


def sentence(count: int) -> str:
    return n_(
        "We would like to know whether you could use in your work what you learned in a module. "
        "Two minutes, anonymously.",
        "We would like to know whether you could use in your work what you learned in %(num)s modules. "
        "Two minutes each, anonymously.",
        count,
    )


@reminders.about(
    "follow_up",
    _l("The question, three and six months after a module, what came of it"),
    page="my-learning",
    says=sentence,
)
def due(at: datetime) -> Iterator[Due]:
    today = clock.local_day(at)
    for occasion in FOLLOW_UPS:
        for one in queries.unanswered(occasion, today - LATE, today):
            if today - LATE < opens_on(occasion, one.completed_on) <= today:
                yield Due(one.account_id, f"{one.enrolment_id}:{occasion}")
