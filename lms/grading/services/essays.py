"""What can happen to an essay: asked for, taken by somebody, marked, decided."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from lms.accounts.models import Account
from lms.core import audit
from lms.core.extensions import db
from lms.grading import queries
from lms.grading.deciding import outcome_of, points_of
from lms.grading.desks import Desk, free_place
from lms.grading.errors import GradeIsFixed, TakenByAnother
from lms.grading.models import Essay, Grade
from lms.quizzes import services as quizzes
from lms.quizzes.queries import marks_of

#: So long nobody else is offered an essay that somebody has opened.
LEASE = timedelta(minutes=30)


def ask_for_marks(attempt_id: UUID, *, at: datetime) -> list[Essay]:
    """Each essay of an attempt that has no points yet becomes work for those who mark."""
    waiting = queries.marks_waiting(attempt_id)
    sitting = queries.sitting_of_attempt(attempt_id) if waiting else None
    made: list[Essay] = []
    if sitting is None:
        return made
    for mark in waiting:
        question = sitting.document.questions_by_key[mark.question_key]
        is_double = bool(question.rubric and question.rubric.double)
        essay = Essay(
            id=uuid4(),
            attempt_id=attempt_id,
            question_key=mark.question_key,
            module_id=sitting.enrolment.module_id,
            handed_in_at=at,
            language=sitting.enrolment.person.language,
            is_double=is_double,
            wanted=2 if is_double else 1,
        )
        db.session.add(essay)
        made.append(essay)
    return made


def take_next(marker: Account, module_id: UUID, *, at: datetime) -> Essay | None:
    """The oldest essay of the module that this person may mark, taken for half an hour; None if there is none."""
    for essay in queries.candidates(marker, module_id, at=at):
        if take(essay, marker.id, at=at) is not None:
            return essay
    return None


def take(essay: Essay, marker_id: UUID, *, at: datetime) -> Grade | None:
    """A place for this person's opinion, or None. The caller holds the lock on the essay."""
    grades = queries.grades_of(essay.id)
    place = free_place(essay, grades, marker_id, at)
    if place is None or essay.decided_at is not None:
        return None
    grade = next((there for there in grades if there.place == place), None)
    if grade is None:
        grade = Grade(essay_id=essay.id, is_double=essay.is_double, place=place)
        db.session.add(grade)
    grade.marker_id, grade.taken_until = marker_id, at + LEASE
    db.session.flush()
    return grade


def mark_essay(desk: Desk, *, levels: Mapping[str, str], comment: str, at: datetime) -> Grade:
    """Keep somebody's opinion, and decide if it was the last one needed. Raises TakenByAnother, GradeIsFixed.

    The caller holds the locks on enrolment, attempt and essay. A place whose time is over is kept as long as nobody
    else has taken it.
    """
    grade = desk.own
    if grade is None or not desk.is_needed:
        raise TakenByAnother
    if desk.is_fixed:
        raise GradeIsFixed
    grade.levels = {criterion.key: levels[criterion.key] for criterion in desk.rubric.criteria}
    grade.points, grade.comment, grade.saved_at = points_of(desk.rubric, levels), comment, at
    # Neither points nor words: the log is read by people who must not know them.
    audit.record(grade.marker_id, "grading.essay.marked", desk.essay, at=at, place=grade.place)
    _decide(desk, desk.grades, at=at)
    return grade


def _decide(desk: Desk, grades: Sequence[Grade], *, at: datetime) -> None:
    """Write what the opinions come to into the mark; with the last mark the result is released."""
    essay, attempt = desk.essay, desk.sitting.attempt
    outcome = outcome_of(essay, desk.rubric, grades)
    essay.wanted = outcome.wanted
    marks = marks_of(attempt.id)
    mark = next(mark for mark in marks if mark.question_key == essay.question_key)
    if outcome.points is None:
        mark.points, essay.decided_at = None, None
        return
    # Whole: the scale of the attempt is a multiple of twice the rubric's points (see ``Essay.denominator``).
    mark.points = int(outcome.points * attempt.scale / desk.rubric.most)
    essay.decided_at = at
    quizzes.settle(desk.sitting, marks, at=at)
