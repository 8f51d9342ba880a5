"""This room's part of what a person downloads: answers to knowledge checks, decisions in scenarios."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.lessons.models import CheckAnswer, ScenarioChoice
from lms.people.exports import contributes


@contributes("knowledge_checks")
def check_answers_part(person_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(CheckAnswer)
        .join(Enrolment, Enrolment.id == CheckAnswer.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(CheckAnswer.answered_at, CheckAnswer.check_key)
    )
    return [
        {
            "enrolment": row.enrolment_id,
            "check": row.check_key,
            "chosen": row.chosen,
            "answered_at": row.answered_at,
        }
        for row in db.session.scalars(query)
    ]


@contributes("scenario_decisions")
def scenario_part(person_id: UUID) -> list[dict[str, Any]]:
    query = (
        select(ScenarioChoice)
        .join(Enrolment, Enrolment.id == ScenarioChoice.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(ScenarioChoice.enrolment_id, ScenarioChoice.walk, ScenarioChoice.position)
    )
    return [
        {
            "enrolment": row.enrolment_id,
            "walk": row.walk,
            "position": row.position,
            "situation": row.node_key,
            "decision": row.choice_key,
            "chosen_at": row.chosen_at,
        }
        for row in db.session.scalars(query)
    ]
