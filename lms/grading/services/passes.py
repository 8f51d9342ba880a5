"""A person decides what becomes of a pass that a corrected key has made too few points."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from lms.core import audit, events
from lms.core.extensions import db
from lms.enrolments.requirements import FINAL_KEY
from lms.enrolments.services import take_back_step
from lms.grading import papers
from lms.grading.effects import counts
from lms.grading.errors import AlreadyDecided
from lms.grading.events import PassWithdrawn
from lms.grading.models import PassDecision, PassState
from lms.grading.services.regrading import keep_what_was_reported
from lms.quizzes.models import Attempt


def keep_pass(decision: PassDecision, *, reason: str, by: UUID, at: datetime) -> None:
    """Pass and certificate stay. Raises AlreadyDecided. The caller holds the locks."""
    _decide(decision, PassState.KEPT, reason=reason, by=by, at=at)
    audit.record(by, "grading.pass.kept", decision.enrolment, at=at, reason=reason)


def withdraw_pass(decision: PassDecision, *, reason: str, by: UUID, at: datetime) -> None:
    """The final quiz counts as not passed; whoever keeps certificates hears of it. Raises AlreadyDecided."""
    _decide(decision, PassState.WITHDRAWN, reason=reason, by=by, at=at)
    enrolment = decision.enrolment
    query = select(Attempt).where(Attempt.enrolment_id == enrolment.id).with_for_update()
    for attempt in db.session.scalars(query):
        if counts(attempt) and attempt.is_passed:
            keep_what_was_reported(attempt, at=at)
            attempt.is_passed = False
    # An enrolment has one certificate for ever, so whoever had one begins the module anew.
    take_back_step(enrolment, FINAL_KEY, is_over=bool(papers.codes_of([enrolment.id])), at=at)
    audit.record(by, "grading.pass.withdrawn", enrolment, at=at, reason=reason)
    events.emit(PassWithdrawn(decision.id, enrolment.id, enrolment.person_id, reason, by, at))


def _decide(decision: PassDecision, state: PassState, *, reason: str, by: UUID, at: datetime) -> None:
    if decision.state is not PassState.PENDING:
        raise AlreadyDecided
    decision.state, decision.reason, decision.decided_by_id, decision.decided_at = state, reason, by, at
