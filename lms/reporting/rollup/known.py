"""What both kinds of short rows are filled in with: numbers of facts, and the cohorts of some people."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.reporting.cohorts import Cohort, cohorts_from
from lms.reporting.rollup.models import NO_TEXT, CountedFacts, CountedResult
from lms.reporting.rollup.numbers import Combination, Numbers

FACTS = (
    "module",
    "sex",
    "age_band",
    "region",
    "profession",
    "institution_type",
    "workplace_confirmed",
    "language",
)
RESULT = ("edition_id", "form", "scale", "after", "before", "before_possible", "reached")
#: The columns of an enrolment that are facts of it, in this order, beside the number of its module.
OF_ENROLMENTS = (
    "sex",
    "age_band",
    "region_code",
    "profession_code",
    "institution_type",
    "workplace_confirmed",
    "language",
)


class Known:
    """Numbers that were looked up before: whoever fills in everybody keeps them from portion to portion."""

    def __init__(self) -> None:
        self.facts = Numbers(CountedFacts, FACTS)
        self.results = Numbers(CountedResult, RESULT)


def facts_of(row: Any) -> Combination:
    """Of a row with the number of the module and the columns of its enrolment."""
    values = (getattr(row, name) for name in OF_ENROLMENTS)
    return row.module, *(NO_TEXT if value is None else value for value in values)


def cohorts_of(records: Select[UUID]) -> list[Cohort]:
    """All from the first in which one of these people began to the last."""
    begun: Any = db.session.execute(
        select(func.min(Enrolment.started_on), func.max(Enrolment.started_on)).where(Enrolment.person_id.in_(records))
    ).one()
    first, last = begun
    return [] if first is None else cohorts_from(first, last)
