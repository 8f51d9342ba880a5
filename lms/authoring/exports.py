"""This room's part of what a person downloads: what was written and signed as author or reviewer."""

from typing import Any
from uuid import UUID

from sqlalchemy import or_, select

from lms.accounts.queries import account_of_person
from lms.authoring.models import (
    BegunAnswers,
    LanguageRuleVersion,
    ReviewComment,
    ReviewReply,
    ReviewSignature,
    WordingWaiver,
)
from lms.catalogue.models import FormerAuthor, ModuleAuthor, TrainingModule
from lms.core.extensions import db
from lms.people.exports import contributes


@contributes("authoring")
def authoring_part(person_id: UUID) -> dict[str, Any] | None:
    account = account_of_person(person_id)
    if account is None:
        return None
    return {
        "author_of": _modules(ModuleAuthor, account.id),
        "once_author_of": _modules(FormerAuthor, account.id),
        "signatures": _signatures(account.id),
        "checklists_begun": _begun(account.id),
        "comments": _comments(account.id),
        "replies": _replies(account.id),
        "rules_changed": _rules(account.id),
        "words_kept": _words(account.id),
    }


def _modules(of: type[ModuleAuthor] | type[FormerAuthor], account_id: UUID) -> list[str]:
    query = select(TrainingModule.slug).join(of, of.module_id == TrainingModule.id).where(of.account_id == account_id)
    return list(db.session.scalars(query.order_by(TrainingModule.slug)))


def _signatures(account_id: UUID) -> list[dict[str, Any]]:
    query = select(ReviewSignature).where(ReviewSignature.reviewer_id == account_id)
    return [
        {
            "kind": row.kind,
            "version": row.version,
            "role": row.role,
            "approved": row.is_approval,
            "answers": row.answers,
            "comment": row.comment,
            "at": row.signed_at,
        }
        for row in db.session.scalars(query.order_by(ReviewSignature.signed_at))
    ]


def _begun(account_id: UUID) -> list[dict[str, Any]]:
    query = select(BegunAnswers).where(BegunAnswers.account_id == account_id)
    return [
        {"kind": row.kind, "answers": row.fields, "at": row.saved_at}
        for row in db.session.scalars(query.order_by(BegunAnswers.saved_at))
    ]


def _comments(account_id: UUID) -> list[dict[str, Any]]:
    query = select(ReviewComment).where(ReviewComment.author_id == account_id)
    return [
        {"place": row.place, "category": row.category, "text": row.text, "at": row.written_at}
        for row in db.session.scalars(query.order_by(ReviewComment.written_at))
    ]


def _replies(account_id: UUID) -> list[dict[str, Any]]:
    query = select(ReviewReply).where(ReviewReply.author_id == account_id)
    return [{"text": row.text, "at": row.written_at} for row in db.session.scalars(query.order_by(ReviewReply.id))]


def _rules(account_id: UUID) -> list[dict[str, Any]]:
    query = select(LanguageRuleVersion).where(LanguageRuleVersion.by_id == account_id)
    return [
        {"rule": row.code, "why": row.why, "at": row.at}
        for row in db.session.scalars(query.order_by(LanguageRuleVersion.at, LanguageRuleVersion.id))
    ]


def _words(account_id: UUID) -> list[dict[str, Any]]:
    """What the person has asked to keep and decided on; of what others said nothing."""
    query = select(WordingWaiver).where(
        or_(WordingWaiver.asked_by_id == account_id, WordingWaiver.decided_by_id == account_id)
    )
    kept = []
    for row in db.session.scalars(query.order_by(WordingWaiver.asked_at)):
        said: dict[str, Any] = {"place": row.place, "rule": row.rule}
        if row.asked_by_id == account_id:
            said |= {"reason": row.reason, "asked_at": row.asked_at}
        if row.decided_by_id == account_id:
            said |= {"answer": row.answer, "accepted": row.is_accepted, "decided_at": row.decided_at}
        kept.append(said)
    return kept
