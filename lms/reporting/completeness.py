"""What a complete record is, said beneath every table of people, so that nobody reads a gap as a fact.

Complete is a record with sex, age and institution: what Tables A to G divide by, and what the queue of data quality can
mend. This is its one definition; the queue and the checks of a report ask here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lms.core.i18n import _
from lms.reporting.choices import Choice, Measure
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import cohorts_closed_in
from lms.reporting.consents import WITHHELD
from lms.reporting.counting import counts
from lms.reporting.dimensions import NOT_STATED, PLACES_OF_A_SHARE, rounded
from lms.ui.filters import number, percent

FACTS = ("sex", "age_band", "institution_type")


@dataclass(frozen=True)
class Completeness:
    """Of so many records so many are complete; and of how many each fact is known."""

    records: int = 0
    complete: int = 0
    sex: int = 0
    age: int = 0
    institution: int = 0
    #: Of people who withdrew the consent: they count as unknown in everything.
    withheld: int = 0


def of_measure(measure: Measure, choice: Choice) -> Completeness:
    """Of the rows that a measure counts."""
    return completeness(counts(measure, choice, *FACTS))


def of_cohorts(choice: Choice) -> Completeness:
    """Of the enrolments in the cohorts that were closed in the period."""
    return completeness(cohort_counts(choice, cohorts_closed_in(choice.period), *FACTS))


def completeness(rows: Iterable[tuple[Any, ...]]) -> Completeness:
    """From (sex, atomic age band, type of institution, count)."""
    found = dict.fromkeys(Completeness.__dataclass_fields__, 0)
    for sex, band, kind, count in rows:
        known = {
            "sex": sex != "not_stated",
            "age": band != NOT_STATED,
            "institution": kind is not None and kind != WITHHELD,
        }
        for name in ("records", *(fact for fact, is_known in known.items() if is_known)):
            found[name] += count
        found["complete"] += count * all(known.values())
        found["withheld"] += count * (kind == WITHHELD)
    return Completeness(**found)


def completeness_note(found: Completeness) -> list[str]:
    """One line beneath a table for the team; nothing is said of nobody.

    Never of a published one: what is known of few people could be subtracted from what is hidden.
    """
    if not found.records:
        return []
    return [
        _(
            "Complete records: %(share)s (%(complete)s of %(records)s have sex, age and institution). Sex known "
            "%(sex)s, age known %(age)s, institution known %(institution)s.",
            share=_share(found.complete, found.records),
            complete=number(found.complete),
            records=number(found.records),
            sex=_share(found.sex, found.records),
            age=_share(found.age, found.records),
            institution=_share(found.institution, found.records),
        )
    ]


def _share(part: int, whole: int) -> str:
    return percent(rounded(Fraction(part, whole), PLACES_OF_A_SHARE), 1)  # type: ignore[arg-type]
