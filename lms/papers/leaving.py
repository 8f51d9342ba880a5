"""What this room takes away when a person leaves: whose a printed sheet was, and what was typed in from it."""

from datetime import datetime
from uuid import UUID

from lms.papers.queries import sheets_of_person
from lms.papers.services.typing_in import CLOSED
from lms.people.leaving import Wish, forgets


@forgets("papers")
def forget_sheets(person_id: UUID, wish: Wish, at: datetime) -> int:
    sheets = sheets_of_person(person_id)
    for sheet in sheets:
        if not sheet.is_over:
            sheet.ended_at, sheet.ended_reason = at, CLOSED
        sheet.attempt_id, sheet.answers = None, {}
    return len(sheets)
