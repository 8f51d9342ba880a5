"""The printed sheets a person has claimed, for the copy of the data held about that person."""

from typing import Any
from uuid import UUID

from lms.papers.queries import sheets_of_person
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


@recognises("PaperSheet")
def sheet_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of sheets by these ids."""
    return [sheet.id for sheet in sheets_of_person(person_id)]
