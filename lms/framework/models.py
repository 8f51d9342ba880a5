"""What was set for an indicator, and the files that prove what was typed in."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId
from lms.framework.spans import Span


class IndicatorEntry(HasId, Base):
    """Of an indicator or a part of it and a period the newest row holds; the others are its history.

    Empty is "not set".
    """

    __tablename__ = "indicator_entries"
    __table_args__ = (Index("ix_indicator_entries_year", "year", "indicator", "set_at"),)

    indicator: Mapped[str]
    year: Mapped[int]
    #: The year or a half or quarter of it.
    span: Mapped[Span] = mapped_column(default=Span.YEAR)
    #: Everybody, or ``sex:female`` and the like.
    part: Mapped[str] = mapped_column(default="")
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: At the end of the project.
    target: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: In this period.
    milestone: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: Of an indicator that the platform does not compute.
    value: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: Adjustment of the target, reasons for variance or delay.
    variance: Mapped[str]
    #: Where the numbers come from and how good they are.
    quality: Mapped[str]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    set_at: Mapped[datetime]

    set_by: Mapped[Account] = relationship()


class IndicatorEvidence(HasId, Base):
    """A file that proves what was typed in for a period. What it was called by whoever sent it is not kept."""

    __tablename__ = "indicator_evidence"
    __table_args__ = (Index("ix_indicator_evidence_year", "year", "indicator"),)

    indicator: Mapped[str]
    year: Mapped[int]
    span: Mapped[Span]
    key: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    added_at: Mapped[datetime]

    added_by: Mapped[Account] = relationship()
