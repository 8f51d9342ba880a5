"""People by sex in several sets of modules, from one reading of the roll-up: of each set they are counted anew.

Of age and institution it is known whether they are stated, which is all that the share of complete records asks.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import product
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from lms.core.extensions import db
from lms.reporting.choices import Period
from lms.reporting.dimensions import NOT_STATED, SEXES
from lms.reporting.rollup.models import CountedCompletion, CountedModule

#: Stands for every age and every type of institution that is stated.
STATED = "stated"
#: Sex, whether the workplace was confirmed, and whether age and institution are stated. A completion's turn and its
#: place here are one number: of the smallest turn the facts need not be looked up.
Told = tuple[str, bool, str, str | None]
_TOLD: list[Told] = [*product(SEXES, (False, True), (NOT_STATED, STATED), (None, STATED))]


def people_in_each(period: Period, sets: Sequence[frozenset[UUID]]) -> list[Counter[Told]]:
    """Everybody who completed in the period, for each set."""
    rows = CountedCompletion
    sex = case({one: 8 * place for place, one in enumerate(SEXES)}, value=rows.sex)
    is_known = (
        case((rows.workplace_confirmed, 4), else_=0),
        case((rows.age_band != NOT_STATED, 2), else_=0),
        case((rows.institution_type.is_not(None), 1), else_=0),
    )
    told = rows.turn * len(_TOLD) + sum(is_known, sex)
    firsts = [func.min(case((rows.module.in_(numbers), told))) for numbers in map(_numbers_of, sets)]
    columns = [first.label(f"in_{place}") for place, first in enumerate(firsts)]
    inner = select(*columns).where(rows.completed_on.between(period.start, period.end)).group_by(rows.person).subquery()
    codes: list[ColumnElement[Any]] = [column % len(_TOLD) for column in inner.c]
    found: list[Counter[Told]] = [Counter() for _one in sets]
    for *of_sets, people in db.session.execute(select(*codes, func.count()).group_by(*codes)):
        for counted, code in zip(found, of_sets, strict=True):
            if code is not None:
                counted[_TOLD[code]] += people
    return found


def _numbers_of(modules: frozenset[UUID]) -> list[int]:
    known = db.session.scalars(select(CountedModule)).all()
    return sorted(module.number for module in known if module.module_id in modules)
