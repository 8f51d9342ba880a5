"""What this room takes away when a person leaves: the tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.accounts.queries import account_of_person
from lms.api.models import ApiToken
from lms.core.rows import changed
from lms.people.leaving import Wish, forgets


@forgets("api_tokens")
def forget_tokens(person_id: UUID, wish: Wish, at: datetime) -> int:
    account = account_of_person(person_id)
    return 0 if account is None else changed(delete(ApiToken).where(ApiToken.account_id == account.id))
