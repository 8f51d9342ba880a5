"""From answers to marks, and from marks to a result; whole numbers of parts of a point all the way."""

from collections.abc import Sequence
from fractions import Fraction

from lms.core.extensions import db
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.quizzes.models import Mark
from lms.quizzes.queries import Sitting


def mark(sitting: Sitting) -> list[Mark]:
    """A mark for each question, stored; one that a person has to read has no points yet."""
    marks = [_mark_of(sitting, asked.question, asked.number) for asked in sitting.asked]
    db.session.add_all(marks)
    return marks


def _mark_of(sitting: Sitting, question: Question, number: int) -> Mark:
    answer = sitting.answers.get(question.key)
    chosen = answer.chosen if answer else []
    return Mark(
        attempt_id=sitting.id,
        question_key=question.key,
        position=number,
        chosen=chosen,
        points=points_for(question, chosen, scale=sitting.attempt.scale),
        points_possible=sitting.attempt.scale,
    )


def points_for(question: Question, chosen: Sequence[str], *, scale: int) -> int | None:
    """Parts of a point that the answer earns; None where a person has to read it. No answer needs nobody."""
    kind = kind_of(question)
    return None if kind.by_people and chosen else kind.points(question, chosen, scale)


def add_up(sitting: Sitting, marks: Sequence[Mark]) -> bool:
    """Write the sums and the decision into the attempt; False, and nothing, as long as a mark is wanting."""
    attempt, points = sitting.attempt, {mark.question_key: mark.points for mark in marks}
    if any(earned is None for earned in points.values()):
        return False
    attempt.points = sum(earned or 0 for earned in points.values())
    attempt.form_points = sum(
        points[asked.question.key] or 0
        for asked in sitting.asked
        if attempt.form and asked.question.form == attempt.form
    )
    attempt.is_passed = reaches(sitting.document.rules.share, attempt.points, attempt.points_possible)
    return True


def reaches(share: Fraction, points: int, possible: int) -> bool:
    """Whether the points reach the share, exactly: 8 of 12 do not reach three quarters, 9 do."""
    return points * share.denominator >= share.numerator * possible
