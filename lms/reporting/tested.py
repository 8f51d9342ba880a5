"""First final attempts of people in closed cohorts, as each stood when its cohort was closed.

Of each person and module the first final attempt in these cohorts counts: what the form in it brought, beside the
pre-test of the same enrolment, and whether one of the first three attempts brought three quarters of the points. An
attempt counts if it had its result and was not set aside when the cohort was closed; nobody counts whose consent was
withdrawn by then. Another text between the two sets the pre-test aside, so such a pair is none; a corrected spelling
keeps it.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select

from lms.enrolments.models import Enrolment
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.cohorts import Cohort, month_of, months_of
from lms.reporting.consents import ever_withdrew, withdrew
from lms.reporting.facts import counted_person
from lms.reporting.sums import MOST_ATTEMPTS

#: The standard of indicator I-6, as a fraction of the points.
STANDARD = Fraction(3, 4)

#: By what outcomes are counted: columns of the enrolment.
FACTS = ("module_id", "institution_type", "region_code", "profession_code", "sex", "age_band", "language")


def first_tested(
    cohorts: Sequence[Cohort], of_records: Select[Any] | None = None, *, in_each: bool = False
) -> Select[Any]:
    """One row for each person and module; ``in_each``: and for each cohort. ``of_records``: of these people only.

    ``cohort`` is the place in the list. What the first attempt brought is ``after``, the pre-test ``before``.
    """
    first = _firsts(cohorts, of_records, in_each=in_each)
    before = Attempt.__table__.alias("before")
    is_before = and_(
        before.c.enrolment_id == first.c.enrolment_id,
        before.c.kind == AttemptKind.PRE_TEST,
        *_counts(before.c, first.c.closed_at),
    )
    query = select(
        first,
        first.c.form_points.label("after"),
        func.coalesce(before.c.reported_points, before.c.points).label("before"),
        before.c.points_possible.label("before_possible"),
    ).select_from(first.outerjoin(before, is_before))
    return query.where(first.c.turn == 1)


def _firsts(cohorts: Sequence[Cohort], of_records: Select[Any] | None, *, in_each: bool) -> Subquery:
    """The first attempt of each enrolment; ``turn`` is 1 for the first of the person in the module."""
    found = _attempts(cohorts, of_records)
    reaches = case((and_(found.c.place <= MOST_ATTEMPTS, found.c.reaches == 1), 1), else_=0)
    known = select(found, func.max(reaches).over(partition_by=found.c.enrolment_id).label("reached")).subquery("known")
    one = (known.c.person_id, known.c.module_id, *([known.c.cohort] if in_each else []))
    turn = func.row_number().over(partition_by=one, order_by=(known.c.released_at, known.c.enrolment_id))
    return select(known, turn.label("turn")).where(known.c.place == 1).subquery("first")


def _attempts(cohorts: Sequence[Cohort], of_records: Select[Any] | None) -> Subquery:
    """Final attempts that counted when the cohort was closed, in their order."""
    row, one = Enrolment.__table__.c, Attempt.__table__.c
    person, source = counted_person()
    months = months_of(cohorts)
    points = func.coalesce(one.reported_points, one.points)
    reaches = points * STANDARD.denominator >= one.points_possible * STANDARD.numerator
    place = func.row_number().over(partition_by=row.id, order_by=one.number)
    query = select(
        row.id.label("enrolment_id"),
        person.label("person_id"),
        *(row[name] for name in FACTS),
        row.institution_id,
        row.workplace_confirmed,
        one.edition_id,
        one.form,
        one.scale,
        one.form_points,
        one.released_at,
        months.c.cohort,
        months.c.closed_at,
        place.label("place"),
        case((reaches, 1), else_=0).label("reaches"),
    ).select_from(
        source.join(Attempt.__table__, one.enrolment_id == row.id).join(
            months, months.c.month == month_of(row.started_on)
        )
    )
    if of_records is not None:
        query = query.where(row.person_id.in_(of_records))
    return query.where(
        # The consent stood when the cohort was closed; of the few who ever withdrew it, it is looked up.
        or_(row.person_id.not_in(ever_withdrew()), row.person_id.not_in(withdrew(by=months.c.closed_at))),
        row.started_on.between(cohorts[0].began.start, cohorts[-1].began.end),
        one.kind == AttemptKind.FINAL,
        *_counts(one, months.c.closed_at),
    ).subquery("attempts_of_cohorts")


def _counts(attempt: Any, closed_at: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    """Had its result when the cohort was closed, and was not set aside by then."""
    stood = or_(attempt.set_aside_at.is_(None), attempt.set_aside_at >= closed_at)
    return attempt.released_at < closed_at, stood
