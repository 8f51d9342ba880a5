"""An essay on the desk of somebody who marks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lms.enrolments.models import EnrolmentState
from lms.grading.models import THIRD, Essay, Grade
from lms.questions.documents import Question, Rubric
from lms.quizzes.queries import Sitting


@dataclass(frozen=True)
class Desk:
    """What marking needs. Whose text it is stays in here: no page is told."""

    essay: Essay
    sitting: Sitting
    text: str
    grades: Sequence[Grade]
    marker_id: UUID
    is_author: bool

    @property
    def id(self) -> UUID:
        """Of the essay, for the log of refusals."""
        return self.essay.id

    @property
    def slug(self) -> str:
        return self.sitting.document.slug

    @property
    def learner_id(self) -> UUID:
        return self.sitting.person_id

    @property
    def question(self) -> Question:
        return self.sitting.document.questions_by_key[self.essay.question_key]

    @property
    def rubric(self) -> Rubric:
        return self.question.rubric or Rubric(criteria=())

    @property
    def own(self) -> Grade | None:
        """The place of whoever sits here."""
        return next((grade for grade in self.grades if grade.marker_id == self.marker_id), None)

    @property
    def is_needed(self) -> bool:
        """Whether anybody still waits for the result: not if the text was withdrawn or the person has left."""
        attempt, state = self.sitting.attempt, self.sitting.enrolment.state
        return attempt.set_aside_at is None and state is not EnrolmentState.WITHDRAWN

    @property
    def is_fixed(self) -> bool:
        """Whether the own opinion cannot be changed any more."""
        own = self.own
        decided_by_other = self.essay.wanted == THIRD and own is not None and own.place != THIRD
        return self.sitting.attempt.marked_at is not None or decided_by_other

    @property
    def before(self) -> list[Grade]:
        """The two opinions that a third person sees, and nobody else of those who mark."""
        own = self.own
        if own is None or own.place != THIRD:
            return []
        return sorted((grade for grade in self.grades if grade is not own), key=lambda grade: grade.place)


def free_place(essay: Essay, grades: Sequence[Grade], marker_id: UUID, at: datetime) -> int | None:
    """The place that somebody may take now, the own one first; None if there is none."""
    by_place = {grade.place: grade for grade in grades}
    own = next((grade for grade in grades if grade.marker_id == marker_id), None)
    if own is not None:
        return own.place if own.saved_at is None else None
    for place in (THIRD,) if essay.wanted == THIRD else range(1, essay.wanted + 1):
        there = by_place.get(place)
        if there is None or (there.saved_at is None and there.taken_until <= at):
            return place
    return None
