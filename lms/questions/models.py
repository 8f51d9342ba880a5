"""Questions have an identity and versions; an edition pins the versions it was published with."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.core.models import Base, HasId


class BankQuestion(HasId, Base):
    """The identity of a question: statistics of all its versions and languages hang on it."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("module_slug", "key"),)

    #: The module that owns the question; others may use it.
    module_slug: Mapped[str]
    key: Mapped[str]
    created_at: Mapped[datetime]


class QuestionVersion(Base):
    """A question exactly as it was in one or more editions. Named by the SHA-256 of its document."""

    __tablename__ = "question_versions"

    question_id: Mapped[UUID] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    document_hash: Mapped[str] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
