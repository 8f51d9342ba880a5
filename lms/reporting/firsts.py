"""First attempts at final quizzes, counted by all that matters to the results of institutions."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, String, and_, case, cast, func, or_, select
from sqlalchemy.orm import aliased

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.consents import withdrew
from lms.reporting.quarters import moment_of, start_of
from lms.reporting.trees import YEAR, Quarter


def first_attempts(year: int, quarters: Sequence[Quarter]) -> Sequence[Any]:
    """First final attempts with their results within the closed quarters, added up by group and test.

    ``points`` and ``squares`` are the sums of the points and of their squares; ids are text, as they are stored.
    """
    first = aliased(Attempt)
    ends = {quarter: moment_of(start_of(year, quarter + 1)) for quarter in quarters}
    quarter = case(*((first.released_at < end, number) for number, end in ends.items()), else_=YEAR)
    points = func.coalesce(first.reported_points, first.points)
    end = case(*((first.released_at < moment, moment) for moment in ends.values()), else_=first.released_at)
    inner = (
        select(
            Enrolment.institution_id,
            Enrolment.module_id,
            Enrolment.sex,
            quarter.label("quarter"),
            points.label("points"),
            first.points_possible,
            # Whoever passed the first one needs no look at the others; they are most people.
            case((_passed(first).is_(True), 1), else_=_reached_at(first, end)).label("reached_at"),
        )
        .join(Enrolment, Enrolment.id == first.enrolment_id)
        .where(
            *_counts(first, end),
            # The whole span once more, so that an index finds it at once.
            first.released_at >= moment_of(start_of(year, quarters[0])),
            first.released_at < ends[quarters[-1]],
            or_(*(_in_quarter(first, year, quarter) for quarter in quarters)),
            # Before the first of all there is none, and most are first ones.
            or_(first.number == 1, ~_before(first, end).exists()),
        )
        .subquery("firsts")
    )
    by = (inner.c.quarter, inner.c.sex, inner.c.points_possible, inner.c.reached_at)
    query = select(
        cast(inner.c.institution_id, String).label("institution_id"),
        cast(inner.c.module_id, String).label("module_id"),
        *by,
        func.sum(inner.c.points).label("points"),
        func.sum(inner.c.points * inner.c.points).label("squares"),
        func.count().label("count"),
    )
    return db.session.execute(query.group_by(inner.c.institution_id, inner.c.module_id, *by)).all()


def _passed(attempt: Any) -> ColumnElement[bool]:
    """As it was when its quarter was closed: a correction afterwards changes no number that was shown."""
    passed: ColumnElement[bool] = func.coalesce(attempt.reported_passed, attempt.is_passed, type_=Boolean)
    return passed


def _before(first: Any, end: Any) -> Select[Any]:
    """Attempts that counted before this one, which is no first one then."""
    earlier = aliased(Attempt)
    return select(earlier.id).where(*_same(earlier, first, end), earlier.number < first.number)


def _reached_at(first: Any, end: Any) -> ColumnElement[int]:
    """Which of the attempts that counted reached the standard until the end of the quarter; 0 if none did."""
    passed, until = aliased(Attempt), aliased(Attempt)
    reached = (
        select(func.min(passed.number))
        .where(*_same(passed, first, end), _passed(passed).is_(True), passed.released_at < end)
        .correlate(first)
        .scalar_subquery()
    )
    return (
        select(func.count())
        .select_from(until)
        .where(*_same(until, first, end), until.number <= reached)
        .correlate(first)
        .scalar_subquery()
    )


def _in_quarter(first: Any, year: int, quarter: Quarter) -> ColumnElement[bool]:
    """Has its result within the quarter, and is of somebody whose consent stood at its end."""
    start, end = moment_of(start_of(year, quarter)), moment_of(start_of(year, quarter + 1))
    return and_(first.released_at >= start, first.released_at < end, Enrolment.person_id.not_in(withdrew(by=end)))


def _counts(attempt: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    """A final attempt that has its result and not set aside until the end of the quarter."""
    stood = or_(attempt.set_aside_at.is_(None), attempt.set_aside_at >= end)
    return attempt.kind == AttemptKind.FINAL, attempt.released_at.is_not(None), stood


def _same(attempt: Any, first: Any, end: Any) -> tuple[ColumnElement[bool], ...]:
    """Another final attempt of the same enrolment that counts."""
    return attempt.enrolment_id == first.enrolment_id, *_counts(attempt, end)
