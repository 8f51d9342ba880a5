"""News of corrected keys and of what became of results."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.questions.documents import Question


@dataclass(frozen=True)
class KeyCorrected:
    """The key of a question was wrong. ``question`` is the newest edition's, corrected; ``key_before``: its hash."""

    correction_id: UUID
    module_id: UUID
    question: Question
    key_before: str
    is_point_for_all: bool
    by_id: UUID
    at: datetime


@dataclass(frozen=True)
class MarkedAgain:
    """Attempts in an enrolment earned something else than before, those too that do not count any more."""

    enrolment_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class ResultChanged:
    """A correction has changed what somebody's released final quiz earned; once per person and correction."""

    correction_id: UUID
    enrolment_id: UUID
    person_id: UUID
    is_newly_passed: bool
    at: datetime


@dataclass(frozen=True)
class PassWithdrawn:
    """A person has decided that a pass does not stand under the corrected key."""

    decision_id: UUID
    enrolment_id: UUID
    person_id: UUID
    reason: str
    by_id: UUID
    at: datetime
