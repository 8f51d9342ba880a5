"""First attempts of closed quarters, added up once.

What a quarter held at its end stays: no consent withdrawn afterwards changes it. What was not stated then and is stated
afterwards does, so a person's quarters are doubted when facts or marks are corrected, and are counted from the attempts
until the night.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, cast, delete, func, insert, select, text, update

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.quizzes.models import Attempt, AttemptKind
from lms.reporting.firsts import first_attempts
from lms.reporting.rollup.models import CountedFirsts, CountedQuarter
from lms.reporting.rollup.state import is_whole
from lms.reporting.trees import Quarter

#: What tells groups apart, beside quarter and place; and their sums.
_BY, _SUMS = ("sex", "points_possible", "reached_at"), ("points", "squares", "count")
_KNOW = text(
    "insert into report_quarters (number, is_counted, doubts) values (:number, false, 0) on conflict do nothing"
)


def firsts_of(year: int, quarters: Sequence[Quarter]) -> list[Any]:
    """The rows of ``first_attempts``: of quarters that are added up from there, of the others from the attempts."""
    held = _held(year, quarters)
    others = [quarter for quarter in quarters if quarter not in held]
    return [*(_read(year, held) if held else ()), *(first_attempts(year, others) if others else ())]


def add_quarters_up(today: date, *, after_each: Callable[[], None]) -> None:
    """Every quarter that has ended, from the first in which anybody had a result."""
    first = db.session.scalar(select(func.min(Attempt.released_at)).where(Attempt.kind == AttemptKind.FINAL))
    if first is None:
        return
    for number in range(_number_on(clock.local_day(first)), _number_on(today)):
        _add_up(number, after_each)


def doubt_quarters_of(person_id: UUID) -> None:
    """Facts of this person are not those that were added up."""
    query = select(Attempt.released_at).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    query = query.where(Enrolment.person_id == person_id, Attempt.kind == AttemptKind.FINAL)
    moments = db.session.scalars(query.where(Attempt.released_at.is_not(None)))
    numbers = {_number_on(clock.local_day(moment)) for moment in moments if moment}
    if numbers:
        theirs = CountedQuarter.number.in_(sorted(numbers))
        # One after the other, so that two who doubt the same quarters at once never wait for each other.
        locked = select(CountedQuarter.number).where(theirs).order_by(CountedQuarter.number).with_for_update()
        db.session.execute(locked)
        doubted = update(CountedQuarter).where(theirs)
        db.session.execute(doubted.values(is_counted=False, doubts=CountedQuarter.doubts + 1))


def _add_up(number: int, after_each: Callable[[], None]) -> None:
    """Read first and written then, so that nobody's saving waits for what takes its time."""
    db.session.execute(_KNOW, {"number": number})
    doubts = db.session.scalars(_quarter(number)).one().doubts
    after_each()
    rows = _rows_of(number)
    after_each()
    quarter = db.session.scalars(_quarter(number).with_for_update()).one()
    if quarter.doubts == doubts:  # else it is counted from the attempts until the next night
        db.session.execute(delete(CountedFirsts).where(CountedFirsts.quarter == number))
        if rows:
            db.session.execute(insert(CountedFirsts), rows)
        quarter.is_counted = True
    after_each()


def _quarter(number: int) -> Select[CountedQuarter]:
    query = select(CountedQuarter).where(CountedQuarter.number == number)
    return query.execution_options(populate_existing=True)


def _rows_of(number: int) -> list[dict[str, Any]]:
    year, before = divmod(number, 4)
    return [
        {
            "quarter": number,
            "institution_id": row.institution_id and UUID(row.institution_id),
            "module_id": UUID(row.module_id),
            **{name: getattr(row, name) for name in (*_BY, *_SUMS)},
        }
        for row in first_attempts(year, [before + 1])
    ]


def _held(year: int, quarters: Collection[Quarter]) -> list[Quarter]:
    if not is_whole():
        return []
    numbers = {4 * year + quarter - 1: quarter for quarter in quarters}
    counted = select(CountedQuarter.number).where(CountedQuarter.is_counted, CountedQuarter.number.in_(numbers))
    return [numbers[number] for number in db.session.scalars(counted)]


def _read(year: int, quarters: Collection[Quarter]) -> Sequence[Any]:
    row = CountedFirsts.__table__.c
    query = select(
        cast(row.institution_id, String).label("institution_id"),
        cast(row.module_id, String).label("module_id"),
        (row.quarter - 4 * year + 1).label("quarter"),
        *(row[name] for name in (*_BY, *_SUMS)),
    )
    return db.session.execute(query.where(row.quarter.in_([4 * year + quarter - 1 for quarter in quarters]))).all()


def _number_on(day: date) -> int:
    """Of the quarter with this day."""
    return 4 * day.year + (day.month - 1) // 3
