"""The shelf: training modules, their one draft and their editions, which never change.

What has to be asked in SQL (catalogue, search, bank statistics) is derived from an edition's document at publication
into ``edition_texts`` and ``edition_questions``, which a command rebuilds identically.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.core.models import Base, HasId


class ModuleState(StrEnum):
    DRAFT = "draft"  # nothing published yet
    PUBLISHED = "published"
    RETIRED = "retired"


class EditionChange(StrEnum):
    FIRST = "first"
    WORDING = "wording"  # a typo: same keys, same answers; people in the middle move silently
    CONTENT = "content"


class TrainingModule(HasId, Base):
    __tablename__ = "training_modules"
    __table_args__ = (CheckConstraint("state in ('draft', 'published', 'retired')", name="known_state"),)

    slug: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ModuleState] = mapped_column(default=ModuleState.DRAFT)
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None]
    #: The newest edition that is not withdrawn. No foreign key: the two tables would need each other.
    current_edition_id: Mapped[UUID | None] = mapped_column(index=True)
    #: Retired: no new starts; those in progress may finish until this day.
    finish_until: Mapped[date | None]
    retired_at: Mapped[datetime | None]
    retired_reason: Mapped[str | None]


class ModuleAuthor(Base):
    """Who writes a module; sees its aggregates, never a named answer, and cannot sign its review."""

    __tablename__ = "module_authors"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)


class FormerAuthor(Base):
    """Who has written a module and no longer does: it is still not theirs to sign."""

    __tablename__ = "former_authors"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), primary_key=True, index=True)


class Draft(Base):
    """The module as it is being written. ``revision`` locks optimistically: the second writer is told."""

    __tablename__ = "drafts"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), primary_key=True)
    document: Mapped[str] = mapped_column(Text, deferred=True)
    document_hash: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None]
    #: Hash of the package last loaded into it; if it differs from ``document_hash`` the studio has edited since.
    loaded_hash: Mapped[str | None]

    module: Mapped[TrainingModule] = relationship()

    __mapper_args__ = {"version_id_col": revision, "version_id_generator": lambda number: (number or 0) + 1}


class DraftVersion(HasId, Base):
    """What the draft was before each change, to look at, compare and restore."""

    __tablename__ = "draft_versions"
    __table_args__ = (UniqueConstraint("module_id", "revision"),)

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    revision: Mapped[int]
    document: Mapped[str] = mapped_column(Text, deferred=True)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID | None]
    what: Mapped[str]
    #: What came after it saved itself: nobody has said yet whether the meaning changed.
    is_unasked: Mapped[bool] = mapped_column(default=False, server_default=false())


class Edition(HasId, Base):
    """A module as it was published. Only ever withdrawn, never changed."""

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        CheckConstraint("change in ('first', 'wording', 'content')", name="known_change"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_reason is null)", name="withdrawn_with_reason"),
    )

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    number: Mapped[int]
    document: Mapped[str] = mapped_column(Text, deferred=True)
    document_hash: Mapped[str]
    change: Mapped[EditionChange]
    published_at: Mapped[datetime]
    published_by_id: Mapped[UUID | None]
    #: False only in a demonstration database; every page then says "not yet reviewed".
    is_reviewed: Mapped[bool]
    reviewed_on: Mapped[date | None]
    #: For each checklist that was signed: ``kind``, ``title`` in three languages, ``version``, ``role`` and ``on``, the
    #: day. Never who; empty in editions of earlier times.
    reviews: Mapped[list[Any]] = mapped_column(default=list)
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None]

    module: Mapped[TrainingModule] = relationship(foreign_keys=[module_id])


class EditionText(Base):
    """Derived: title and summary of an edition in one language, for lists and search."""

    __tablename__ = "edition_texts"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    summary: Mapped[str]
    state: Mapped[str]
    search_text: Mapped[str] = mapped_column(Text)


class EditionProfession(Base):
    """Derived: for whom an edition is. ``all`` stands for everybody."""

    __tablename__ = "edition_professions"

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    profession_code: Mapped[str] = mapped_column(primary_key=True, index=True)
    is_required: Mapped[bool]


class EditionQuestion(Base):
    """Derived: which version of which question an edition was published with, and what it tests."""

    __tablename__ = "edition_questions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["question_id", "document_hash"], ["question_versions.question_id", "question_versions.document_hash"]
        ),
    )

    edition_id: Mapped[UUID] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    question_key: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[UUID] = mapped_column(index=True)
    document_hash: Mapped[str]
    objective: Mapped[str]
    difficulty: Mapped[int]
    form: Mapped[str | None]
