"""News of the directory."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class InstitutionMerged:
    """A name that a person had typed, or an institution of the list, turned out to be another one of the list."""

    institution_id: UUID
    into_id: UUID
    at: datetime


@dataclass(frozen=True)
class InstitutionParted:
    """A merger was undone: the institution stands for itself again."""

    institution_id: UUID
    from_id: UUID
    at: datetime


@dataclass(frozen=True)
class InstitutionRefused:
    """A name that a person had typed is no institution."""

    institution_id: UUID
    at: datetime
