"""News from taking part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class ModuleStarted:
    """A person has begun a module, or begun it again."""

    enrolment_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class ProgressChanged:
    """Steps that do not complete these enrolments were done or taken back, or they go on in another edition.

    One piece of news for all that a transaction moves: whoever follows it locks people in one order.
    """

    enrolment_ids: Sequence[UUID]
    at: datetime


@dataclass(frozen=True)
class ModuleCompleted:
    """Every requirement is met: lessons, scenario, final quiz passed."""

    enrolment_id: UUID
    person_id: UUID
    module_id: UUID
    at: datetime


@dataclass(frozen=True)
class CompletionTakenBack:
    """What the completion rested on turned out not to be so; the enrolment goes on or counts as left."""

    enrolment_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class FactsCorrected:
    """What was not stated on enrolments of the person is stated afterwards, or no longer; completions moved too."""

    person_id: UUID
    at: datetime


@dataclass(frozen=True)
class EnrolmentMoved:
    """The edition was withdrawn; the person goes on in another. Attempts on the old one do not count."""

    enrolment_id: UUID
    old_edition_id: UUID
    at: datetime
