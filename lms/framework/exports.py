"""This room's part of what a person downloads: which numbers of indicators were set, and which evidence was kept."""

from typing import Any
from uuid import UUID

from lms.accounts.queries import account_of_person
from lms.framework.queries import evidence_by, set_by
from lms.people.exports import contributes


@contributes("indicator_entries")
def entries_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    return [
        {
            "indicator": row.indicator,
            "year": row.year,
            "span": row.span.value,
            "part": row.part,
            "variance": row.variance,
            "at": row.set_at,
        }
        for row in (set_by(account.id) if account else [])
    ]


@contributes("indicator_evidence")
def evidence_part(person_id: UUID) -> list[dict[str, Any]]:
    account = account_of_person(person_id)
    return [
        {"indicator": row.indicator, "year": row.year, "at": row.added_at}
        for row in (evidence_by(account.id) if account else [])
    ]
