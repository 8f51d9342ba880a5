"""Essays that wait for people, what people thought of them, and passes that wait for a decision.

A grade begins as a place that somebody has taken for a while: so two people never work at the same place, and that
nobody gives two opinions, nor anybody too many, are constraints and never a count followed by an insert.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId, unique_while
from lms.enrolments.models import Enrolment
from lms.quizzes.models import Attempt, KeyCorrection

#: The place of the opinion that decides where two differ too much.
THIRD = 3


class Essay(HasId, Base):
    """An essay of an attempt that was handed in. Its id is pure chance (UUID 4), so that it tells no moment."""

    __tablename__ = "essays"
    __table_args__ = (
        UniqueConstraint("attempt_id", "question_key"),
        UniqueConstraint("id", "is_double"),
        CheckConstraint("wanted between 1 and 3", name="one_to_three_opinions"),
        CheckConstraint("is_double = (wanted > 1)", name="double_wants_two"),
        Index("ix_essays_waiting", "module_id", "decided_at", "handed_in_at"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    question_key: Mapped[str]
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    handed_in_at: Mapped[datetime]
    #: In which the learner reads the platform, and so the comments.
    language: Mapped[str]
    #: The rule of the rubric on that day: two people mark it without knowing of each other.
    is_double: Mapped[bool]
    #: How many opinions it needs: one, two, or three after two that differ too much.
    wanted: Mapped[int]
    #: Since when its mark has points.
    decided_at: Mapped[datetime | None]

    attempt: Mapped[Attempt] = relationship()


class Grade(HasId, Base):
    """The opinion of one person on one essay; without ``saved_at`` only the place for it."""

    __tablename__ = "grades"
    __table_args__ = (
        UniqueConstraint("essay_id", "place"),
        UniqueConstraint("essay_id", "marker_id"),
        ForeignKeyConstraint(["essay_id", "is_double"], ["essays.id", "essays.is_double"]),
        CheckConstraint("place between 1 and 3", name="known_place"),
        CheckConstraint("is_double or place = 1", name="one_opinion_if_single"),
        CheckConstraint("(saved_at is null) = (points is null)", name="saved_with_points"),
    )

    essay_id: Mapped[UUID]
    is_double: Mapped[bool]
    place: Mapped[int]
    marker_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: Until then nobody else is offered this place.
    taken_until: Mapped[datetime]
    #: ``{criterion key: level key}``
    levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Whole points of the rubric.
    points: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime | None]


class PassState(StrEnum):
    PENDING = "pending"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"  # another correction has made the attempt reach the standard again


class PassDecision(HasId, Base):
    """A corrected key has made a pass too few points. Nobody loses it before a person has decided so."""

    __tablename__ = "pass_decisions"
    __table_args__ = (
        CheckConstraint("state in ('pending', 'kept', 'withdrawn', 'overtaken')", name="known_state"),
        CheckConstraint("(state = 'pending') = (decided_at is null)", name="decided_with_moment"),
        CheckConstraint("(state in ('kept', 'withdrawn')) = (reason is not null)", name="decided_with_reason"),
        unique_while("state = 'pending'", "uq_pass_decisions_pending", "enrolment_id"),
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), index=True)
    correction_id: Mapped[UUID] = mapped_column(ForeignKey("key_corrections.id"), index=True)
    state: Mapped[PassState] = mapped_column(default=PassState.PENDING)
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: The person concerned reads it.
    reason: Mapped[str | None]

    enrolment: Mapped[Enrolment] = relationship()
    correction: Mapped[KeyCorrection] = relationship()
