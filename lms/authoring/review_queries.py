"""Rounds of review: what waits, whom they concern, what reviewers remarked and what earlier rounds have answered."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from lms.accounts.models import Account
from lms.accounts.queries import accounts_alike, accounts_holding
from lms.authoring.checklists import REVIEWER_OF, may_take
from lms.authoring.models import BegunAnswers, Review, ReviewComment, ReviewKind, ReviewSignature, ReviewState
from lms.catalogue.models import Edition, FormerAuthor, ModuleAuthor
from lms.core.extensions import db


def newest_signatures(module_id: UUID) -> dict[ReviewKind, ReviewSignature]:
    """The last word on each checklist, with the text that it was said of; rounds that kept no text have no say.

    Nor has what was signed before an edition was withdrawn: somebody found wrong what reviewers had found right.
    """
    withdrawn_at = db.session.scalar(select(func.max(Edition.withdrawn_at)).where(Edition.module_id == module_id))
    query = (
        select(ReviewSignature)
        .join(ReviewSignature.review)
        .where(Review.module_id == module_id, Review.document.is_not(None))
        .options(joinedload(ReviewSignature.review, innerjoin=True).undefer(Review.document))
        .order_by(Review.requested_at, Review.id)
    )
    if withdrawn_at is not None:
        query = query.where(ReviewSignature.signed_at > withdrawn_at)
    return {signature.kind: signature for signature in db.session.scalars(query)}


def rounds_of(module_id: UUID) -> Sequence[Review]:
    """All rounds of a module that kept their text, newest first, with it."""
    query = (
        select(Review)
        .where(Review.module_id == module_id, Review.document.is_not(None))
        .options(selectinload(Review.signatures), undefer(Review.document))
        .order_by(Review.requested_at.desc(), Review.id.desc())
    )
    return db.session.scalars(query).all()


def newest_review_of(module_id: UUID) -> Review | None:
    query = (
        select(Review)
        .where(Review.module_id == module_id)
        .options(selectinload(Review.signatures))
        .order_by(Review.requested_at.desc(), Review.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()


def newest_reviews(module_ids: Sequence[UUID]) -> dict[UUID, Review]:
    """The newest round of each module that had one."""
    query = (
        select(Review)
        .where(Review.module_id.in_(module_ids))
        .options(selectinload(Review.signatures))
        .order_by(Review.requested_at, Review.id)
    )
    return {review.module_id: review for review in db.session.scalars(query)}


def people_behind(review_id: UUID) -> Sequence[Account]:
    """Whoever sent the text to this review, and all who write the module."""
    review = review_by_id(review_id)
    authors = select(ModuleAuthor.account_id).where(ModuleAuthor.module_id == review.module_id)
    query = (
        select(Account)
        .where(Account.suspended_at.is_(None), or_(Account.id == review.requested_by_id, Account.id.in_(authors)))
        .options(joinedload(Account.person, innerjoin=True))
        .order_by(Account.created_at, Account.id)
    )
    return db.session.scalars(query).unique().all()


def reviewers_to_ask(review_id: UUID, at: datetime) -> Sequence[Account]:
    """Reviewers who may sign what is not signed yet: neither those who write or wrote the module nor whoever asked."""
    review = review_by_id(review_id)
    slug, signed = review.module.slug, {signature.kind for signature in review.signatures}
    missing = {kind: roles for kind, roles in REVIEWER_OF.items() if kind not in signed}
    former = select(FormerAuthor.account_id).where(FormerAuthor.module_id == review.module_id)
    behind = accounts_alike({account.id for account in people_behind(review_id)} | set(db.session.scalars(former)))
    wanted = {role for roles in missing.values() for role in roles}
    return [
        account
        for account in accounts_holding(*wanted, at=at)
        if account.id not in behind
        and any(
            account.holds_for(slug, *roles) and may_take(review.signatures, kind, accounts_alike([account.id]))
            for kind, roles in missing.items()
        )
    ]


def open_reviews() -> Sequence[Review]:
    """What waits for reviewers, oldest first."""
    query = (
        select(Review)
        .where(Review.state == ReviewState.OPEN)
        .options(selectinload(Review.signatures), joinedload(Review.module, innerjoin=True))
        .order_by(Review.requested_at, Review.id)
    )
    return db.session.scalars(query).all()


def begun_answers(review_id: UUID, kind: ReviewKind, account_id: UUID) -> BegunAnswers | None:
    """What this person has answered so far of a list."""
    query = select(BegunAnswers).filter_by(review_id=review_id, kind=kind, account_id=account_id)
    return db.session.scalars(query).one_or_none()


def reviews_signed_by(account_id: UUID) -> Sequence[Review]:
    """What a reviewer has decided, newest first."""
    query = (
        select(Review)
        .join(ReviewSignature, ReviewSignature.review_id == Review.id)
        .where(ReviewSignature.reviewer_id == account_id)
        .options(selectinload(Review.signatures), joinedload(Review.module, innerjoin=True))
        .order_by(Review.requested_at.desc(), Review.id.desc())
        .limit(20)
    )
    return db.session.scalars(query).all()


def review_by_id(review_id: UUID) -> Review:
    """Raises NoResultFound."""
    query = (
        select(Review)
        .where(Review.id == review_id)
        .options(selectinload(Review.signatures), joinedload(Review.module, innerjoin=True))
    )
    return db.session.scalars(query).one()


def review_for_update(review_id: UUID) -> Review:
    """The same, locked until the request ends."""
    db.session.execute(select(Review.id).where(Review.id == review_id).with_for_update())
    return review_by_id(review_id)


def comments_on(module_id: UUID) -> Sequence[ReviewComment]:
    """All remarks of all rounds on a module, what is open first, then oldest first."""
    query = (
        select(ReviewComment)
        .join(Review, Review.id == ReviewComment.review_id)
        .where(Review.module_id == module_id)
        .options(selectinload(ReviewComment.replies))
        .order_by(ReviewComment.written_at, ReviewComment.id)
    )
    return sorted(db.session.scalars(query), key=lambda comment: comment.resolved_at is not None)


def comment_on(module_id: UUID, comment_id: UUID) -> ReviewComment:
    """Raises NoResultFound."""
    query = (
        select(ReviewComment)
        .join(Review, Review.id == ReviewComment.review_id)
        .where(Review.module_id == module_id, ReviewComment.id == comment_id)
    )
    return db.session.scalars(query).one()


def open_comment_count(module_id: UUID) -> int:
    """Remarks that must be settled before anybody can approve."""
    query = (
        select(func.count())
        .select_from(ReviewComment)
        .join(Review, Review.id == ReviewComment.review_id)
        .where(Review.module_id == module_id, ReviewComment.must_change.is_(True), ReviewComment.resolved_at.is_(None))
    )
    return db.session.scalar(query) or 0


def approvals_of(module_id: UUID, document_hash: str) -> Sequence[ReviewSignature]:
    """Signatures of a round in which exactly this text was approved, though the draft has moved on from an edition."""
    edition = select(Edition.id).where(
        Edition.module_id == module_id, Edition.document_hash == document_hash, Edition.is_reviewed
    )
    query = (
        select(ReviewSignature)
        .join(ReviewSignature.review)
        .where(
            Review.module_id == module_id,
            Review.document_hash == document_hash,
            or_(
                Review.state == ReviewState.APPROVED,
                and_(Review.state == ReviewState.OVERTAKEN, ReviewSignature.is_approval, edition.exists()),
            ),
        )
        .order_by(ReviewSignature.signed_at, ReviewSignature.id)
    )
    return db.session.scalars(query).all()
