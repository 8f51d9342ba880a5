"""Events, what was changed of them, and lists of events that somebody has sent."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Account
from lms.core.models import Base, HasId
from lms.gatherings.values import PROMPT, Details, FollowUp, Kind, Speech


class Gathering(HasId, Base):
    """One event. Counts are of people in the room on any of its days, each once; names are nowhere."""

    __tablename__ = "gatherings"
    __table_args__ = (
        CheckConstraint("female >= 0 and male >= 0 and other >= 0 and not_stated >= 0", name="counts"),
        CheckConstraint("youth between 0 and female + male + other + not_stated", name="youth_among_all"),
        CheckConstraint(
            "duty_bearers >= 0 and civil_society >= 0 "
            "and duty_bearers + civil_society <= female + male + other + not_stated",
            name="sides_among_all",
        ),
        CheckConstraint("days >= 1", name="some_day"),
        Index("ix_gatherings_held_on", "held_on", "id"),
    )

    held_on: Mapped[date]
    title: Mapped[str]
    kind: Mapped[Kind]
    region_code: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    #: Of the results framework: O1, O2 or O3.
    output: Mapped[str]
    female: Mapped[int]
    male: Mapped[int]
    other: Mapped[int]
    not_stated: Mapped[int]
    youth: Mapped[int]
    duty_bearers: Mapped[int]
    civil_society: Mapped[int]
    days: Mapped[int]
    language: Mapped[Speech]
    #: ``{"text": …, "done_on": "2026-05-01" or None}`` of each action that was agreed.
    follow_ups: Mapped[list[Any]] = mapped_column(default=list)
    evidence_key: Mapped[str | None]
    evidence_type: Mapped[str | None]
    evidence_size: Mapped[int | None]
    import_id: Mapped[UUID | None] = mapped_column(ForeignKey("gathering_imports.id"), index=True)
    #: Grows with every change, so that two people do not write over each other.
    revision: Mapped[int] = mapped_column(default=1)
    added_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    added_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]

    @property
    def total(self) -> int:
        return self.female + self.male + self.other + self.not_stated

    @property
    def details(self) -> Details:
        known = {one.name: getattr(self, one.name) for one in fields(Details)}
        return Details(**{**known, "follow_ups": tuple(FollowUp.of(row) for row in self.follow_ups)})

    @property
    def agreed(self) -> int:
        """Actions that were agreed."""
        return len(self.follow_ups)

    @property
    def done_in_time(self) -> int:
        """Those done within 90 days after the first day of the event."""
        last = self.held_on + timedelta(days=PROMPT)
        return sum(1 for action in self.details.follow_ups if action.done_on and action.done_on <= last)


class Act(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    RESTORED = "restored"
    EVIDENCE = "evidence"


class GatheringChange(HasId, Base):
    """What somebody did to an event. ``facts`` holds each changed value as it was and as it became."""

    __tablename__ = "gathering_changes"
    __table_args__ = (Index("ix_gathering_changes_gathering", "gathering_id", "at"),)

    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"))
    act: Mapped[Act]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime]

    by: Mapped[Account] = relationship()


class GatheringImport(HasId, Base):
    """A list as it was read. Nothing of it is an event until it is confirmed; what lines mean is found at each look."""

    __tablename__ = "gathering_imports"

    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    #: ``{"line": number, "values": {key: text}}`` of each line.
    entries: Mapped[list[Any]] = mapped_column(default=list)
    added_at: Mapped[datetime | None]
    added_count: Mapped[int] = mapped_column(default=0)
    taken_back_at: Mapped[datetime | None]
