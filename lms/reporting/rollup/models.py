"""Short rows for long histories: numbers stand for ids, so that a million rows are read in a fraction of the time."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base

#: The one row of ``Rollup``.
ONLY = 1

#: Raise it whenever other rows are made than before, and nobody reads what older code makes.
VERSION = 2


class Rollup(Base):
    """Whether everybody is in it; until then nobody reads it."""

    __tablename__ = "report_rollup"
    __table_args__ = (CheckConstraint(f"id = {ONLY}", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    is_whole: Mapped[bool]
    filled_at: Mapped[datetime | None]
    #: The number of the newest cohort whose outcomes are in it; None before any was closed.
    last_cohort: Mapped[int | None]
    #: How often it was distrusted: whoever makes it anew sees whether somebody did meanwhile.
    doubts: Mapped[int]
    #: The ``VERSION`` of the code that made it, and which filling that was. Code that knows no versions, still running
    #: while newer starts, makes another filling and leaves these two as they are.
    version: Mapped[int | None]
    versioned_at: Mapped[datetime | None]

    @property
    def is_trusted(self) -> bool:
        """Whether everybody is in it, in the way of this code, and more than completions."""
        is_ours = self.version == VERSION and self.versioned_at == self.filled_at
        return self.is_whole and is_ours and self.last_cohort is not None


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


COMPLETED, ISSUED = 1, 2

#: Stands for "none" in combinations: a null is equal to nothing, so that it would be numbered again and again.
NO_TEXT, NO_NUMBER = "", -1


class CountedFacts(Base):
    """The number of a combination of module and facts, as enrolments froze them. There are some thousands of them."""

    __tablename__ = "report_facts"
    __table_args__ = (
        UniqueConstraint(
            "module",
            "sex",
            "age_band",
            "region",
            "profession",
            "institution_type",
            "workplace_confirmed",
            "language",
            name="uq_report_facts",
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    module: Mapped[int] = mapped_column(ForeignKey("report_modules.number"))
    sex: Mapped[str]
    age_band: Mapped[str]
    region: Mapped[str]
    profession: Mapped[str]
    institution_type: Mapped[str]
    workplace_confirmed: Mapped[bool]
    language: Mapped[str]


class CountedResult(Base):
    """The number of what a first final attempt brought, beside the pre-test of the same enrolment."""

    __tablename__ = "report_results"
    __table_args__ = (
        UniqueConstraint(
            "edition_id", "form", "scale", "after", "before", "before_possible", "reached", name="uq_report_results"
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"))
    form: Mapped[str]
    scale: Mapped[int]
    after: Mapped[int] = mapped_column(BigInteger)
    before: Mapped[int] = mapped_column(BigInteger)
    before_possible: Mapped[int] = mapped_column(BigInteger)
    #: 1 if one of the first attempts brought the standard, else 0.
    reached: Mapped[int]


class CountedStart(Base):
    """One enrolment, whether or not it was completed. In the order of the key equal ones lie together.

    Each column of the key is one more that enrolments are counted by, so that nothing is sorted for it.
    """

    __tablename__ = "report_starts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    facts: Mapped[int] = mapped_column(ForeignKey("report_facts.number"), primary_key=True, autoincrement=False)
    cohort: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: 0: not completed; 1: completed after its cohort was closed; 2: until then.
    done: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: Months one after the other, as cohorts are quarters.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(
        ForeignKey("report_people.number"), primary_key=True, autoincrement=False, index=True
    )
    #: 1 for the first that the person began, 2 for the next …
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    started_on: Mapped[date]
    institution: Mapped[int | None] = mapped_column(ForeignKey("report_places.number"))


class CountedWay(Base):
    """One enrolment that is not completed, and how far it has come. There are few of them."""

    __tablename__ = "report_ways"
    __table_args__ = ({"sqlite_with_rowid": False},)

    person: Mapped[int] = mapped_column(ForeignKey("report_people.number"), primary_key=True, autoincrement=False)
    #: 1 for the first of those that the person began and did not complete, 2 for the next …
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts: Mapped[int] = mapped_column(ForeignKey("report_facts.number"))
    started_on: Mapped[date]
    institution: Mapped[int | None] = mapped_column(ForeignKey("report_places.number"))
    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), index=True)
    #: The lessons and the scenario, as `ways` counts them.
    done: Mapped[int]
    has_tried: Mapped[bool]


class CountedDay(Base):
    """One completion, or the first certificate of one, on its day. In the order of the key equal ones lie together."""

    __tablename__ = "report_days"
    __table_args__ = ({"sqlite_with_rowid": False},)

    #: ``COMPLETED`` or ``ISSUED``.
    what: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facts: Mapped[int] = mapped_column(ForeignKey("report_facts.number"), primary_key=True, autoincrement=False)
    #: As of starts.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(
        ForeignKey("report_people.number"), primary_key=True, autoincrement=False, index=True
    )
    #: 1 for the person's first, 2 for the next …
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date]
    institution: Mapped[int | None] = mapped_column(ForeignKey("report_places.number"))


class CountedOutcome(Base):
    """What somebody first achieved in a module and a closed cohort. In the order of the key equal ones lie together.

    Of several cohorts the first outcome of a person counts: the one that no other of these cohorts comes before.
    """

    __tablename__ = "report_outcomes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    facts: Mapped[int] = mapped_column(ForeignKey("report_facts.number"), primary_key=True, autoincrement=False)
    result: Mapped[int] = mapped_column(ForeignKey("report_results.number"), primary_key=True, autoincrement=False)
    cohort: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(
        ForeignKey("report_people.number"), primary_key=True, autoincrement=False, index=True
    )
    institution: Mapped[int | None] = mapped_column(ForeignKey("report_places.number"))
    #: The nearest cohorts, earlier and later than this one, in which the person's outcome in the module came before.
    #: A later one is rare: its test was judged first, of two records that are one person.
    cohort_before: Mapped[int | None]
    cohort_after: Mapped[int | None]


class CountedQuarter(Base):
    """A quarter, and whether its first attempts are added up as the enrolments have it."""

    __tablename__ = "report_quarters"

    #: Quarters one after the other, as cohorts.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_counted: Mapped[bool]
    #: How often it was doubted: whoever adds it up sees whether somebody did meanwhile.
    doubts: Mapped[int]


class CountedFirsts(Base):
    """So many first attempts of a closed quarter at tests alike, in a place and a module, by sex. It names nobody."""

    __tablename__ = "report_firsts"

    id: Mapped[int] = mapped_column(primary_key=True)
    quarter: Mapped[int] = mapped_column(ForeignKey("report_quarters.number"), index=True)
    institution_id: Mapped[UUID | None] = mapped_column(ForeignKey("institutions.id"), index=True)
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    sex: Mapped[str]
    points_possible: Mapped[int]
    reached_at: Mapped[int]
    #: Sums of the points and of their squares.
    points: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
