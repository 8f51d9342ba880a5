"""Enrolments: the facts of taking part, recorded as they were.

Reports read these rows and never today's profile. One person may enrol in a module many times over the years, but in
one at a time; language makes no second. ``steps`` holds what is done, one row for each requirement of completion.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Edition, ModuleState, TrainingModule
from lms.core.models import Base, HasId, unique_while
from lms.people.models import Person

#: By what reports count, choose and split.
FROZEN = (
    "module_id",
    "sex",
    "age_band",
    "region_code",
    "profession_code",
    "institution_type",
    "institution_id",
    "workplace_confirmed",
)


class EnrolmentState(StrEnum):
    OPEN = "open"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"  # left by the person: not a failure


class Closure(StrEnum):
    """Why a module that a person began is closed to that person."""

    WITHDRAWN = "withdrawn"  # the text was wrong or unlawful, and no other edition has taken its place yet
    RETIRED = "retired"  # the last day to finish is over


class Enrolment(HasId, Base):
    __tablename__ = "enrolments"
    __table_args__ = (
        CheckConstraint("state in ('open', 'completed', 'withdrawn')", name="known_state"),
        CheckConstraint("(state = 'completed') = (completed_at is not null)", name="completed_with_moment"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at is not null)", name="withdrawn_with_moment"),
        CheckConstraint("pre_form in ('A', 'B')", name="known_form"),
        unique_while("state = 'open'", "uq_enrolments_open", "person_id", "module_id"),
        # Reports count hundreds of thousands of enrolments by what they froze; the three indexes hold all of it, so
        # that the rows themselves, which lie all over the file, are not looked at.
        Index("ix_enrolments_completed", "completed_on", *FROZEN, "person_id"),
        Index("ix_enrolments_started", "started_on", *FROZEN, "person_id"),
        Index("ix_enrolments_first", "person_id", "completed_at", "id", "state", "completed_on", *FROZEN),
        Index("ix_enrolments_institution", "institution_id", "module_id"),
        # SQLite keeps no statistics unless told to: between one person and one module it might take the module, and
        # go through everybody in it at each page.
        Index("ix_enrolments_person_module", "person_id", "module_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    #: The edition the person studies; moves only by a wording edition or a withdrawal.
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    state: Mapped[EnrolmentState] = mapped_column(default=EnrolmentState.OPEN)
    started_at: Mapped[datetime]
    started_on: Mapped[date]  # the day in Bishkek: periods are days there
    completed_at: Mapped[datetime | None]
    completed_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None]
    #: Language at the start; may be switched at any moment without a second enrolment.
    language: Mapped[str]
    #: The form taken as pre-test; the other is part of the first final attempt.
    pre_form: Mapped[str]
    #: Where the person stopped: the key of a step, for "Continue".
    place: Mapped[str | None]
    moved_at: Mapped[datetime | None]  # moved to another edition because the first was withdrawn

    # The person as of the start: facts are recorded as they were.
    sex: Mapped[str]
    birth_year: Mapped[int | None]
    age_band: Mapped[str]
    profession_code: Mapped[str | None]
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"))
    institution_type: Mapped[str | None]
    region_code: Mapped[str]
    workplace_confirmed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship()
    module: Mapped[TrainingModule] = relationship()
    edition: Mapped[Edition] = relationship()

    def closure(self, day: date) -> Closure | None:
        """Why nothing of the module can be read or done on this day, if so."""
        if self.edition.withdrawn_at is not None:
            return Closure.WITHDRAWN
        if self.state is EnrolmentState.OPEN and self.module.state is ModuleState.RETIRED:
            until = self.module.finish_until
            return Closure.RETIRED if until is not None and day > until else None
        return None


class Step(Base):
    """One requirement done: ``pre-test``, ``lesson:<key>``, ``scenario``, ``final``."""

    __tablename__ = "steps"

    enrolment_id: Mapped[UUID] = mapped_column(ForeignKey("enrolments.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    done_at: Mapped[datetime]


class Corrected(StrEnum):
    """What was stated afterwards."""

    SEX = "sex"
    AGE = "age"
    AGENCY = "agency"
    STEPS = "steps"  # a completion whose parts were shown afterwards
    COMPLETION = "completion"  # a completion that was taken back


class FactCorrection(HasId, Base):
    """Something that was not stated, stated afterwards by somebody entitled; on an enrolment, or in today's profile.

    ``before`` and ``after`` hold the columns that changed, so that it can be undone exactly. Rows of one ``batch_id``
    were made together and are undone together. Rows are only added, and marked as undone.
    """

    __tablename__ = "fact_corrections"
    __table_args__ = (
        CheckConstraint("fact in ('sex', 'age', 'agency', 'steps', 'completion')", name="known_fact"),
        CheckConstraint("(undone_at is null) = (undone_by_id is null)", name="undone_by_somebody"),
    )

    batch_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    #: None: the profile, from which the next enrolments take their facts.
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    fact: Mapped[Corrected]
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reason: Mapped[str]
    made_by_id: Mapped[UUID]  # account
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]

    enrolment: Mapped[Enrolment | None] = relationship()
