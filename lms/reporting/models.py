"""Exports that take a while: who asked for what and why, and where the file is; targets; tables somebody saved."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId
from lms.reporting.stretches import Stretch


class Use(StrEnum):
    """What single rows are taken away for; it decides whose they are."""

    CHECKING = "checking"  # by the project team, of its own numbers
    EVALUATION = "evaluation"  # by somebody from outside


class Export(HasId, Base):
    """A file made in the background for one account. ``asked`` holds the filters as an address would, and the use."""

    __tablename__ = "exports"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    table: Mapped[str]
    asked: Mapped[dict[str, Any]]
    format: Mapped[str]
    language: Mapped[str]
    reason: Mapped[str]
    requested_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    file_key: Mapped[str | None]
    file_name: Mapped[str | None]
    file_size: Mapped[int | None]

    @property
    def is_for_evaluation(self) -> bool:
        return self.asked.get("use") == Use.EVALUATION

    @property
    def job_key(self) -> str:
        """The job that makes the file; two clicks make one."""
        return f"reporting:export:{self.id}"


class InstitutionTarget(HasId, Base):
    """What an institution, with all bodies beneath it, is to reach in a year.

    The newest row of a year holds; the others are its history. A number that is empty is no target.
    """

    __tablename__ = "institution_targets"
    __table_args__ = (
        CheckConstraint("people >= 1", name="some_people"),
        CheckConstraint("completion between 1 and 100", name="completion_in_per_cent"),
        CheckConstraint("women between 1 and 99", name="women_in_per_cent"),
        Index("ix_institution_targets_year", "year", "institution_id", "set_at"),
    )

    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), index=True)
    year: Mapped[int]
    #: People to be trained, each counted once.
    people: Mapped[int | None]
    #: Completion rate and share of women, in per cent.
    completion: Mapped[int | None]
    women: Mapped[int | None]
    #: Why it is so, or why it changed.
    note: Mapped[str]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    set_at: Mapped[datetime]

    set_by: Mapped[Account] = relationship()

    @property
    def is_empty(self) -> bool:
        """Set to nothing: the year has no target any more."""
        return self.people is None and self.completion is None and self.women is None


class SavedTable(HasId, Base):
    """A cross-table that an account keeps for itself. ``asked`` holds rows, columns, measure and filters as an address.

    The days stand in it only where they are fixed. Deleted, it waits some days in case somebody wants it back.
    """

    __tablename__ = "saved_tables"
    __table_args__ = (
        CheckConstraint(
            "stretch in ('fixed', 'this_quarter', 'last_quarter', 'this_year', 'last_year')", name="known_stretch"
        ),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str]
    asked: Mapped[dict[str, Any]]
    stretch: Mapped[Stretch]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
