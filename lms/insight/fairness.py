"""Whether a question is harder in one language, or for one sex, among people who know equally much.

The language is that of the enrolment: answers do not say in which language a page was read when they were chosen. The
sexes compared are those that people stated as female or male; all others are few, and no figure may speak of them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lms.insight.answers import Answer
from lms.measures import Counted, Difference, Limits, Size, TooFew, judge_fairness
from lms.people.models import Sex


class Grouping(StrEnum):
    LANGUAGE = "language"
    SEX = "sex"


COMPARED_SEXES = {Sex.FEMALE.value, Sex.MALE.value}


@dataclass(frozen=True)
class Fairness:
    """Every other group against the largest; ``reference`` is None where there is only one group."""

    reference: str | None
    focal: Mapping[str, Difference | TooFew | None]

    @property
    def worst(self) -> Size | None:
        """The largest class found; None if nothing could be said of any."""
        return max((found.size for found in self.focal.values() if isinstance(found, Difference)), default=None)


def fairness_of(rows: Sequence[Answer], grouping: Grouping, limits: Limits) -> Fairness:
    """Right is the full point: every question is worth one."""
    compared = _compared(rows, grouping)
    found = judge_fairness(Counted.of(compared), maximum=1.0, limits=limits)
    return Fairness(None, {}) if found is None else Fairness(found.reference, found.focal)


def _compared(rows: Sequence[Answer], grouping: Grouping) -> list[tuple[str, float | None, float, int]]:
    """In one order of the groups, whatever the order of the rows."""
    if grouping is Grouping.SEX:
        found = [(row.sex, row.mark, row.total, row.times) for row in rows if row.sex in COMPARED_SEXES]
    else:
        found = [(row.language, row.mark, row.total, row.times) for row in rows]
    return sorted(found)
