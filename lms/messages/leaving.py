"""What this room takes away when a person leaves: what was wanted and of what somebody was reminded."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.accounts.queries import account_of_person
from lms.core.rows import changed
from lms.messages.models import Reminded, ReminderDay, SwitchedOff
from lms.people.leaving import Wish, forgets


@forgets("messages")
def forget_wishes(person_id: UUID, wish: Wish, at: datetime) -> int:
    account = account_of_person(person_id)
    if account is None:
        return 0
    return sum(
        changed(delete(table).where(table.account_id == account.id)) for table in (SwitchedOff, ReminderDay, Reminded)
    )
