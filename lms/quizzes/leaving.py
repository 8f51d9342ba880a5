"""What this room takes away when a person leaves: exceptions, whose reasons may tell who it was."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete

from lms.core.rows import changed
from lms.people.leaving import Wish, forgets
from lms.quizzes.models import TestException


@forgets("test_exceptions")
def forget_exceptions(person_id: UUID, wish: Wish, at: datetime) -> int:
    """The tries that were given stay in the size of their set; the results stay as they were reached."""
    return changed(delete(TestException).where(TestException.person_id == person_id))
