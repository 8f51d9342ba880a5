"""News from the studio."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ReviewRequested:
    """A text waits for its two signatures."""

    review_id: UUID
    module_id: UUID
    at: datetime


@dataclass(frozen=True)
class ReviewDecided:
    """A round of review has ended by a decision, not by a change of the draft."""

    review_id: UUID
    module_id: UUID
    is_approved: bool
    at: datetime
