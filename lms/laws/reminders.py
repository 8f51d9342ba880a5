"""Of what reviewers are reminded: every half year, to see whether the acts that texts cite are still in force."""

from collections.abc import Iterator
from datetime import datetime

from lms.accounts.queries import accounts_holding
from lms.core.i18n import _l, n_
from lms.laws import queries, register
from lms.laws.policies import REVIEWERS, may_record_changes
from lms.messages import reminders
from lms.messages.reminders import Due


def sentence(count: int) -> str:
    return n_(
        "See whether a law or treaty that the lessons cite is still in force.",
        "See whether %(num)s laws and treaties that the lessons cite are still in force.",
        count,
    )


@reminders.about(
    "laws_to_confirm",
    _l("Reminders to see whether the law that lessons cite is in force"),
    page="studio/law",
    says=sentence,
    is_for_staff=True,
)
def laws_to_confirm(at: datetime) -> Iterator[Due]:
    waiting = register.to_confirm(queries.shelves(), at)
    if not waiting:
        return
    able = [account for account in accounts_holding(*REVIEWERS, at=at) if may_record_changes(account, None)]
    for act, since in waiting.items():
        for account in able:
            yield Due(account.id, f"{act}:{since.date()}:{(at - since) // register.PAUSE}")
