"""Drafts, which people write, and frozen reports, which nobody changes: the database itself refuses to."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId, unique_while
from lms.reporting.choices import Period


class Span(StrEnum):
    """How long a report reaches."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    DAYS = "days"


class ReportDraft(HasId, Base):
    """A report on its way. When it is frozen, the frozen report takes over its id and the draft is removed."""

    __tablename__ = "report_drafts"
    __table_args__ = (
        UniqueConstraint("starts_on", "ends_on"),
        CheckConstraint("span in ('quarter', 'half_year', 'year', 'days')", name="known_span"),
        CheckConstraint("starts_on <= ends_on", name="days_in_order"),
    )

    span: Mapped[Span]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    #: Names of tables, in their order.
    tables: Mapped[list[Any]]
    #: Language to field to ``{"text", "from"}``; ``from`` is the number of the report it was taken over from, or null.
    narrative: Mapped[dict[str, Any]]
    #: The frozen report whose place this one takes, and why.
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("frozen_reports.id"), index=True)
    reason: Mapped[str | None]
    #: The account; never shown (reports are prepared by a role).
    made_by_id: Mapped[UUID]
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_by_id: Mapped[UUID | None]
    submitted_at: Mapped[datetime | None]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def job_key(self) -> str:
        """The job that freezes it; two clicks make one. A draft that is submitted again gets a job of its own."""
        return f"releases:freeze:{self.id}:{self.submitted_at}"


class FrozenReport(HasId, Base):
    """A submitted report: two documents as canonical JSON, kept as text so that not a byte of them ever differs.

    The columns repeat what the document says, for lists; whoever opens a report compares them.
    """

    __tablename__ = "frozen_reports"
    __table_args__ = (
        UniqueConstraint("number", "version"),
        CheckConstraint("span in ('quarter', 'half_year', 'year', 'days')", name="known_span"),
    )

    number: Mapped[str]
    version: Mapped[int]
    span: Mapped[Span]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    frozen_at: Mapped[datetime]
    frozen_by_id: Mapped[UUID]
    supersedes_id: Mapped[UUID | None] = mapped_column(ForeignKey("frozen_reports.id"), unique=True)
    reason: Mapped[str | None]
    #: Everything, for the project team; it holds the digest of the donor's document.
    team: Mapped[str] = mapped_column(deferred=True)
    #: What is handed out: small numbers are hidden.
    donor: Mapped[str] = mapped_column(deferred=True)
    #: SHA-256 of ``team``.
    digest: Mapped[str]

    @property
    def period(self) -> Period:
        return Period(self.starts_on, self.ends_on)

    @property
    def name(self) -> str:
        return f"{self.number} v{self.version}"


class ReleasedTable(HasId, Base):
    """A table of a frozen report that everybody may read, from one moment to another."""

    __tablename__ = "released_tables"
    __table_args__ = (
        # Of one table of one report, one release stands at a time.
        unique_while("withdrawn_at is null", "uq_released_tables_standing", "report_id", "slug"),
        CheckConstraint("withdrawn_at is not null or reason is null", name="reason_when_withdrawn"),
    )

    report_id: Mapped[UUID] = mapped_column(ForeignKey("frozen_reports.id"), index=True)
    slug: Mapped[str]
    released_at: Mapped[datetime]
    released_by_id: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None]
    #: Why it was withdrawn; empty where a newer version took its place.
    reason: Mapped[str | None]

    report: Mapped[FrozenReport] = relationship()
