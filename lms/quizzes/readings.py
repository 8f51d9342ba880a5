"""What people said of an essay, for its learner. The room that asks people stands above and hands it in here.

    @readings.gives
    def opinions(sitting: Sitting) -> Mapping[str, Sequence[Opinion]]: ...

Asked only about results that are released; who said it is never part of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lms.questions.documents import Words
from lms.questions.kinds import kind_of
from lms.questions.showing import in_language
from lms.quizzes.models import Mark
from lms.quizzes.queries import Sitting


@dataclass(frozen=True)
class Line:
    """A criterion and the level that was reached, in points of the rubric."""

    criterion: Words
    level: Words
    points: int
    of: int


@dataclass(frozen=True)
class Opinion:
    lines: Sequence[Line]
    comment: str
    #: Of the comment.
    language: str

    @property
    def points(self) -> int:
        return sum(line.points for line in self.lines)

    @property
    def of(self) -> int:
        return sum(line.of for line in self.lines)


@dataclass(frozen=True)
class Reading:
    """An essay on the result page: what was asked and written, and what was said of it."""

    number: int
    stem: str
    text: str
    share: Fraction
    opinions: Sequence[Opinion]


Give = Callable[[Sitting], Mapping[str, Sequence[Opinion]]]

_givers: list[Give] = []


def gives(give: Give) -> Give:
    """Ask this function about every released result; it answers by question."""
    if give not in _givers:
        _givers.append(give)
    return give


def readings_of(sitting: Sitting, marks: Sequence[Mark], language: str) -> list[Reading]:
    """Every essay that was read, in the order asked."""
    read_by_people = any(kind_of(asked.question).by_people for asked in sitting.asked)
    if sitting.attempt.released_at is None or not read_by_people:
        return []
    opinions = {key: found for give in _givers for key, found in give(sitting).items()}
    return [
        Reading(
            number=mark.position,
            stem=in_language(sitting.document.questions_by_key[mark.question_key].stem, language),
            text=str(mark.chosen[0]) if mark.chosen else "",
            share=Fraction(mark.points or 0, mark.points_possible),
            opinions=opinions[mark.question_key],
        )
        for mark in marks
        if mark.question_key in opinions
    ]
