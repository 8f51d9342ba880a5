"""This room's part of what a person downloads: that the person answered, and which verdicts the person gave.

What was said is nobody's.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.accounts.queries import account_of_person
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.evaluations.models import EvaluationBox, EvaluationCoding, EvaluationMark, Holds
from lms.evaluations.queries import marks_in
from lms.people.exports import contributes


@contributes("evaluations")
def marks_part(person_id: UUID) -> list[dict[str, Any]]:
    """Also what is not yet marked."""
    enrolments = select(Enrolment.id, Enrolment.module_id).where(Enrolment.person_id == person_id)
    own: dict[UUID, UUID] = {row[0]: row[1] for row in db.session.execute(enrolments)}
    rows = select(EvaluationMark.enrolment_id, EvaluationMark.occasion).where(EvaluationMark.enrolment_id.in_(own))
    boxes = select(EvaluationBox.sealed).where(
        EvaluationBox.holds == Holds.MARKS, EvaluationBox.module_id.in_(own.values())
    )
    answered = {(enrolment_id, occasion) for enrolment_id, occasion in db.session.execute(rows)}
    answered |= {mark for sealed in db.session.scalars(boxes) for mark in marks_in(sealed) if mark[0] in own}
    return [{"enrolment": enrolment_id, "answered": occasion} for enrolment_id, occasion in sorted(answered)]


@contributes("evaluation_verdicts")
def verdicts_part(person_id: UUID) -> list[dict[str, Any]]:
    """Of people who judge examples."""
    account = account_of_person(person_id)
    if account is None:
        return []
    rows = select(EvaluationCoding).where(EvaluationCoding.coder_id == account.id).order_by(EvaluationCoding.reply_id)
    return [
        {"example": row.reply_id, "is_applied": row.is_applied, "at": row.coded_at} for row in db.session.scalars(rows)
    ]
