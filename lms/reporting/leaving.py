"""What this room takes away when a person leaves: the tables that were saved for nobody else."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.accounts.queries import account_of_person
from lms.core.rows import changed
from lms.people.leaving import Wish, forgets
from lms.reporting.models import SavedTable


@forgets("saved_tables")
def forget_saved(person_id: UUID, wish: Wish, at: datetime) -> int:
    account = account_of_person(person_id)
    return 0 if account is None else changed(delete(SavedTable).where(SavedTable.account_id == account.id))
