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

#: What the pair before and after is made of, in the order in which both ways read it.
OF_A_PAIR = ("edition_id", "form", "scale", "after", "before", "before_possible")


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
    return list(map(_outcome, db.session.execute(query)))


def _outcome(row: Any) -> Outcome:
    """From what both queries give: facts, what makes the pair, whether the standard was reached, people, and the place.

    By their order: of thirty thousand rows, to ask each for its names takes as long as all the rest.
    """
    kind, region, profession, sex, band, language = row[1:7]
    is_reached, people, *places = row[13:]
    place = _identity(places[0]) if places and places[0] else None
    return Outcome(
        _identity(row[0]),
        kind,
        region,
        profession,
        sex,
        band,
        language,
        _pair(*row[7:13]),
        bool(is_reached),
        people,
        place,
    )


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
    columns = [first.c[name] for name in (*FACTS, *OF_A_PAIR, "reached")]
    places = [first.c.institution_id] if by_place else []
    named, where = ([cast(one, String) if one.name in _IDS else one for one in part] for part in (columns, places))
    return select(*named, func.count(), *where).group_by(*columns, *places)


#: Read as text: to make an id of each is slow, and few are different.
_IDS = {"module_id", "edition_id", "institution_id"}
