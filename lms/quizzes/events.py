"""News from the tests."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class AttemptHandedIn:
    """An attempt was handed in. ``kind`` is ``pre_test`` or ``final``. Its result may come later."""

    attempt_id: UUID
    enrolment_id: UUID
    kind: str
    number: int
    at: datetime


@dataclass(frozen=True)
class ResultReleased:
    """The result of an attempt is shown and counts. ``was_awaited``: the person had handed in before and waited."""

    attempt_id: UUID
    enrolment_id: UUID
    kind: str
    is_passed: bool
    was_awaited: bool
    at: datetime


@dataclass(frozen=True)
class TriesOpened:
    """The coordinator has opened new tries before they would have opened by themselves."""

    enrolment_id: UUID
    person_id: UUID
    at: datetime
