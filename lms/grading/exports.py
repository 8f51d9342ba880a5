"""This room's parts of what a person downloads: opinions on the own essays, and the own opinions on others'."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import Account
from lms.catalogue.models import TrainingModule
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.grading.deciding import deciding
from lms.grading.models import Essay, Grade
from lms.grading.queries import grades_of
from lms.people.exports import contributes
from lms.quizzes.models import Attempt


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
