"""Attempts at the pre-test and the final quiz: what was drawn, what was answered, how it was marked.

Saving is an overwritable ``Response`` row with a revision; handing in is one act that writes ``Mark`` rows. A person
has a set of tries at the final quiz of a module, whatever is left and begun again meanwhile; each attempt takes a place
in it. That there are no more than the set is large is a constraint, never a count followed by an insert.
"""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId
from lms.enrolments.models import Enrolment


class AttemptKind(StrEnum):
    PRE_TEST = "pre_test"
    FINAL = "final"


class Attempt(HasId, Base):
    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "kind", "number"),
        CheckConstraint("kind in ('pre_test', 'final')", name="known_kind"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("kind <> 'pre_test' or number = 1", name="one_pre_test"),
        CheckConstraint("scale >= 1", name="counted_in_parts"),
        CheckConstraint("reached >= 0", name="reached_a_place"),
        CheckConstraint("due_at is null or due_at >= started_at", name="due_after_the_start"),
        CheckConstraint("marked_at is null or handed_in_at is not null", name="marked_after_handing_in"),
        CheckConstraint("released_at is null or marked_at is not null", name="released_after_marking"),
        CheckConstraint("(marked_at is null) = (points is null)", name="marked_with_points"),
        CheckConstraint("(marked_at is null) = (is_passed is null)", name="decided_when_marked"),
        CheckConstraint("(reported_points is null) = (reported_passed is null)", name="reported_whole"),
        CheckConstraint("points is null or points between 0 and points_possible", name="possible_points"),
        # Reports look for the first attempts of a year; the index holds all they ask of one, so that the rows, which
        # are large, are not looked at.
        Index(
            "ix_attempts_released",
            "released_at",
            "kind",
            "number",
            "enrolment_id",
            "set_aside_at",
            "is_passed",
            "points",
            "points_possible",
            "reported_points",
            "reported_passed",
        ),
    )

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"))
    #: The edition whose questions were drawn; an attempt never changes edition.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    kind: Mapped[AttemptKind]
    number: Mapped[int]
    seed: Mapped[int]
    #: ``[[question key, [option keys in the order shown]], …]``: fixed when the attempt starts.
    drawn: Mapped[list[Any]]
    #: The form inside this attempt (pre-test: all of it; first final: eight of it), for the gain.
    form: Mapped[str | None]
    #: Answered on a printed sheet: nothing can be saved here, and a trainer's typing hands it in.
    is_on_paper: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime]
    handed_in_at: Mapped[datetime | None]
    #: A point is counted in so many parts, a multiple of what each question drawn can be divided into. All points of
    #: the attempt and of its marks are whole numbers of these parts: exact, so that 3/4 is never rounded.
    scale: Mapped[int] = mapped_column(default=1)
    #: The time is over then, by the server's clock; None without a limit.
    due_at: Mapped[datetime | None]
    #: Where questions are shown one after the other: the place of the one that is shown, after the last one place more;
    #: else 0. What lies before it was left behind.
    reached: Mapped[int] = mapped_column(default=0)
    #: Every question has its mark; at once, unless a person has to read something.
    marked_at: Mapped[datetime | None]
    #: The result is shown and counts.
    released_at: Mapped[datetime | None]
    points: Mapped[int | None] = mapped_column(BigInteger)
    points_possible: Mapped[int] = mapped_column(BigInteger)
    #: Points on the eight questions of ``form``, for the gain.
    form_points: Mapped[int | None] = mapped_column(BigInteger)
    is_passed: Mapped[bool | None]
    #: What it had been when its quarter was closed, if a correction changed it afterwards: reports go on to say that.
    reported_points: Mapped[int | None] = mapped_column(BigInteger)
    reported_passed: Mapped[bool | None]
    #: Withdrawn edition or a person's decision: the attempt stays but does not count.
    set_aside_at: Mapped[datetime | None]

    enrolment: Mapped[Enrolment] = relationship()

    @property
    def own_points(self) -> Fraction | None:
        """In whole points and parts of one, as people are told; None without a mark."""
        return None if self.points is None else Fraction(self.points, self.scale)


