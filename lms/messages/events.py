"""News of this room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ReminderDue:
    """A person is reminded today; ``counts``: kind to how many things of it wait."""

    account_id: UUID
    counts: Mapping[str, int]
    at: datetime
