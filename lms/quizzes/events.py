"""News from the tests."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class AttemptHandedIn:
    """An attempt was handed in and marked. ``kind`` is ``pre_test`` or ``final``."""

    attempt_id: UUID
    enrolment_id: UUID
    kind: str
    number: int
    passed: bool
    points: int
    points_possible: int
    at: datetime


@dataclass(frozen=True)
class TriesOpened:
    """The coordinator has opened new tries before they would have opened by themselves."""

    enrolment_id: UUID
    person_id: UUID
    at: datetime
