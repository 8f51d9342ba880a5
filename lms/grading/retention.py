"""How long opinions on essays are kept: as long as the essay itself."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.core.i18n import _l
from lms.core.rows import changed
from lms.grading.models import Essay, Grade
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
