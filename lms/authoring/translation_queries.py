"""Questions about translations: who has said how far they are, and what a source text was before."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import undefer

from lms.authoring.models import QuestionUpload, TranslationMark
from lms.core.extensions import db


def marks_on(module_id: UUID, language: str, hashes: Collection[str]) -> dict[str, TranslationMark]:
    """The newest mark of each translation, by the hash of what it says."""
    query = select(TranslationMark).where(
        TranslationMark.module_id == module_id,
        TranslationMark.language == language,
        TranslationMark.text_hash.in_(hashes),
    )
    return {mark.text_hash: mark for mark in db.session.scalars(query)}


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
