"""Parts of indicators that stand in no table: counted from the facts that the tables count, and by their rules.

For the project team alone. What leaves the house is taken from tables that were hidden together.
"""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from lms.core import clock
from lms.disclosure.suppression import SIGN
from lms.evaluations.follow_up_queries import application
from lms.framework.parts import LINES
from lms.reporting.choices import Choice, Measure
from lms.reporting.cohort_counts import cohort_counts
from lms.reporting.cohorts import Cohort, cohorts_closed_in
from lms.reporting.counting import counts
from lms.reporting.dimensions import NOT_STATED, YOUTH, by_line, share
from lms.reporting.gains import Outcomes, group
from lms.reporting.reports.counted_b import YOUTH_USED
from lms.reporting.reports.gain_cells import gain_cells
from lms.reporting.satisfaction import satisfaction

#: A number, nothing to tell of, or the sign for what is hidden.
Value = Decimal | str | None
#: What people are divided by to the fact of an enrolment that says it.
FACTS = {"sex": "sex", "group": "institution_type", "profession": "profession", "region": "region"}
#: Who does not say the sex in a reply.
UNSAID = "not_stated"


class Divided:
    """The values of a period for one line of a dimension; shares in per cent."""

    def __init__(self, choice: Choice) -> None:
        self.choice = choice

    def value(self, name: str, dimension: str, line: str) -> Value:
        return self._ways[name](dimension, line)

    @property
    def _ways(self) -> Mapping[str, Callable[[str, str], Value]]:
        return {
            "trained": self._trained,
            "youth": self._young,
            "completion": self._completed,
            "gain": self._gained,
            "reached-share": self._reached,
            "satisfaction": self._satisfied,
            "application": self._applied,
        }

    def _trained(self, dimension: str, line: str) -> Value:
        rows = counts(Measure.PEOPLE, self.choice, FACTS[dimension])
        return Decimal(sum(count for (count,) in _of(line, dimension, rows)))

    def _young(self, dimension: str, line: str) -> Value:
        rows = counts(Measure.PEOPLE, self.choice, FACTS[dimension], "age_band")
        known = [(band, count) for band, count in _of(line, dimension, rows) if band != NOT_STATED]
        young = sum(count for band, count in known if band in YOUTH[YOUTH_USED])
        return _per_cent(young, sum(count for _band, count in known))

    def _completed(self, dimension: str, line: str) -> Value:
        rows = cohort_counts(self.choice, self._cohorts, FACTS[dimension], "in_time")
        found = list(_of(line, dimension, rows))
        return _per_cent(sum(in_time * count for in_time, count in found), sum(count for _in_time, count in found))

    def _gained(self, dimension: str, line: str) -> Value:
        value = gain_cells(self._outcomes, group((dimension, line)), ("gain",))["gain"]
        return value if value is None or value == SIGN else Decimal(value)

    def _reached(self, dimension: str, line: str) -> Value:
        whose = group((dimension, line))
        told = self._outcomes.told(whose, "tested")
        if told is None:
            return SIGN if self._outcomes.of(whose).tested else None
        return _per_cent(told.reached, told.tested)

    def _satisfied(self, _dimension: str, line: str) -> Value:
        """As replies say the sex themselves, of those that said it or of those that did not."""
        said = satisfaction(self.choice).get(None)
        if said is None:
            return None
        return said.by_sex.get(None if line == UNSAID else line) if said.by_sex else SIGN

    def _applied(self, _dimension: str, line: str) -> Value:
        """As replies say the sex themselves, by the same rule."""
        period = self.choice.period
        said = application(period.start, period.end, clock.local_day(clock.now()))[None]
        if not said.by_sex:
            return SIGN if said.replies else None
        used = said.by_sex.get(None if line == UNSAID else line)
        return None if used is None else _per_cent(used.applied, used.replies)

    @cached_property
    def _cohorts(self) -> list[Cohort]:
        return cohorts_closed_in(self.choice.period)

    @cached_property
    def _outcomes(self) -> Outcomes:
        return Outcomes(self._cohorts)


def _of(line: str, dimension: str, rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """The rest of each row whose first value is counted in the line."""
    line_of = by_line(LINES[dimension]())
    return (tuple(rest) for value, *rest in rows if line_of.get(value, value) == line)


def _per_cent(part: int, whole: int) -> Value:
    found = share(part, whole)
    return None if found is None else found * 100
