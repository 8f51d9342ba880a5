"""Once a day: who is to be reminded of what."""

from collections import defaultdict
from uuid import UUID

from lms.core import clock, mail
from lms.core.daily import daily
from lms.core.jobs import enqueue, job
from lms.core.transactions import only_reading
from lms.messages import reminders, services


@daily(hour=9)
def remind_everybody(day: str) -> None:
    """One piece of work for each person, so that one that fails keeps nobody else's back."""
    if not mail.is_on():
        return
    at = clock.now()
    things: dict[UUID, list[services.Thing]] = defaultdict(list)
    with only_reading():
        for kind, topic in reminders.topics().items():
            for due in topic.ask(at):
                things[due.account_id].append((kind, due.about))
    for account_id, found in things.items():
        enqueue(remind_person, account_id, [list(thing) for thing in found], unique_key=f"remind:{account_id}:{day}")


@job
def remind_person(account_id: str, things: list[list[str]]) -> None:
    services.remind(UUID(account_id), [(kind, about) for kind, about in things], at=clock.now())
