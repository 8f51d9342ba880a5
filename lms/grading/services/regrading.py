"""Marking again after a key was corrected, person by person. Done twice it changes nothing, so it may stop anywhere."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.catalogue.queries import document_of
from lms.core import clock, events
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.requirements import FINAL_KEY
from lms.enrolments.services import record_step
from lms.grading.effects import counts
from lms.grading.events import MarkedAgain, ResultChanged
from lms.grading.key_queries import decisions_in
from lms.grading.models import PassDecision, PassState
from lms.grading.queries import sitting_of_attempt
from lms.quizzes import marking
from lms.quizzes.models import Attempt, CorrectedQuestion, KeyCorrection, Mark, MarkChange
from lms.quizzes.queries import Sitting, marks_of


def regrade_enrolment(enrolment_id: UUID, correction: KeyCorrection, *, at: datetime) -> int:
    """Mark every attempt of the enrolment again that the correction concerns; how many have changed.

    Locks the enrolment and its attempts.
    """
    enrolment = db.session.scalars(select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()).one()
    query = select(Attempt).where(Attempt.enrolment_id == enrolment_id).order_by(Attempt.started_at)
    attempts = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    stood = [attempt for attempt in attempts if counts(attempt) and attempt.is_passed]
    by_edition = {question.edition_id: question for question in correction.questions}
    changed = [
        attempt
        for attempt in attempts
        if attempt.edition_id in by_edition and _regrade(attempt, correction, by_edition[attempt.edition_id], at=at)
    ]
    if changed:
        is_new = _conclude(enrolment, attempts, stood, correction, at=at)
        events.emit(MarkedAgain(enrolment.id, enrolment.person_id, at))
        if any(counts(attempt) for attempt in changed):
            news = ResultChanged(correction.id, enrolment.id, enrolment.person_id, is_newly_passed=is_new, at=at)
            events.emit(news)
    return len(changed)


def _regrade(attempt: Attempt, correction: KeyCorrection, question: CorrectedQuestion, *, at: datetime) -> bool:
    """One attempt; False if nothing has changed. Afterwards ``is_passed`` says what the points say."""
    sitting, marks = sitting_of_attempt(attempt.id), marks_of(attempt.id)
    mark = next((one for one in marks if one.question_key == correction.question_key), None)
    if mark is None or mark.points is None:
        return False
    marking.fit_scale(sitting, marks)
    points = marking.points_in(sitting, sitting.document.questions_by_key[mark.question_key], mark.chosen)
    if points is None or points == mark.points:
        return False
    change = _change(attempt, mark, question, points, at=at)
    mark.points = points
    _add_up(sitting, marks, at=at)
    change.total_after = attempt.points
    db.session.add(change)
    db.session.flush()
    return True


def _change(attempt: Attempt, mark: Mark, question: CorrectedQuestion, points: int, *, at: datetime) -> MarkChange:
    return MarkChange(
        attempt_id=attempt.id,
        correction_id=question.correction_id,
        question_key=mark.question_key,
        scale=attempt.scale,
        points_before=mark.points,
        points_after=points,
        total_before=attempt.points,
        key_before=question.key_before,
        key_after=question.key_after,
        at=at,
    )


def _add_up(sitting: Sitting, marks: Sequence[Mark], *, at: datetime) -> None:
    """The sums and the decision anew, unless something in the attempt has still to be read."""
    if sitting.attempt.marked_at is not None:
        keep_what_was_reported(sitting.attempt, at=at)
        marking.add_up(sitting, marks)


def keep_what_was_reported(attempt: Attempt, *, at: datetime) -> None:
    """Before a result changes: numbers of a quarter that is over were shown, and stay what they were."""
    released = attempt.released_at
    if released is not None and attempt.reported_points is None and clock.is_quarter_over(released, at):
        attempt.reported_points, attempt.reported_passed = attempt.points, attempt.is_passed


def _conclude(
    enrolment: Enrolment,
    attempts: Sequence[Attempt],
    stood: Sequence[Attempt],
    correction: KeyCorrection,
    *,
    at: datetime,
) -> bool:
    """A new pass counts at once; a lost one stands until a person has decided. Whether the person passes newly."""
    decisions = decisions_in(enrolment.id)
    pending = next((one for one in decisions if one.state is PassState.PENDING), None)
    if pending is not None and any(_reaches(attempt) for attempt in attempts if counts(attempt)):
        pending.state, pending.decided_at = PassState.OVERTAKEN, at
    passes = any(attempt.is_passed for attempt in attempts if counts(attempt))
    if stood and not passes:
        for attempt in stood:
            attempt.is_passed = True
        is_kept = any(one.state is PassState.KEPT for one in decisions)
        if pending is None and not is_kept and enrolment.state is not EnrolmentState.WITHDRAWN:
            db.session.add(PassDecision(enrolment_id=enrolment.id, correction_id=correction.id, opened_at=at))
    is_new = passes and not stood and enrolment.state is EnrolmentState.OPEN
    if is_new:
        record_step(enrolment, FINAL_KEY, at=at)
    return is_new


def _reaches(attempt: Attempt) -> bool:
    """Whether the points alone are enough, whatever was decided about them."""
    share = document_of(attempt.edition_id).rules.share
    return attempt.points is not None and marking.reaches(share, attempt.points, attempt.points_possible)
