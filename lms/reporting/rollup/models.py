"""Short rows for long histories: numbers stand for ids, so that a million rows are read in a fraction of the time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base

#: The one row of ``Rollup``.
ONLY = 1


class Rollup(Base):
    """Whether everybody is in it; until then nobody reads it."""

    __tablename__ = "report_rollup"
    __table_args__ = (CheckConstraint(f"id = {ONLY}", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    is_whole: Mapped[bool]
    filled_at: Mapped[datetime | None]


class CountedPerson(Base):
    """The number of a person."""

    __tablename__ = "report_people"

    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), unique=True)


class CountedModule(Base):
    __tablename__ = "report_modules"

    number: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), unique=True)
    is_core: Mapped[bool]


class CountedPlace(Base):
    __tablename__ = "report_places"

    number: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[UUID] = mapped_column(ForeignKey("institutions.id"), unique=True)


class CountedCompletion(Base):
    """One completion with what the enrolment froze. In the order of its key a person's completions lie together."""

    __tablename__ = "report_completions"
    __table_args__ = ({"sqlite_with_rowid": False},)

    person: Mapped[int] = mapped_column(ForeignKey("report_people.number"), primary_key=True, autoincrement=False)
    #: Whose record it lies with: another number only where records were merged. Consent is asked of the record.
    record: Mapped[int] = mapped_column(ForeignKey("report_people.number"))
    #: 1 for the person's first completion, 2 for the next …
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    module: Mapped[int] = mapped_column(ForeignKey("report_modules.number"))
    completed_on: Mapped[date]
    #: The day of the completion before it, in any module; and, of a core module, in any core module.
    previous_on: Mapped[date | None]
    previous_core_on: Mapped[date | None]
    sex: Mapped[str]
    age_band: Mapped[str]
    region: Mapped[str]
    profession: Mapped[str | None]
    institution_type: Mapped[str | None]
    institution: Mapped[int | None] = mapped_column(ForeignKey("report_places.number"))
    workplace_confirmed: Mapped[bool]
