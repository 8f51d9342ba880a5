"""This room's part of what a person downloads: which tokens there are, never their secrets."""

from typing import Any
from uuid import UUID

from lms.accounts.queries import account_of_person
from lms.api.queries import tokens_of
from lms.people.exports import contributes


@contributes("api_tokens")
def tokens_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    if account is None:
        return []
    return [
        {
            "name": token.name,
            "tables": token.audience,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "ended_at": token.ended_at,
            "used_on": token.used_on,
        }
        for token in tokens_of(account.id)
    ]
