"""What earlier rounds of review have answered."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from lms.authoring.models import Review, ReviewKind, ReviewSignature
from lms.catalogue.models import Edition
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
