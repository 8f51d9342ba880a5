"""Review before publication: people who did not write the text answer the checklists and sign exactly this text."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select, update

from lms.accounts.models import Account, Role
from lms.accounts.queries import accounts_alike
from lms.authoring.anchors import Text
from lms.authoring.checklist_queries import checklists
from lms.authoring.checklists import REVIEWER_OF, Answer, as_data, may_take
from lms.authoring.errors import ChangeUnsaid, MustChangeOpen, NotYourReview, ReviewOpen, WordsOpen
from lms.authoring.events import ReviewDecided, ReviewRequested
from lms.authoring.models import Review, ReviewComment, ReviewKind, ReviewReply, ReviewSignature, ReviewState
from lms.authoring.queries import draft_with_text
from lms.authoring.review_queries import open_comment_count
from lms.authoring.services.keeping import keep_answers
from lms.authoring.wording import has_blocking
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft, Edition
from lms.catalogue.queries import has_written
from lms.core import audit, events
from lms.core.extensions import db

WORDING = "wording"


def request_review(draft: Draft, *, change: str, by: UUID, at: datetime) -> Review:
    """Send the draft as it stands to the reviewers. Whether it is complete was asked before.

    What earlier rounds have answered stands where nothing has changed that it looks at; if that is everything, the text
    is approved at once.
    """
    if open_review_of(draft.module_id) is not None:
        raise ReviewOpen
    review = Review(
        module_id=draft.module_id,
        document_hash=draft.document_hash,
        document=draft.document,
        state=ReviewState.OPEN,
        change=change,
        requested_at=at,
        requested_by_id=by,
    )
    db.session.add(review)
    db.session.flush()  # who is told of it reads it
    audit.record(by, "authoring.review.requested", review, at=at, document_hash=draft.document_hash)
    is_settled = not has_open_must_change(review) and not has_open_words(review)
    keep_answers(review, module_from_json(draft.document), may_end=is_settled, at=at)
    _end_if_decided(review, at=at)
    if review.state is ReviewState.OPEN:
        events.emit(ReviewRequested(review.id, review.module_id, at))
    return review


def open_review_of(module_id: UUID) -> Review | None:
    query = select(Review).where(Review.module_id == module_id, Review.state == ReviewState.OPEN)
    return db.session.scalars(query).one_or_none()


def overtake_review(module_id: UUID, *, at: datetime) -> None:
    """The draft has changed, or was taken back: what was open or approved no longer stands for it."""
    db.session.execute(
        update(Review)
        .where(Review.module_id == module_id, Review.state.in_((ReviewState.OPEN, ReviewState.APPROVED)))
        .values(state=ReviewState.OVERTAKEN, ended_at=at)
    )


def keep_review(draft: Draft, before: str) -> None:
    """The words are those that were read, and a reviewer has said how far they are: the round goes on, or stands.

    A round of which an edition has come is over: it stays with the text that was published.
    """
    published = select(Edition.id).where(
        Edition.module_id == draft.module_id, Edition.document_hash == before, Edition.is_reviewed
    )
    db.session.execute(
        update(Review)
        .where(
            Review.module_id == draft.module_id,
            Review.document_hash == before,
            or_(Review.state == ReviewState.OPEN, and_(Review.state == ReviewState.APPROVED, ~published.exists())),
        )
        .values(document_hash=draft.document_hash, document=draft.document)
    )


def may_sign(review: Review, kind: ReviewKind, reviewer_id: UUID) -> bool:
    """Nobody who is or was an author, nor the requester; and one person never signs for gender and for human rights.

    A person with two accounts stays one person.
    """
    own = accounts_alike([reviewer_id])
    if review.requested_by_id in own or has_written(review.module_id, reviewer_id):
        return False
    return may_take(review.signatures, kind, own)


def sign(
    review: Review,
    kind: ReviewKind,
    *,
    is_approval: bool,
    answers: Mapping[str, Answer],
    comment: str,
    reviewer: Account,
    at: datetime,
) -> ReviewSignature:
    """Approve or return.

    Approving needs every line settled, nothing left that must change, and no open words; returning needs something
    that the author can do: a line answered with no and a note, a comment that must change, or a word on the whole.
    """
    if review.state is not ReviewState.OPEN or not may_sign(review, kind, reviewer.id):
        raise NotYourReview
    checklist = checklists()[kind]
    known = {item.key: answers[item.key] for item in checklist.items if item.key in answers}
    if is_approval:
        _expect_nothing_open(review, known, len(checklist.items))
    elif not (comment or has_open_must_change(review) or any(answer.asks_for_change for answer in known.values())):
        raise ChangeUnsaid
    signature = ReviewSignature(
        review=review,
        kind=kind,
        reviewer_id=reviewer.id,
        role=_role_of(reviewer, review, kind),
        is_approval=is_approval,
        version=checklist.version,
        answers=as_data(known),
        comment=comment,
        signed_at=at,
    )
    db.session.add(signature)
    _end_if_decided(review, at=at)
    act = "authoring.review.approved" if is_approval else "authoring.review.returned"
    audit.record(
        reviewer.id, act, review, at=at, kind=kind.value, version=checklist.version, document_hash=review.document_hash
    )
    return signature


def _expect_nothing_open(review: Review, answers: Mapping[str, Answer], lines: int) -> None:
    are_settled = len(answers) == lines and all(answer.is_settled for answer in answers.values())
    if has_open_must_change(review) or not are_settled:
        raise MustChangeOpen
    if has_open_words(review):
        raise WordsOpen


def _role_of(reviewer: Account, review: Review, kind: ReviewKind) -> Role:
    """In which role the person signs: the first that the list may be signed in and that is held for this module.

    Raises ``NotYourReview`` where there is none.
    """
    for role in REVIEWER_OF[kind]:
        if reviewer.holds_for(review.module.slug, role):
            return role
    raise NotYourReview


def _end_if_decided(review: Review, *, at: datetime) -> None:
    """One return ends the round; all lists approved complete it; for a corrected wording, one confirms the meaning."""
    if any(not signature.is_approval for signature in review.signatures):
        review.state, review.ended_at = ReviewState.RETURNED, at
    elif _is_confirmed(review) or {signature.kind for signature in review.signatures} == set(ReviewKind):
        review.state, review.ended_at = ReviewState.APPROVED, at
    if review.state is not ReviewState.OPEN:
        is_approved = review.state is ReviewState.APPROVED
        events.emit(ReviewDecided(review.id, review.module_id, is_approved, at))


def _is_confirmed(review: Review) -> bool:
    """Whether somebody has looked at what its author calls a corrected wording."""
    return review.change == WORDING and any(not signature.is_kept for signature in review.signatures)


def has_open_must_change(review: Review) -> bool:
    """Whether a remark that must be settled is open, from this round or an earlier one on the same module."""
    return open_comment_count(review.module_id) > 0


def has_open_words(review: Review) -> bool:
    """Whether the check of wording found something in the text that nobody has changed or agreed to keep."""
    draft = draft_with_text(review.module_id)
    return has_blocking(module_from_json(draft.document), review.module_id)


def add_comment(
    review: Review,
    *,
    place: str,
    category: str,
    must_change: bool,
    text: str,
    by: UUID,
    at: datetime,
    paragraph: Text | None = None,
) -> ReviewComment:
    """A remark on one place of the text, or on a paragraph of it, which is kept as it stands."""
    comment = ReviewComment(
        review_id=review.id,
        place=place,
        category=category,
        must_change=must_change,
        text=text,
        author_id=by,
        written_at=at,
        identity=paragraph.identity if paragraph else None,
        language=paragraph.language if paragraph else None,
        quote=paragraph.words if paragraph else None,
    )
    db.session.add(comment)
    return comment


def reply(comment: ReviewComment, *, text: str, by: UUID, at: datetime) -> ReviewReply:
    """Somebody answers a remark; it stays open until it is settled."""
    answer = ReviewReply(comment_id=comment.id, text=text, author_id=by, written_at=at)
    db.session.add(answer)
    return answer


def open_again(comment: ReviewComment) -> None:
    """Whoever made the remark does not find it settled."""
    comment.resolved_at = comment.resolved_by_id = None


def resolve_comment(comment: ReviewComment, *, by: UUID, at: datetime) -> None:
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_id = at, by


def approval_of(module_id: UUID, document_hash: str) -> Review | None:
    """The review in which exactly this text was approved, if there is one."""
    query = (
        select(Review)
        .where(
            Review.module_id == module_id, Review.document_hash == document_hash, Review.state == ReviewState.APPROVED
        )
        .order_by(Review.ended_at.desc())
        .limit(1)
    )
    return db.session.scalars(query).one_or_none()
