"""Questions are kept by version: the same document is one version, whoever uses it."""

from datetime import datetime

from sqlalchemy import select

from lms.core.extensions import db
from lms.questions.documents import Question, canonical, hash_of
from lms.questions.models import BankQuestion, QuestionVersion
from lms.questions.origins import owner_of


def pin_question(module_slug: str, question: Question, *, at: datetime) -> QuestionVersion:
    """The stored version of this document, made if it is new.

    A question that another module owns hangs on the owner's identity, so that its history and its figures are one; the
    owner need not have published it yet, as packages come in any order.
    """
    owner, key = owner_of(module_slug, question)
    identity = db.session.scalars(
        select(BankQuestion).where(BankQuestion.module_slug == owner, BankQuestion.key == key)
    ).one_or_none()
    if identity is None:
        identity = BankQuestion(module_slug=owner, key=key, created_at=at)
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
