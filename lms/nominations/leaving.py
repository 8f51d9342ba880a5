"""What this room takes away when a person leaves: lists of other people that were not sent yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.accounts.queries import account_of_person
from lms.core.rows import changed
from lms.nominations.models import NominationList
from lms.people.leaving import Wish, forgets


@forgets("nominations")
def forget_lists(person_id: UUID, wish: Wish, at: datetime) -> int:
    account = account_of_person(person_id)
    return 0 if account is None else changed(delete(NominationList).where(NominationList.account_id == account.id))