class TrySet(HasId, Base):
    """Tries at the final quiz of a module that a person has together: three, say. The newest one counts.

    A set opens with its first attempt, or earlier by the coordinator with a reason.
    """

    __tablename__ = "try_sets"
    __table_args__ = (
        UniqueConstraint("person_id", "module_id", "number"),
        UniqueConstraint("id", "size"),
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("size >= 1", name="holds_a_try"),
        CheckConstraint("(opened_by_id is null) = (reason is null)", name="opened_with_reason"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    number: Mapped[int]
    #: How many tries it holds: the rule of the edition on the day it opened, and what was given beside it by exception.
    size: Mapped[int]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str | None]


class Try(Base):
    """The place of a final attempt in its set. An attempt that was set aside has none any more."""

    __tablename__ = "tries"
    __table_args__ = (
        UniqueConstraint("set_id", "place"),
        # A set that is given one more try takes its places along, so that the limit stays a constraint.
        ForeignKeyConstraint(["set_id", "set_size"], ["try_sets.id", "try_sets.size"], onupdate="CASCADE"),
        CheckConstraint("place between 1 and set_size", name="within_the_set"),
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    set_id: Mapped[UUID]
    set_size: Mapped[int]
    place: Mapped[int]

    attempt: Mapped[Attempt] = relationship()
    set: Mapped[TrySet] = relationship()


class TestException(HasId, Base):
    """More time or more tries for one person in one module, with the reason and with who gave it."""

    __tablename__ = "test_exceptions"
    __table_args__ = (
        Index("ix_test_exceptions_person_id", "person_id", "module_id"),
        CheckConstraint("extra_minutes >= 0", name="no_less_time"),
        CheckConstraint("extra_tries >= 0", name="no_fewer_tries"),
        CheckConstraint("extra_minutes + extra_tries > 0", name="gives_something"),
        CheckConstraint("(extra_tries = 0) = (set_number is null)", name="tries_of_a_set"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    #: Added to the time of each final quiz, also of one that runs, until the exception is ended.
    extra_minutes: Mapped[int]
    extra_tries: Mapped[int]
    #: The set of tries that they belong to; it may open later than they were given.
    set_number: Mapped[int | None]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    given_at: Mapped[datetime]
    #: From then on no attempt gets the time any more. Tries that were given stay.
    ended_at: Mapped[datetime | None]


class Response(Base):
    """The answer as it stands. ``revision`` orders writes by arrival; a write names the revision it was based on."""

    __tablename__ = "responses"

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    chosen: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(default=1)
    #: Made by the client, so that a write sent twice is one write.
    write_id: Mapped[str]
    saved_at: Mapped[datetime]


class Mark(Base):
    """How one question of a handed-in attempt was marked. Without points it waits for a person."""

    __tablename__ = "marks"
    __table_args__ = (
        CheckConstraint("points is null or points between 0 and points_possible", name="possible_points"),
        CheckConstraint("points_possible >= 1", name="worth_something"),
        # The marks of an attempt stand beside each other, in the index that finds them: statistics read millions.
        {"sqlite_with_rowid": False},
    )

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    chosen: Mapped[list[Any]]
    #: In the parts of the attempt's scale.
    points: Mapped[int | None] = mapped_column(BigInteger)
    points_possible: Mapped[int] = mapped_column(BigInteger, default=1)

    @property
    def is_right(self) -> bool:
        """Whether it earned all it could."""
        return self.points == self.points_possible


class KeyCorrection(HasId, Base):
    """The key of a question was wrong. Editions never change: what is asked stays, what decides is replaced."""

    __tablename__ = "key_corrections"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    question_key: Mapped[str]
    #: Everybody earns the point, whatever was answered: the question was no question.
    is_point_for_all: Mapped[bool]
    reason: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime]
    #: Since when every attempt that it concerns was marked again.
    done_at: Mapped[datetime | None]

    questions: Mapped[list["CorrectedQuestion"]] = relationship(back_populates="correction")


class CorrectedQuestion(Base):
    """The question of one edition as it is marked and explained from then on; the newest correction stands."""

    __tablename__ = "corrected_questions"

    correction_id: Mapped[UUID] = mapped_column(ForeignKey("key_corrections.id"), primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True, index=True)
    #: Canonical JSON.
    document: Mapped[str] = mapped_column(Text)
    #: SHA-256 of the answer keys.
    key_before: Mapped[str]
    key_after: Mapped[str]

    correction: Mapped[KeyCorrection] = relationship(back_populates="questions")


class MarkChange(HasId, Base):
    """A correction has changed what an answer earned: what was and what is, in parts of the attempt's scale."""

    __tablename__ = "mark_changes"
    __table_args__ = (UniqueConstraint("attempt_id", "correction_id"),)

    attempt_id: Mapped[UUID] = mapped_column(ForeignKey("attempts.id"))
    correction_id: Mapped[UUID] = mapped_column(ForeignKey("key_corrections.id"), index=True)
    question_key: Mapped[str]
    #: The scale at that time.
    scale: Mapped[int]
    points_before: Mapped[int] = mapped_column(BigInteger)
    points_after: Mapped[int] = mapped_column(BigInteger)
    #: Of the whole attempt; None while other questions still wait for a person.
    total_before: Mapped[int | None] = mapped_column(BigInteger)
    total_after: Mapped[int | None] = mapped_column(BigInteger)
    #: SHA-256 of the answer keys.
    key_before: Mapped[str]
    key_after: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)

    correction: Mapped[KeyCorrection] = relationship()


class AnswerTally(Base):
    """What is left of answers once they are too old to be anybody's: how often a question was answered how.

    By language and sex, because a question that is harder in one language must still be found years later.
    """

    __tablename__ = "answer_tallies"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    kind: Mapped[AttemptKind] = mapped_column(primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    #: What the answer is counted under, sorted, with commas between; empty: no answer. Never words a person typed.
    chosen: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    sex: Mapped[str] = mapped_column(primary_key=True)
    points: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    points_possible: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=1)
    count: Mapped[int] = mapped_column(default=0)
