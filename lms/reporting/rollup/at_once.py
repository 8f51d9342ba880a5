"""People by sex in several sets of modules, from one reading of the roll-up: of each set they are counted anew."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select

from lms.core.extensions import db
from lms.reporting.choices import Period
from lms.reporting.dimensions import SEXES
from lms.reporting.rollup.models import CountedCompletion, CountedModule

#: A completion's turn and what is asked of it, in one number: of the smallest the latter need not be looked up.
_FACTS = [(sex, is_confirmed) for sex in SEXES for is_confirmed in (False, True)]


def people_in_each(period: Period, sets: Sequence[frozenset[UUID]]) -> list[Counter[tuple[str, bool]]]:
    """Everybody who completed in the period, by sex and by whether the workplace was confirmed, for each set."""
    rows = CountedCompletion
    sex = case({one: 2 * place for place, one in enumerate(SEXES)}, value=rows.sex)
    told = rows.turn * len(_FACTS) + sex + case((rows.workplace_confirmed, 1), else_=0)
    firsts = [func.min(case((rows.module.in_(numbers), told))) for numbers in map(_numbers_of, sets)]
    columns = [first.label(f"in_{place}") for place, first in enumerate(firsts)]
    inner = select(*columns).where(rows.completed_on.between(period.start, period.end)).group_by(rows.person).subquery()
    facts: list[ColumnElement[Any]] = [column % len(_FACTS) for column in inner.c]
    found: list[Counter[tuple[str, bool]]] = [Counter() for _one in sets]
    for *of_sets, people in db.session.execute(select(*facts, func.count()).group_by(*facts)):
        for counted, code in zip(found, of_sets, strict=True):
            if code is not None:
                counted[_FACTS[code]] += people
    return found


def _numbers_of(modules: frozenset[UUID]) -> list[int]:
    known = db.session.scalars(select(CountedModule)).all()
    return sorted(module.number for module in known if module.module_id in modules)
