"""A checklist that is answered in part: kept as it was typed, for whoever typed it, until it is signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from lms.authoring.models import BegunAnswers, Review, ReviewKind, ReviewState
from lms.authoring.review_queries import begun_answers
from lms.core.extensions import db
from lms.core.rows import changed


def keep_begun(review: Review, kind: ReviewKind, by: UUID, fields: Mapping[str, Any], *, at: datetime) -> None:
    """What was typed so far. The caller holds the lock on the round."""
    begun = begun_answers(review.id, kind, by)
    if begun is None:
        begun = BegunAnswers(review_id=review.id, kind=kind, account_id=by)
        db.session.add(begun)
    begun.fields, begun.saved_at = dict(fields), at


def forget_begun(review: Review, kind: ReviewKind, by: UUID) -> None:
    """It is signed."""
    begun = begun_answers(review.id, kind, by)
    if begun is not None:
        db.session.delete(begun)


def forget_old() -> int:
    """What was begun in rounds that are over."""
    over = select(Review.id).where(Review.state != ReviewState.OPEN)
    return changed(delete(BegunAnswers).where(BegunAnswers.review_id.in_(over)))
