"""News about people."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ConsentWithdrawn:
    """``purpose`` is study, evaluation or messages. Without study nothing may be learned further."""

    person_id: UUID
    purpose: str
    at: datetime


@dataclass(frozen=True)
class PeopleMerged:
    """Records count as one person, or no longer: everybody whose counting may have changed."""

    person_ids: tuple[UUID, ...]
    at: datetime
