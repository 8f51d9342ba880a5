"""Lines of the queue that are right as they are. The lines themselves are asked anew each time: mended is gone."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId
from lms.people.models import Person


class Kind(StrEnum):
    """What can be set aside. Names of institutions are decided in the directory instead."""

    SEX = "sex"
    AGE = "age"
    AGENCY = "agency"
    COMPLETIONS = "completions"
    DUPLICATES = "duplicates"


#: What can be missing of a person.
FACTS = (Kind.SEX, Kind.AGE, Kind.AGENCY)


class SetAside(HasId, Base):
    """Not stated on purpose, not a duplicate, shown on paper: with the reason. Rows are only added, and undone."""

    __tablename__ = "set_asides"
    __table_args__ = (
        CheckConstraint("kind in ('sex', 'age', 'agency', 'completions', 'duplicates')", name="known_kind"),
        CheckConstraint("(undone_at is null) = (undone_by_id is null)", name="undone_by_somebody"),
        CheckConstraint("(kind = 'duplicates') = (other_person_id is not null)", name="two_people_if_duplicates"),
        CheckConstraint("(kind = 'completions') = (enrolment_id is not null)", name="enrolment_if_completion"),
    )

    kind: Mapped[Kind]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    #: Of two who are not one person: the other. The smaller id stands first.
    other_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"), index=True)
    enrolment_id: Mapped[UUID | None] = mapped_column(ForeignKey("enrolments.id"), index=True)
    reason: Mapped[str]
    made_by_id: Mapped[UUID]  # account
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[UUID | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other_person: Mapped[Person | None] = relationship(foreign_keys=[other_person_id])


class LikelyPair(Base):
    """Two records that look like one person's, as the last comparison found them; made anew each night."""

    __tablename__ = "likely_pairs"
    __table_args__ = (CheckConstraint("person_id < other_id", name="smaller_first"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    score: Mapped[int] = mapped_column(index=True)
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    found_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    other: Mapped[Person] = relationship(foreign_keys=[other_id])
