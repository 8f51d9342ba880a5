"""From answers to marks, and from marks to a result; whole numbers of parts of a point all the way."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

from lms.core.extensions import db
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.quizzes.models import Mark
from lms.quizzes.queries import Sitting


def mark(sitting: Sitting) -> list[Mark]:
    """A mark for each question, stored; one that a person has to read has no points yet."""
    fit_scale(sitting, [])
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
        points=points_in(sitting, question, chosen),
        points_possible=sitting.attempt.scale,
    )


def points_in(sitting: Sitting, question: Question, chosen: Sequence[str]) -> int | None:
    """The same in an attempt: a question that turned out to be none gives its point to everybody."""
    scale = sitting.attempt.scale
    return scale if question.key in sitting.given else points_for(question, chosen, scale=scale)


def fit_scale(sitting: Sitting, marks: Sequence[Mark]) -> int:
    """Count in finer parts if a corrected key divides a point further than the attempt does; by how much finer.

    Everything that was counted so far is written in the new parts, so that it means what it meant.
    """
    attempt = sitting.attempt
    wanted = lcm(attempt.scale, *(kind_of(asked.question).denominator(asked.question) for asked in sitting.asked))
    finer = wanted // attempt.scale
    if finer > 1:
        attempt.scale = wanted
        for name in ("points", "points_possible", "form_points", "reported_points"):
            value = getattr(attempt, name)
            setattr(attempt, name, None if value is None else value * finer)
        for mark in marks:
            mark.points_possible *= finer
            mark.points = None if mark.points is None else mark.points * finer
    return finer


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
