"""Review before publication: a request bound to the hash of the text, two signatures by people who did not write it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Role
from lms.catalogue.models import TrainingModule
from lms.core.models import Base, HasId, unique_while


class ReviewKind(StrEnum):
    """The checklists; whether a text is approved is a matter of all of them."""

    GENDER = "gender"
    RIGHTS = "rights"
    LAW = "law"
    KYRGYZ = "kyrgyz"


class ReviewState(StrEnum):
    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"
    OVERTAKEN = "overtaken"  # the draft changed, or it was taken back


class ReviewChecklist(HasId, Base):
    """One version of a checklist, from ``content/review-checklists.yaml``. Versions are added, never changed."""

    __tablename__ = "review_checklists"
    __table_args__ = (
        UniqueConstraint("kind", "version"),
        CheckConstraint("kind in ('gender', 'rights', 'law', 'kyrgyz')", name="known_kind"),
    )

    kind: Mapped[ReviewKind]
    version: Mapped[int]
    #: Title and lines, as in the file.
    data: Mapped[dict[str, Any]]


class Review(HasId, Base):
    """One round of review of one text.

    What was read is kept with it, so that a later round can say what has changed since.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        CheckConstraint("state in ('open', 'approved', 'returned', 'overtaken')", name="known_state"),
        unique_while("state = 'open'", "uq_reviews_open", "module_id"),
    )

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    document_hash: Mapped[str]
    state: Mapped[ReviewState] = mapped_column(default=ReviewState.OPEN)
    #: ``first``, ``wording`` or ``content``: what the author says has changed.
    change: Mapped[str]
    requested_at: Mapped[datetime]
    requested_by_id: Mapped[UUID]
    ended_at: Mapped[datetime | None]
    #: None in rounds of earlier times.
    document: Mapped[str | None] = mapped_column(Text, deferred=True)
    #: Answers of earlier rounds that still stand, by checklist; a list that was never answered is absent.
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)

    module: Mapped[TrainingModule] = relationship()
    signatures: Mapped[list["ReviewSignature"]] = relationship(back_populates="review")


