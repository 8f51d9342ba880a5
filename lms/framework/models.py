"""What was set for an indicator in a year."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId


class IndicatorEntry(HasId, Base):
    """The newest row of an indicator and a year holds; the others are its history. Empty is "not set"."""

    __tablename__ = "indicator_entries"
    __table_args__ = (Index("ix_indicator_entries_year", "year", "indicator", "set_at"),)

    indicator: Mapped[str]
    year: Mapped[int]
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: At the end of the project.
    target: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    #: In this year.
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
