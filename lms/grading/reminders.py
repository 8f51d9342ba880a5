"""Of what people are reminded: essays that wait for three days, and after seven once more; passes to decide on."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.accounts.models import Role
from lms.accounts.queries import accounts_holding
from lms.core.i18n import _l, n_
from lms.grading import queries
from lms.grading.key_queries import decisions_pending
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


def sentence_of_passes(count: int) -> str:
    return n_(
        "After a corrected key a pass waits for your decision.",
        "After a corrected key %(num)s passes wait for your decision.",
        count,
    )


@reminders.about(
    "passes_waiting",
    _l("Reminders of passes that wait for my decision"),
    page="reports/corrections",
    says=sentence_of_passes,
    is_for_staff=True,
)
def passes_waiting(at: datetime) -> Iterator[Due]:
    decisions = decisions_pending()
    for account in accounts_holding(Role.COORDINATOR, at=at) if decisions else ():
        for decision in decisions:
            if decision.enrolment.person_id != account.person_id:
                yield Due(account.id, str(decision.id))
