"""What people of closed cohorts knew before and after, counted by everything that gains are told by.

Which attempts these are says ``tested``; where the roll-up holds the cohorts, its rows are counted instead.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, String, cast, func, select

from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.measures.gains import Pair
from lms.reporting.cohorts import Cohort
from lms.reporting.rollup import outcomes as rolled_up
from lms.reporting.tested import FACTS, first_tested


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
    numbers = [cohort.number for cohort in cohorts]
    is_rolled_up = rolled_up.holds(numbers[-1])
    query = rolled_up.counted(numbers, by_place=by_place) if is_rolled_up else _counted(cohorts, by_place=by_place)
    found = db.session.execute(query).all()
    return [
        Outcome(
            **_facts(row),
            pair=_pair(row.edition_id, row.form, row.scale, row.after, row.before, row.before_possible),
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


@lru_cache(maxsize=4096)
def _pair(
    edition_id: str, form: str | None, scale: int, after: int | None, before: int | None, before_possible: int | None
) -> Pair | None:
    if before is None or after is None or form is None:
        return None
    asked = size_of_form(UUID(edition_id), form)
    if not asked or not before_possible:
        return None
    return Fraction(before, before_possible), Fraction(after, scale * asked)


@lru_cache(maxsize=1024)
def size_of_form(edition_id: UUID, form: str) -> int:
    """Of how many questions the part of a first final attempt consists that is compared with the pre-test."""
    document = document_of(edition_id)
    return min(document.rules.pre_test_questions, sum(question.form == form for question in document.questions))


def _counted(cohorts: Sequence[Cohort], *, by_place: bool) -> Select[Any]:
    """The same columns as those of the roll-up."""
    first = first_tested(cohorts).subquery("firsts")
    columns = [first.c[name] for name in (*FACTS, "edition_id", "form", "scale", "after")]
    columns += [first.c[name] for name in ("before", "before_possible", "reached")]
    columns += [first.c.institution_id] if by_place else []
    named = [cast(one, String).label(one.name) if one.name in _IDS else one for one in columns]
    return select(*named, func.count().label("people")).group_by(*columns)


#: Read as text: to make an id of each is slow, and few are different.
_IDS = {"module_id", "edition_id", "institution_id"}
