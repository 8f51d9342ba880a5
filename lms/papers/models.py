"""Tests on paper: batches of printed sheets, each with a draw of its own, and what is typed in from them.

A sheet is printed before it is anybody's. The person who has it claims it by its code, which makes an attempt with its
draw; a trainer types the answers in. Whichever comes second hands the attempt in. Nothing here holds a name or a point.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Edition, TrainingModule
from lms.core.models import Base, HasId
from lms.quizzes.models import AttemptKind

MOST_SHEETS = 100


class SheetState(StrEnum):
    BLANK = "blank"
    #: Somebody waits for the answers, and none are typed in.
    AWAITED = "awaited"
    BEGUN = "begun"
    #: Everything is typed in, and nobody has claimed it.
    READY = "ready"
    HANDED_IN = "handed_in"
    ENDED = "ended"


class PaperBatch(HasId, Base):
    """Sheets that were printed together."""

    __tablename__ = "paper_batches"
    __table_args__ = (
        CheckConstraint("kind in ('pre_test', 'final')", name="known_kind"),
        CheckConstraint("count between 1 and 100", name="some_sheets"),
    )

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    #: The edition whose questions were drawn.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    kind: Mapped[AttemptKind]
    language: Mapped[str]
    #: Large letters, for people who see little.
    is_large: Mapped[bool]
    count: Mapped[int]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    made_at: Mapped[datetime]

    module: Mapped[TrainingModule] = relationship()
    edition: Mapped[Edition] = relationship()


class PaperSheet(HasId, Base):
    """One printed test. ``answers`` are emptied when they have become answers of the attempt."""

    __tablename__ = "paper_sheets"
    __table_args__ = (
        UniqueConstraint("batch_id", "number"),
        CheckConstraint("form in ('A', 'B')", name="known_form"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("attempt_id is null or claimed_at is not null", name="claimed_at_a_moment"),
        CheckConstraint("(typed_at is null) = (typed_by_id is null)", name="typed_by_somebody"),
        CheckConstraint("(compared_at is null) = (compared_by_id is null)", name="compared_by_somebody"),
        CheckConstraint("ready_at is null or typed_at is not null", name="ready_when_typed"),
        CheckConstraint(
            "handed_in_at is null or (ready_at is not null and claimed_at is not null)", name="handed_in_when_ready"
        ),
        CheckConstraint("(ended_at is null) = (ended_reason is null)", name="ended_with_reason"),
        CheckConstraint("ended_at is null or handed_in_at is null", name="ended_or_handed_in"),
    )

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("paper_batches.id"))
    number: Mapped[int]
    #: Ten signs; guarded by the sign-in, the module and a pace of tries, not by its length alone.
    code: Mapped[str] = mapped_column(unique=True)
    form: Mapped[str]
    seed: Mapped[int]
    #: As in ``Attempt.drawn``.
    drawn: Mapped[list[Any]]
    #: Whose sheet it is; empty again when that person has left or a year has gone by.
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("attempts.id"), unique=True)
    claimed_at: Mapped[datetime | None]
    #: Question key to what was typed in, in the spelling of its kind.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Counts what was saved, so that two who type do not overwrite each other unseen.
    revision: Mapped[int] = mapped_column(default=0)
    typed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    typed_at: Mapped[datetime | None]
    #: Typed in a second time, and found to be the same.
    compared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    compared_at: Mapped[datetime | None]
    #: Everything is typed in.
    ready_at: Mapped[datetime | None]
    handed_in_at: Mapped[datetime | None]
    #: Lost, unreadable, or its attempt does not count any more.
    ended_at: Mapped[datetime | None]
    ended_reason: Mapped[str | None]

    batch: Mapped[PaperBatch] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be typed in any more."""
        return self.handed_in_at is not None or self.ended_at is not None

    @property
    def state(self) -> SheetState:
        """All that a trainer is told of a sheet."""
        if self.ended_at is not None:
            return SheetState.ENDED
        if self.handed_in_at is not None:
            return SheetState.HANDED_IN
        if self.ready_at is not None:
            return SheetState.READY
        if self.typed_at is not None:
            return SheetState.BEGUN
        return SheetState.AWAITED if self.claimed_at is not None else SheetState.BLANK
