"""Of what those who mark are reminded: an essay that has waited for three days, and once more after seven."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.core.i18n import _l, n_
from lms.grading import queries
from lms.messages import reminders
from lms.messages.reminders import Due

PAUSES = ((timedelta(days=3), "first"), (timedelta(days=7), "second"))


def sentence(count: int) -> str:
    return n_("An essay waits for you to mark it.", "%(num)s essays wait for you to mark them.", count)


@reminders.about(
    "essays_waiting",
    _l("Reminders of essays that wait for me"),
    page="studio/grade",
    says=sentence,
    is_for_staff=True,
)
def waiting(at: datetime) -> Iterator[Due]:
    for pause, occasion in PAUSES:
        for account_id, essay_id in queries.overdue(at - pause, at):
            yield Due(account_id, f"{essay_id}:{occasion}")