class ReviewSignature(HasId, Base):
    """The decision of one reviewer on one checklist. The author's own is refused by the service."""

    __tablename__ = "review_signatures"
    __table_args__ = (
        UniqueConstraint("review_id", "kind"),
        CheckConstraint("kind in ('gender', 'rights', 'law', 'kyrgyz')", name="known_kind"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    kind: Mapped[ReviewKind]
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    is_approval: Mapped[bool]
    #: Of the checklist that was answered.
    version: Mapped[int] = mapped_column(default=1)
    #: In which role; None in signatures of earlier times.
    role: Mapped[Role | None]
    #: Answers to the checklist by key of the line: ``{"said": "yes", "note": "…", "about": ["lesson:first"]}``.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comment: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]
    #: Of an earlier round: nothing that the list looks at has changed since.
    is_kept: Mapped[bool] = mapped_column(default=False)

    review: Mapped[Review] = relationship(back_populates="signatures")


class BegunAnswers(HasId, Base):
    """A checklist that somebody has answered in part and goes on with later; gone when it is signed."""

    __tablename__ = "begun_answers"
    __table_args__ = (
        UniqueConstraint("review_id", "kind", "account_id"),
        CheckConstraint("kind in ('gender', 'rights', 'law', 'kyrgyz')", name="known_kind"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"))
    kind: Mapped[ReviewKind]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    #: Fields of the form as they were typed.
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_at: Mapped[datetime]


class ReviewComment(HasId, Base):
    """A remark on one place of the text (``lesson:words-matter``, ``question:q01``), or on a paragraph of it."""

    __tablename__ = "review_comments"
    __table_args__ = (
        CheckConstraint("category in ('gender', 'rights', 'law', 'language', 'teaching')", name="known_category"),
    )

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    place: Mapped[str]
    category: Mapped[str]
    must_change: Mapped[bool]
    text: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    written_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[UUID | None]
    #: The paragraph (``lessons/words-matter/body/7``), its language, and what it said.
    identity: Mapped[str | None]
    language: Mapped[str | None]
    quote: Mapped[str | None] = mapped_column(Text)

    replies: Mapped[list["ReviewReply"]] = relationship(back_populates="comment", order_by="ReviewReply.id")


class ReviewReply(HasId, Base):
    """What somebody answers to a remark."""

    __tablename__ = "review_replies"

    comment_id: Mapped[UUID] = mapped_column(ForeignKey("review_comments.id"), index=True)
    text: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    written_at: Mapped[datetime]

    comment: Mapped[ReviewComment] = relationship(back_populates="replies")


class PartPresence(HasId, Base):
    """Somebody has a part of a draft open. Deleted within a day or two."""

    __tablename__ = "part_presences"
    __table_args__ = (UniqueConstraint("module_id", "part", "account_id"),)

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    #: As the history calls it: ``lessons:words-matter``.
    part: Mapped[str]
    account_id: Mapped[UUID]  # no key: the row ends before anybody's account does
    since: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class QuestionUpload(HasId, Base):
    """A file of questions that somebody has sent; nothing of it is in the module until it was looked at and confirmed.

    What it holds is read anew whenever it is looked at, in the language of the page and beside the draft as it is then.
    """

    __tablename__ = "question_uploads"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), index=True)
    made_by_id: Mapped[UUID]  # account; no key: a draft outlives the account of whoever worked on it
    made_at: Mapped[datetime] = mapped_column(index=True)
    #: A word of ``lms.exchange.formats``.
    form: Mapped[str]
    #: Of texts that name none.
    language: Mapped[str]
    name: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class WordingWaiver(HasId, Base):
    """Words of a draft that the check of wording found and that somebody wants to keep, with the reason.

    Bound by ``mark`` to the place, the rule, the words and the line they stand in: whatever changes one of them opens
    the finding again. The words themselves, which may name a person, are not kept here.
    """

    __tablename__ = "wording_waivers"
    __table_args__ = (
        UniqueConstraint("module_id", "mark"),
        CheckConstraint("(is_accepted is null) = (decided_at is null)", name="decided_with_a_day"),
    )

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    mark: Mapped[str]
    #: ``lessons/first/texts/ru/body``.
    place: Mapped[str]
    rule: Mapped[str]
    reason: Mapped[str]
    #: Without a name where a package brought it: its reviewers have signed elsewhere.
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    #: None while nobody has decided; advice needs nobody else.
    is_accepted: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    decided_at: Mapped[datetime | None]


class PackageState(StrEnum):
    WAITING = "waiting"  # it is read, or taken in
    REFUSED = "refused"
    READ = "read"  # and compared with what is here; nothing of it is in a module
    TAKEN = "taken"


class PackageUpload(HasId, Base):
    """A package of a module that somebody has sent. What it holds is compared with the draft before it is taken in."""

    __tablename__ = "package_uploads"
    __table_args__ = (CheckConstraint("state in ('waiting', 'refused', 'read', 'taken')", name="known_state"),)

    made_by_id: Mapped[UUID]  # account; no key: a draft outlives the account of whoever worked on it
    made_at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str]
    size: Mapped[int]
    #: Of the person, for what is told of it.
    language: Mapped[str]
    state: Mapped[PackageState] = mapped_column(default=PackageState.WAITING)
    #: Why it was refused, or what is to be known of it.
    remarks: Mapped[list[Any]] = mapped_column(default=list)
    #: The module in it, as it would come in, and what stands beside its document.
    slug: Mapped[str | None]
    document: Mapped[str | None] = mapped_column(Text, deferred=True)
    beside: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Hash of the draft beside which the person saw it; empty where there was none.
    compared_with: Mapped[str] = mapped_column(default="")

    @property
    def file_key(self) -> str:
        return f"packages/{self.id}.zip"


class PackageRecord(HasId, Base):
    """What a package said beside a document, and says again when it leaves: who signed it elsewhere, what is open."""

    __tablename__ = "package_records"
    __table_args__ = (UniqueConstraint("module_id", "document_hash"),)

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"))
    document_hash: Mapped[str]
    #: Rows of ``reviews.yaml``.
    signatures: Mapped[list[Any]]
    #: ``open-questions.md``.
    open_questions: Mapped[str]
    #: ``findings.md``.
    findings: Mapped[str] = mapped_column(default="", server_default="")
    #: By which checks the package was found to be without errors (``lms.authoring.packs.passed``).
    passed: Mapped[str] = mapped_column(default="", server_default="")
    loaded_at: Mapped[datetime]


class LanguageRuleVersion(HasId, Base):
    """A rule about words as an editor wrote it, over the one that came with the content; the highest number holds."""

    __tablename__ = "language_rule_versions"
    __table_args__ = (UniqueConstraint("code", "number"),)

    code: Mapped[str]
    number: Mapped[int]
    #: A row as in ``content/language-rules.yaml``.
    data: Mapped[dict[str, Any]]
    why: Mapped[str]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("accounts.id"), index=True)
    at: Mapped[datetime]


class TranslationMark(Base):
    """Who has last said of a translation how far it is. It is known by what it says, so that it finds its text wherever
    the text has moved.
    """

    __tablename__ = "translation_marks"

    module_id: Mapped[UUID] = mapped_column(ForeignKey("training_modules.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    #: ``hash_of_text`` of the translation.
    text_hash: Mapped[str] = mapped_column(primary_key=True)
    #: A word of ``lms.catalogue.translation.State``.
    state: Mapped[str]
    marked_at: Mapped[datetime]
    marked_by_id: Mapped[UUID]  # account; no key: a draft outlives the account of whoever worked on it


class KeptMedia(Base):
    """A picture or recording in the store, by what it holds: how large it is, and since when no text has needed it."""

    __tablename__ = "kept_media"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    unused_since: Mapped[datetime | None]
