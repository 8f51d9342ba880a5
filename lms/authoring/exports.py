"""This room's part of what a person downloads: what was written and signed as author or reviewer."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from lms.accounts.queries import account_of_person
from lms.authoring.models import LanguageRuleVersion, ReviewComment, ReviewReply, ReviewSignature, WordingWaiver
from lms.catalogue.models import ModuleAuthor, TrainingModule
from lms.core.extensions import db
from lms.people.exports import contributes


@contributes("authoring")
def authoring_part(person_id: UUID) -> dict[str, Any] | None:
    account = account_of_person(person_id)
    if account is None:
        return None
    modules = (
        select(TrainingModule.slug)
        .join(ModuleAuthor, ModuleAuthor.module_id == TrainingModule.id)
        .where(ModuleAuthor.account_id == account.id)
        .order_by(TrainingModule.slug)
    )
    signed = select(ReviewSignature).where(ReviewSignature.reviewer_id == account.id)
    written = select(ReviewComment).where(ReviewComment.author_id == account.id)
    kept = select(WordingWaiver).where(
        or_(WordingWaiver.asked_by_id == account.id, WordingWaiver.decided_by_id == account.id)
    )
    return {
        "author_of": list(db.session.scalars(modules)),
        "signatures": [
            {
                "kind": row.kind,
                "version": row.version,
                "role": row.role,
                "approved": row.is_approval,
                "answers": row.answers,
                "comment": row.comment,
                "at": row.signed_at,
            }
            for row in db.session.scalars(signed.order_by(ReviewSignature.signed_at))
        ],
        "comments": [
            {"place": row.place, "category": row.category, "text": row.text, "at": row.written_at}
            for row in db.session.scalars(written.order_by(ReviewComment.written_at))
        ],
        "replies": [
            {"text": row.text, "at": row.written_at}
            for row in db.session.scalars(
                select(ReviewReply).where(ReviewReply.author_id == account.id).order_by(ReviewReply.id)
            )
        ],
        "rules_changed": [
            {"rule": row.code, "why": row.why, "at": row.at}
            for row in db.session.scalars(
                select(LanguageRuleVersion)
                .where(LanguageRuleVersion.by_id == account.id)
                .order_by(LanguageRuleVersion.at, LanguageRuleVersion.id)
            )
        ],
        "words_kept": [
            {
                "place": row.place,
                "rule": row.rule,
                **({"reason": row.reason, "asked_at": row.asked_at} if row.asked_by_id == account.id else {}),
                **(
                    {"answer": row.answer, "accepted": row.is_accepted, "decided_at": row.decided_at}
                    if row.decided_by_id == account.id
                    else {}
                ),
            }
            for row in db.session.scalars(kept.order_by(WordingWaiver.asked_at))
        ],
    }
