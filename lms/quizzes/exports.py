"""This room's part of what a person downloads: every attempt with its answers.

Which single question was right is part of it once the module is completed: before that it would help to guess, also
somebody who has left the module and will begin it again.
"""

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.exports import contributes, recognises
from lms.quizzes.models import Attempt, Mark, Response
from lms.quizzes.queries import all_exceptions_of, sets_of


@contributes("attempts")
def attempts_part(person_id: UUID) -> list[dict[str, Any]]:
    attempts = _attempts_of(person_id)
    ids = [attempt.id for attempt in attempts]
    answers: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for response in db.session.scalars(
        select(Response).where(Response.attempt_id.in_(ids)).order_by(Response.saved_at)
    ):
        answers[response.attempt_id].append(
            {"question": response.question_key, "chosen": response.chosen, "saved_at": response.saved_at}
        )
    marks: dict[UUID, dict[str, str]] = defaultdict(dict)
    for mark in db.session.scalars(select(Mark).where(Mark.attempt_id.in_(ids)).order_by(Mark.position)):
        marks[mark.attempt_id][mark.question_key] = f"{mark.points}/{mark.points_possible}"
    return [
        {
            **_facts(attempt),
            "answers": answers[attempt.id],
            "marks": marks[attempt.id] if attempt.enrolment.state is EnrolmentState.COMPLETED else None,
        }
        for attempt in attempts
    ]


@contributes("sets_of_tries")
def tries_part(person_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "module": tries.module_id,
            "number": tries.number,
            "tries": tries.size,
            "opened_at": tries.opened_at,
            "opened_by_coordinator": tries.opened_by_id is not None,
            "reason": tries.reason,
        }
        for tries in sets_of(person_id)
    ]


@contributes("test_exceptions")
def exceptions_part(person_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            "module": given.module_id,
            "extra_minutes": given.extra_minutes,
            "extra_tries": given.extra_tries,
            "reason": given.reason,
            "given_at": given.given_at,
            "ended_at": given.ended_at,
        }
        for given in all_exceptions_of(person_id)
    ]


def _attempts_of(person_id: UUID) -> list[Attempt]:
    query = (
        select(Attempt)
        .join(Attempt.enrolment)
        .where(Enrolment.person_id == person_id)
        .options(contains_eager(Attempt.enrolment))
        .order_by(Attempt.started_at, Attempt.id)
    )
    return list(db.session.scalars(query))


def _facts(attempt: Attempt) -> dict[str, Any]:
    """Points and outcome once the result is shown."""
    return {
        "enrolment": attempt.enrolment_id,
        "kind": attempt.kind,
        "number": attempt.number,
        "entered_from_paper": attempt.is_on_paper,
        "started_at": attempt.started_at,
        "due_at": attempt.due_at,
        "handed_in_at": attempt.handed_in_at,
        "points": str(attempt.own_points) if attempt.released_at else None,
        "points_possible": len(attempt.drawn),
        "marked_at": attempt.marked_at,
        "released_at": attempt.released_at,
        "passed": attempt.is_passed if attempt.released_at else None,
        "set_aside_at": attempt.set_aside_at,
    }


@recognises("Attempt")
def attempt_ids(person_id: UUID) -> list[UUID]:
    """The audit log speaks of attempts by these ids."""
    return [attempt.id for attempt in _attempts_of(person_id)]
