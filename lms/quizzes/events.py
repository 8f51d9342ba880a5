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


@dataclass(frozen=True)
class AttemptDue:
    """The time of an attempt ends at ``due_at``: it has begun with a limit, or more time was given."""

    attempt_id: UUID
    due_at: datetime
    at: datetime


@dataclass(frozen=True)
class ExceptionGiven:
    """The coordinator has given a person more time or one more try at a quiz."""

    exception_id: UUID
    person_id: UUID
    at: datetime
