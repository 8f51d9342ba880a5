"""Changes of the law, the texts that have to be looked at because of them, and who has said that an act is in force."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import TrainingModule
from lms.core.models import Base, HasId


class LawChange(HasId, Base):
    """An act, or some articles of it, say something else since a day."""

    __tablename__ = "law_changes"

    #: The key of the source, as texts cite it.
    act: Mapped[str] = mapped_column(index=True)
    #: In the spelling of ``lms.laws.articles``; none: the act as a whole.
    articles: Mapped[list[Any]] = mapped_column(default=list)
    changed_on: Mapped[date]
    #: For reviewers and authors.
    what: Mapped[str]
    link: Mapped[str | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)


class LawFlag(HasId, Base):
    """A text of a module that cites what has changed. Learners are told until a reviewer has cleared it."""

    __tablename__ = "law_flags"
    __table_args__ = (
        UniqueConstraint("change_id", "module_id", "place"),
        CheckConstraint(
            "(cleared_at is null) = (cleared_by_id is null) and (cleared_at is null) = (reason is null)",
            name="cleared_with_reason",
        ),
        # What a page of a learner asks for; nearly always there is none.
        Index(
            "ix_law_flags_open",
            "module_id",
            "place",
            sqlite_where=text("cleared_at is null"),
            postgresql_where=text("cleared_at is null"),
        ),
    )

    change_id: Mapped[UUID] = mapped_column(ForeignKey("law_changes.id"))
    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    #: ``lesson:words-matter``, ``check:c1``, ``question:q01``, ``scenario``.
    place: Mapped[str]
    cleared_at: Mapped[datetime | None]
    cleared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    reason: Mapped[str | None]

    change: Mapped[LawChange] = relationship()
    module: Mapped[TrainingModule] = relationship()


class LawConfirmation(HasId, Base):
    """A reviewer has seen that an act is still in force; the newest row holds."""

    __tablename__ = "law_confirmations"

    act: Mapped[str] = mapped_column(index=True)
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
