"""What a question about participation may choose: what is counted, when, where and whose."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from lms.core.clock import begin_of


class Measure(StrEnum):
    """What is counted."""

    ENROLMENTS = "enrolments"
    COMPLETIONS = "completions"
    PEOPLE = "people"
    NEW_PEOPLE = "people_new"
    CUMULATIVE = "people_cumulative"
    CERTIFICATES = "certificates"


class Whose(StrEnum):
    """Whose rows a question is about."""

    COUNTED = "counted"  # everybody; once rows are chosen by a fact, those who withheld their facts are left out
    EVERYBODY = "everybody"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Period:
    """Calendar days in Bishkek, both included."""

    start: date
    end: date

    def bounds(self) -> tuple[datetime, datetime]:
        """The first moment, and the first moment after the last day."""
        first, after = (begin_of(day) for day in (self.start, self.end + timedelta(days=1)))
        return first.astimezone(UTC), after.astimezone(UTC)


@dataclass(frozen=True)
class Choice:
    """What a table is about. ``modules`` chooses completions before people are attributed; the rest chooses rows."""

    period: Period
    modules: frozenset[UUID] | None = None
    #: People are counted as trained by these only, the core modules; None: by every one that is chosen.
    trained_by: frozenset[UUID] | None = None
    sexes: frozenset[str | None] | None = None
    regions: frozenset[str | None] | None = None
    types: frozenset[str | None] | None = None
    professions: frozenset[str | None] | None = None
    bands: frozenset[str | None] | None = None
    #: In whose part of the tree the enrolment's institution is.
    institution: UUID | None = None
    #: Only enrolments that stand in no institution's record.
    is_nowhere: bool = False
    #: Only enrolments whose workplace was confirmed on their first day.
    is_confirmed: bool = False
    #: The table of persons for an evaluation from outside: only people who agreed to it.
    is_for_evaluation: bool = False
    #: Consents as they stood at this moment, for numbers that were told and stay; None: as they stand now.
    consents_at: datetime | None = None

    @property
    def chooses_rows(self) -> bool:
        """Whether a fact of the enrolment decides what is counted."""
        facts = (self.sexes, self.regions, self.types, self.professions, self.bands, self.institution)
        return self.is_nowhere or self.is_confirmed or any(fact is not None for fact in facts)

    def of_people(self) -> "Choice":
        """For counting people, who are trained by core modules; enrolments and completions count in any module."""
        if self.trained_by is None:
            return self
        return replace(self, modules=self.trained_by if self.modules is None else self.modules & self.trained_by)

    def of_module(self, module_id: UUID) -> "Choice":
        return replace(self, modules=frozenset({module_id}))

    def during(self, period: Period) -> "Choice":
        return replace(self, period=period)
