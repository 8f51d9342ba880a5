"""Sealed boxes, replies that have left them, and marks that somebody answered.

None of these tables but that of the coders' verdicts knows when a row was written. Ids of replies are random throughout
(the house's own ids begin with the moment), and on SQLite the tables have no hidden row number, so that nothing tells
which row came first.
"""

import uuid
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base
from lms.evaluations.occasions import Month, Occasion

#: The five statements, in the order of the form.
ITEMS = ("relevance", "clarity", "respect", "usefulness", "ease")


class Holds(StrEnum):
    REPLIES = "replies"
    MARKS = "marks"


class SaidSex(StrEnum):
    """What a reply says itself, if it says it; never copied from the person."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class EvaluationBox(Base):
    """What waits in one module: replies until five like each other are there, or who answered since last night."""

    __tablename__ = "evaluation_boxes"
    __table_args__ = (
        CheckConstraint("holds in ('replies', 'marks')", name="known_content"),
        {"sqlite_with_rowid": False},
    )

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), primary_key=True)
    holds: Mapped[Holds] = mapped_column(primary_key=True)
    sealed: Mapped[str]


class EvaluationMark(Base):
    """Somebody answered; not when, not what."""

    __tablename__ = "evaluation_marks"
    __table_args__ = (
        CheckConstraint("occasion in ('module', 'three_months', 'six_months')", name="known_occasion"),
        {"sqlite_with_rowid": False},
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    occasion: Mapped[Occasion] = mapped_column(primary_key=True)


class Reply(Base):
    """What stands with every reply, and nothing else that could tell whose it is."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    month: Mapped[Month]
    sex: Mapped[SaidSex | None]


class EvaluationReply(Reply):
    """What somebody said of a module. There are at least five with the same module, month and sex."""

    __tablename__ = "evaluation_replies"
    __table_args__ = (
        CheckConstraint(" and ".join(f"{item} between 1 and 5" for item in ITEMS), name="one_to_five"),
        CheckConstraint("sex in ('female', 'male', 'other')", name="known_sex"),
        Index("ix_evaluation_replies_module_id_month", "module_id", "month"),
        {"sqlite_with_rowid": False},
    )

    relevance: Mapped[int]
    clarity: Mapped[int]
    respect: Mapped[int]
    usefulness: Mapped[int]
    ease: Mapped[int]
    comment: Mapped[str | None]


class Outcome(StrEnum):
    """What came of it, as the person says."""

    USED = "used"
    NOT_YET = "not_yet"
    NO_OCCASION = "no_occasion"


class FollowUpReply(Reply):
    """What came of a module, three or six months later. There are at least five alike in occasion, month and sex."""

    __tablename__ = "follow_up_replies"
    __table_args__ = (
        CheckConstraint("occasion in ('three_months', 'six_months')", name="known_occasion"),
        CheckConstraint("sex in ('female', 'male', 'other')", name="known_sex"),
        CheckConstraint("outcome in ('used', 'not_yet', 'no_occasion')", name="known_outcome"),
        Index("ix_follow_up_replies_module_id_month", "module_id", "month"),
        {"sqlite_with_rowid": False},
    )

    occasion: Mapped[Occasion]
    outcome: Mapped[Outcome]
    #: What was done, and when; only where it was used.
    example: Mapped[str | None]


class EvaluationCoding(Base):
    """Whether an example tells of a concrete act, as one person judges it who does not see what the other said."""

    __tablename__ = "evaluation_codings"

    reply_id: Mapped[UUID] = mapped_column(ForeignKey("follow_up_replies.id"), primary_key=True)
    coder_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)
    is_applied: Mapped[bool]
    coded_at: Mapped[datetime]
