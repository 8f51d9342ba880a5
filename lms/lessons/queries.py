"""Questions about what a person did inside lessons. Always of one enrolment, which the caller may see."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from lms.core.extensions import db
from lms.core.rows import Question
from lms.lessons.models import CheckAnswer, ScenarioChoice

_ANSWER = CheckAnswer.__table__.c
_ANSWERS = Question(select(_ANSWER.check_key, _ANSWER.chosen).where(_ANSWER.enrolment_id == bindparam("enrolment_id")))


def check_answers_of(enrolment_id: UUID) -> dict[str, list[str]]:
    """Check key to the options chosen last."""
    return dict(_ANSWERS.rows({"enrolment_id": enrolment_id}))


def decisions_of(enrolment_id: UUID) -> Sequence[ScenarioChoice]:
    """The decisions of the latest walk through the scenario, in their order."""
    query = (
        select(ScenarioChoice)
        .where(ScenarioChoice.enrolment_id == enrolment_id)
        .order_by(ScenarioChoice.walk, ScenarioChoice.position)
    )
    rows = db.session.scalars(query).all()
    return [row for row in rows if row.walk == rows[-1].walk]
