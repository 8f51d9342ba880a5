"""The printed sheets a person has claimed, and what a trainer has printed, for the copy of their data."""

from typing import Any
from uuid import UUID

from lms.accounts.queries import account_of_person
from lms.papers.queries import batches_made_by, sheets_of_person
from lms.people.exports import contributes, recognises


@contributes("paper_sheets")
def paper_sheets(person_id: UUID) -> list[dict[str, Any]]:
    """Answers stand here only until they are handed in; then they are those of the attempt."""
    return [
        {
            "code": sheet.code,
            "attempt": sheet.attempt_id,
            "form": sheet.form,
            "claimed_at": sheet.claimed_at,
            "answers_typed_in": sheet.answers,
            "typed_in_at": sheet.typed_at,
            "handed_in_at": sheet.handed_in_at,
            "ended_at": sheet.ended_at,
            "ended_reason": sheet.ended_reason,
        }
        for sheet in sheets_of_person(person_id)
    ]


@contributes("paper_batches")
def paper_batches(person_id: UUID) -> list[dict[str, Any]]:
    """What a trainer has printed. Acts of typing stand in the log."""
    account = account_of_person(person_id)
    made = batches_made_by(account.id) if account else []
    return [
        {
            "module": batch.module_id,
            "edition": batch.edition_id,
            "kind": batch.kind,
            "language": batch.language,
            "large_print": batch.is_large,
            "sheets": batch.count,
            "made_at": batch.made_at,
        }
        for batch in made
    ]


@recognises("PaperSheet")
def sheet_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of sheets by these ids."""
    return [sheet.id for sheet in sheets_of_person(person_id)]
