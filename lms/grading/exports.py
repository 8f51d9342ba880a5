"""This room's parts of what a person downloads: opinions on the own essays, and the own opinions on others'."""

from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Account
from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.grading.deciding import deciding
from lms.grading.models import Essay, Grade, PassDecision
from lms.grading.queries import grades_of
from lms.people.exports import contributes
from lms.quizzes.models import Attempt, KeyCorrection, MarkChange


@contributes("essay_grades")
def grades_part(person_id: UUID) -> list[dict[str, Any]]:
    """Without who gave them. Those that count, once the result is released."""
    query = (
        select(Essay)
        .join(Attempt, Attempt.id == Essay.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(Essay.handed_in_at, Essay.question_key)
    )
    return [
        {
            "question": essay.question_key,
            "handed_in_at": essay.handed_in_at,
            "language": essay.language,
            "decided_at": essay.decided_at,
            "opinions": [
                {"levels": grade.levels, "points": grade.points, "comment": grade.comment}
                for grade in (deciding(essay, grades_of(essay.id)) if essay.attempt.released_at else ())
            ],
        }
        for essay in db.session.scalars(query)
    ]


@contributes("essays_marked")
def marked_part(person_id: UUID) -> list[dict[str, Any]]:
    """What the person has said of essays; whose they were the person does not know either."""
    query = (
        select(Grade, Essay.question_key, TrainingModule.slug)
        .join(Essay, Essay.id == Grade.essay_id)
        .join(TrainingModule, TrainingModule.id == Essay.module_id)
        .join(Account, Account.id == Grade.marker_id)
        .where(Account.person_id == person_id)
        .order_by(Grade.taken_until)
    )
    return [
        {
            "module": slug,
            "question": key,
            "levels": grade.levels,
            "points": grade.points,
            "comment": grade.comment,
            "saved_at": grade.saved_at,
        }
        for grade, key, slug in db.session.execute(query)
    ]


@contributes("corrected_results")
def changes_part(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What corrections of keys have changed for the person, and what was decided about passes."""
    changes = (
        select(MarkChange, KeyCorrection.reason)
        .join(KeyCorrection, KeyCorrection.id == MarkChange.correction_id)
        .join(Attempt, Attempt.id == MarkChange.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(MarkChange.at, MarkChange.id)
    )
    decisions = (
        select(PassDecision)
        .join(PassDecision.enrolment)
        .where(Enrolment.person_id == person_id)
        .order_by(PassDecision.opened_at, PassDecision.id)
    )
    return {
        "changes": [
            {
                "attempt": change.attempt_id,
                "question": change.question_key,
                "before": str(Fraction(change.points_before, change.scale)),
                "after": str(Fraction(change.points_after, change.scale)),
                "reason": reason,
                "at": change.at,
            }
            for change, reason in db.session.execute(changes)
        ],
        "passes": [
            {
                "enrolment": one.enrolment_id,
                "state": one.state,
                "opened_at": one.opened_at,
                "decided_at": one.decided_at,
                "reason": one.reason,
            }
            for one in db.session.scalars(decisions)
        ],
    }


@contributes("keys_corrected")
def corrections_part(person_id: UUID) -> list[dict[str, Any]]:
    """Keys that the person has corrected."""
    query = (
        select(KeyCorrection, TrainingModule.slug)
        .join(TrainingModule, TrainingModule.id == KeyCorrection.module_id)
        .join(Account, Account.id == KeyCorrection.by_id)
        .where(Account.person_id == person_id)
        .order_by(KeyCorrection.at)
    )
    return [
        {"module": slug, "question": one.question_key, "reason": one.reason, "at": one.at}
        for one, slug in db.session.execute(query)
    ]
