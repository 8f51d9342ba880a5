"""What people of closed cohorts knew before and after, counted by everything that gains are told by.

Of each person and module the first final attempt in these cohorts counts: what the form in it brought, beside the
pre-test of the same enrolment, and whether one of the first three attempts brought three quarters of the points. An
attempt counts if it had its result and was not set aside when the cohort was closed; nobody counts whose consent was
withdrawn by then. Another text between the two sets the pre-test aside, so such a pair is none; a corrected spelling
keeps it.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, Subquery, and_, case, cast, func, or_, select

from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.measures.gains import Pair
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.cohorts import Cohort, months_of
from lms.reporting.consents import ever_withdrew, withdrew
from lms.reporting.counting import month_of
from lms.reporting.facts import counted_person
from lms.reporting.sums import MOST_ATTEMPTS

#: The standard of indicator I-6, as a fraction of the points.
STANDARD = Fraction(3, 4)

#: By what outcomes are counted: columns of the enrolment.
FACTS = ("module_id", "institution_type", "region_code", "profession_code", "sex", "age_band", "language")


class Outcome(NamedTuple):
    """So many people with the same facts and the same result; ``pair`` is None without a pre-test that counts."""

    module_id: str
    institution_type: str | None
    region_code: str
    profession_code: str | None
    sex: str
    age_band: str
    language: str
    pair: Pair | None
    is_reached: bool
    people: int
    #: Only where it was asked for.
    institution_id: str | None = None


def outcomes(cohorts: Sequence[Cohort], *, by_place: bool = False) -> list[Outcome]:
    """All of them, in one statement; who asks for a part adds up that part. ``by_place``: by institution too."""
    if not cohorts:
        return []
    found = db.session.execute(_counted(_firsts(cohorts), by_place=by_place)).all()
    return [
        Outcome(
            **_facts(row),
            pair=_pair(row),
            is_reached=bool(row.reached),
            people=row.people,
            institution_id=_identity(row.institution_id) if by_place and row.institution_id else None,
        )
        for row in found
    ]


def _facts(row: Any) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in FACTS}, "module_id": _identity(row.module_id)}


@lru_cache(maxsize=1024)
def _identity(stored: str) -> str:
    return str(UUID(stored))


def _pair(row: Any) -> Pair | None:
    if row.before is None or row.after is None or row.form is None:
        return None
    asked = _size_of_form(_identity(row.edition_id), row.form)
    if not asked or not row.before_possible:
        return None
    return _share(row.before, row.before_possible), _share(row.after, row.scale * asked)


@lru_cache(maxsize=4096)
def _share(points: int, possible: int) -> Fraction:
    return Fraction(points, possible)


@lru_cache(maxsize=1024)
def _size_of_form(edition_id: str, form: str) -> int:
    """Of how many questions the part of a first final attempt consists that is compared with the pre-test."""
    document = document_of(UUID(edition_id))
    return min(document.rules.pre_test_questions, sum(question.form == form for question in document.questions))


def _counted(first: Subquery, *, by_place: bool) -> Select[Any]:
    before = Attempt.__table__.alias("before")
    is_before = and_(
        before.c.enrolment_id == first.c.enrolment_id,
        before.c.kind == AttemptKind.PRE_TEST,
        *_counts(before.c, first.c.closed_at),
    )
    columns = [
        cast(first.c.module_id, String).label("module_id"),
        *(first.c[name] for name in FACTS[1:]),
        cast(first.c.edition_id, String).label("edition_id"),
        first.c.form,
        first.c.scale,
        first.c.form_points.label("after"),
        func.coalesce(before.c.reported_points, before.c.points).label("before"),
        before.c.points_possible.label("before_possible"),
        first.c.reached,
    ]
    places = [first.c.institution_id] if by_place else []
    named = [cast(place, String).label("institution_id") for place in places]
    query = select(*columns, *named, func.count().label("people")).select_from(first.outerjoin(before, is_before))
    grouped = [*places, first.c.module_id, *columns[1 : len(FACTS)], first.c.edition_id, *columns[len(FACTS) + 1 :]]
    return query.where(first.c.turn == 1).group_by(*grouped)


def _firsts(cohorts: Sequence[Cohort]) -> Subquery:
    """The first attempt of each enrolment; ``turn`` is 1 for the first of the person in the module."""
    found = _attempts(cohorts)
    reaches = case((and_(found.c.place <= MOST_ATTEMPTS, found.c.reaches == 1), 1), else_=0)
    known = select(found, func.max(reaches).over(partition_by=found.c.enrolment_id).label("reached")).subquery("known")
    turn = func.row_number().over(
        partition_by=(known.c.person_id, known.c.module_id), order_by=(known.c.released_at, known.c.enrolment_id)
    )
    return select(known, turn.label("turn")).where(known.c.place == 1).subquery("firsts")


def _attempts(cohorts: Sequence[Cohort]) -> Subquery:
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
        one.edition_id,
        one.form,
        one.scale,
        one.form_points,
        one.released_at,
        months.c.closed_at,
        place.label("place"),
        case((reaches, 1), else_=0).label("reaches"),
    ).select_from(
        source.join(Attempt.__table__, one.enrolment_id == row.id).join(
            months, months.c.month == month_of(row.started_on)
        )
    )
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
