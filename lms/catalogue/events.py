"""News from the shelf."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class EditionPublished:
    edition_id: UUID
    module_id: UUID
    change: str
    at: datetime


@dataclass(frozen=True)
class EditionWithdrawn:
    """Closed to all at once; people in the middle are to be moved to ``next_edition_id``, if there is one."""

    edition_id: UUID
    module_id: UUID
    next_edition_id: UUID | None
    at: datetime
