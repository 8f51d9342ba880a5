"""Backups that were made: where, how large, and when they were last found to be sound."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base, HasId


class Origin(StrEnum):
    """What a backup was made for."""

    ASKED = "asked"
    COMMAND = "command"
    DAILY = "daily"
    UPGRADE = "upgrade"


class Backup(HasId, Base):
    """One backup, under the id that its manifest carries. The folder itself is the truth; this is what pages show."""

    __tablename__ = "backups"
    __table_args__ = (
        CheckConstraint("origin in ('asked', 'command', 'daily', 'upgrade')", name="known_origin"),
        CheckConstraint("verified_at is null or problem is null", name="verified_without_problem"),
    )

    #: The folder on the machine that made it.
    folder: Mapped[str]
    origin: Mapped[Origin]
    made_at: Mapped[datetime] = mapped_column(index=True)
    #: Bytes of all parts.
    size: Mapped[int] = mapped_column(BigInteger)
    files: Mapped[int]
    #: When it was last read through and found whole.
    verified_at: Mapped[datetime | None]
    #: What was wrong with it instead.
    problem: Mapped[str | None]
    removed_at: Mapped[datetime | None]
