"""How long opinions on essays are kept, as long as the essay itself, and decisions about passes."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.core.i18n import _l
from lms.core.rows import changed
from lms.grading.models import Essay, Grade, PassDecision
from lms.people.retention import YEAR, keeps
from lms.quizzes.models import Attempt


@keeps(
    "essay_grades",
    what=_l("What people who mark wrote about your essays, and the levels they chose"),
    why=_l("So that you can read why your essay was marked as it was"),
    until=_l("One year after handing in, as the essay itself; the result stays with the module"),
)
def remove_grades(at: datetime) -> int:
    attempts = select(Attempt.id).where(Attempt.handed_in_at < at - YEAR)
    old = select(Essay.id).where(Essay.attempt_id.in_(attempts))
    removed = changed(delete(Grade).where(Grade.essay_id.in_(old)))
    return removed + changed(delete(Essay).where(Essay.attempt_id.in_(attempts)))


@keeps(
    "pass_decisions",
    what=_l("Decisions about a pass after the key of a question was corrected"),
    why=_l("So that the decision and its reason can be checked"),
    until=_l("One year after the decision"),
)
def remove_decisions(at: datetime) -> int:
    return changed(delete(PassDecision).where(PassDecision.decided_at < at - YEAR))
