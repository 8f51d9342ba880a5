"""How long answers to knowledge checks and decisions in scenarios are kept."""

from datetime import datetime

from sqlalchemy import delete, select

from lms.core.i18n import _l
from lms.core.rows import changed
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.lessons.models import CheckAnswer, ScenarioChoice
from lms.people.retention import YEAR, keeps


@keeps(
    "checks",
    what=_l("Your answers to knowledge checks and decisions in scenarios"),
    why=_l("So that they are there when you come back, in each language"),
    until=_l("One year after the module has ended for you"),
)
def remove_checks(at: datetime) -> int:
    """Nobody counts them, so nothing is left of them."""
    over = at - YEAR
    ended = select(Enrolment.id).where(
        ((Enrolment.state == EnrolmentState.COMPLETED) & (Enrolment.completed_at < over))
        | ((Enrolment.state == EnrolmentState.WITHDRAWN) & (Enrolment.withdrawn_at < over))
    )
    return sum(changed(delete(table).where(table.enrolment_id.in_(ended))) for table in (CheckAnswer, ScenarioChoice))
