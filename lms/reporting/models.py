"""Exports that take a while: who asked for what and why, and where the file is."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base, HasId


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
