"""Questions are kept by version: the same document is one version, whoever uses it."""

from datetime import datetime

from sqlalchemy import select

from lms.core.extensions import db
from lms.questions.documents import Question, canonical, hash_of
from lms.questions.models import BankQuestion, QuestionVersion


def pin_question(module_slug: str, question: Question, *, at: datetime) -> QuestionVersion:
    """The stored version of this document, made if it is new."""
    identity = db.session.scalars(
        select(BankQuestion).where(BankQuestion.module_slug == module_slug, BankQuestion.key == question.key)
    ).one_or_none()
    if identity is None:
        identity = BankQuestion(module_slug=module_slug, key=question.key, created_at=at)
        db.session.add(identity)
        db.session.flush()  # the version's foreign key needs the row
    name = hash_of(question)
    version = db.session.get(QuestionVersion, (identity.id, name))
    if version is None:
        version = QuestionVersion(
            question_id=identity.id, document_hash=name, document=canonical(question).decode(), created_at=at
        )
        db.session.add(version)
        db.session.flush()  # editions point at it
    return version
