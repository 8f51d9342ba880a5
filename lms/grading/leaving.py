"""What this room takes away when a person leaves: words about the person, and places the person had taken."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from lms.accounts.models import Account
from lms.core.rows import changed
from lms.enrolments.models import Enrolment
from lms.grading.models import Essay, Grade, PassDecision, PassState
from lms.people.leaving import Wish, forgets
from lms.quizzes.models import Attempt


@forgets("grading")
def forget_opinions(person_id: UUID, wish: Wish, at: datetime) -> int:
    """Comments on the own essays go at once; what the person wrote about others stays theirs to read."""
    attempts = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    own = select(Essay.id).where(Essay.attempt_id.in_(attempts.where(Enrolment.person_id == person_id)))
    emptied = changed(update(Grade).where(Grade.essay_id.in_(own), Grade.comment != "").values(comment=""))
    emptied += _forget_decisions(person_id, at)
    accounts = select(Account.id).where(Account.person_id == person_id)
    return emptied + changed(delete(Grade).where(Grade.marker_id.in_(accounts), Grade.saved_at.is_(None)))


def _forget_decisions(person_id: UUID, at: datetime) -> int:
    """Nothing is to be decided any more about somebody who has left, and no reason is kept."""
    enrolments = select(Enrolment.id).where(Enrolment.person_id == person_id)
    own = PassDecision.enrolment_id.in_(enrolments)
    pending = update(PassDecision).where(own, PassDecision.state == PassState.PENDING)
    changed(pending.values(state=PassState.OVERTAKEN, decided_at=at))
    return changed(update(PassDecision).where(own, PassDecision.reason.is_not(None)).values(reason=""))
