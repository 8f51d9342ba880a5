"""From opinions to points. The rule, which the pages say in words:

one person    the points of that opinion
two people    their mean, if they differ by no more than the author of the rubric allows
a third       is asked if they differ by more, sees both without names, and decides alone
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.grading.models import THIRD, Essay, Grade
from lms.questions.documents import Rubric


@dataclass(frozen=True)
class Outcome:
    """``points`` of the rubric; None as long as opinions are wanting."""

    points: Fraction | None
    wanted: int


def points_of(rubric: Rubric, levels: Mapping[str, str]) -> int:
    """Points of the rubric for the level reached in each criterion. Raises KeyError for what the rubric lacks."""
    total = 0
    for criterion in rubric.criteria:
        by_key = {level.key: level.points for level in criterion.levels}
        total += by_key[levels[criterion.key]]
    return total


def outcome_of(essay: Essay, rubric: Rubric, grades: Sequence[Grade]) -> Outcome:
    """What the saved opinions come to."""
    points = {grade.place: grade.points for grade in grades if grade.points is not None}
    if not essay.is_double:
        return Outcome(Fraction(points[1]) if 1 in points else None, 1)
    if THIRD in points:
        return Outcome(Fraction(points[THIRD]), THIRD)
    if essay.wanted == THIRD or len(points) < 2:  # noqa: PLR2004  (two opinions)
        return Outcome(None, essay.wanted)
    if abs(points[1] - points[2]) > rubric.difference:
        return Outcome(None, THIRD)
    return Outcome(Fraction(points[1] + points[2], 2), 2)


def deciding(essay: Essay, grades: Sequence[Grade]) -> list[Grade]:
    """The opinions that the points rest on, in their order: one, two, or the third alone."""
    saved = sorted((grade for grade in grades if grade.saved_at is not None), key=lambda grade: grade.place)
    return [grade for grade in saved if grade.place == THIRD] if essay.wanted == THIRD else saved
