"""Questions about translations: who has said how far they are, who may, and what came back from a translator."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.accounts.queries import account_with_roles
from lms.authoring.models import QuestionUpload, TranslationMark
from lms.authoring.policies import REVIEWERS
from lms.catalogue.models import TrainingModule
from lms.core.extensions import db


def marks_on(module_id: UUID, language: str, hashes: Collection[str]) -> dict[str, TranslationMark]:
    """The newest mark of each translation, by the hash of what it says."""
    query = select(TranslationMark).where(
        TranslationMark.module_id == module_id,
        TranslationMark.language == language,
        TranslationMark.text_hash.in_(hashes),
    )
    return {mark.text_hash: mark for mark in db.session.scalars(query)}


def is_reviewer(module_id: UUID, account_id: UUID, at: datetime) -> bool:
    """Whether somebody reviews this module, alone or among all."""
    module = db.session.get_one(TrainingModule, module_id)
    return account_with_roles(account_id, at).holds_for(module.slug, *REVIEWERS)


def file_of(module_id: UUID, account_id: UUID, language: str) -> QuestionUpload | None:
    """The file of translations that a person has sent for a module and a language, with its bytes."""
    query = (
        select(QuestionUpload)
        .where(
            QuestionUpload.module_id == module_id,
            QuestionUpload.made_by_id == account_id,
            QuestionUpload.language == language,
            QuestionUpload.form.in_(("xliff", "po")),
        )
        .options(undefer(QuestionUpload.content))
    )
    return db.session.scalars(query).first()
