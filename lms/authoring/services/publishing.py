"""The last steps: an approved draft becomes an edition; an edition is withdrawn, a module retired."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from lms.authoring.checklist_queries import all_versions
from lms.authoring.errors import LanguagesNotReady, NotApproved, WordsOpen
from lms.authoring.models import Review, ReviewKind, ReviewState
from lms.authoring.parity import Policy, blocking
from lms.authoring.services.reviews import approval_of
from lms.authoring.wording import has_blocking
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, EditionChange, TrainingModule
from lms.catalogue.services import ReviewFacts, answer_keys, publish_edition, retire_module, withdraw_edition
from lms.core import audit, clock
from lms.core.extensions import db


def publish(draft: Draft, *, policy: Policy, by: UUID, at: datetime) -> Edition:
    """Freeze the draft as it was approved. ``policy`` says how far translations must be.

    Raises ``NotApproved``; ``WordsOpen`` while a trace of a real person or a word that must change stands in it;
    ``LanguagesNotReady``; and what ``publish_edition`` refuses with.
    """
    review = approval_of(draft.module_id, draft.document_hash)
    if review is None:
        raise NotApproved
    document = module_from_json(draft.document)
    if has_blocking(document, draft.module_id):
        raise WordsOpen
    if blocking(document, policy):
        raise LanguagesNotReady
    module = db.session.get_one(TrainingModule, draft.module_id)
    edition = publish_edition(
        module,
        document,
        change=EditionChange(review.change),
        review=review_facts(review),
        by=by,
        at=at,
    )
    audit.record(by, "authoring.edition.published", edition, at=at, document_hash=edition.document_hash)
    return edition


def review_facts(review: Review) -> ReviewFacts:
    """When and in which role each list was signed; never by whom."""
    versions = all_versions()
    signed = [
        {
            "kind": signature.kind.value,
            "title": versions[signature.kind][signature.version].title,
            "version": signature.version,
            "role": signature.role.value if signature.role else None,
            "on": clock.local_day(signature.signed_at).isoformat(),
        }
        for signature in sorted(review.signatures, key=lambda one: list(ReviewKind).index(one.kind))
    ]
    return ReviewFacts(
        is_reviewed=True,
        reviewed_on=max(clock.local_day(one.signed_at) for one in review.signatures),
        signed=signed,
    )


def may_be_wording(module: TrainingModule, document: ModuleDocument) -> bool:
    """Whether this could be a mere correction: same keys, same answers, of an edition that was reviewed itself."""
    if module.current_edition_id is None:
        return False
    current = db.session.scalars(select(Edition).where(Edition.id == module.current_edition_id)).one()
    return current.is_reviewed and answer_keys(module_from_json(current.document)) == answer_keys(document)


def withdraw(edition: Edition, *, reason: str, by: UUID, at: datetime) -> None:
    """The text is wrong or unlawful: closed to all at once, and its approval is over."""
    withdraw_edition(edition, reason=reason, at=at)
    if (review := approval_of(edition.module_id, edition.document_hash)) is not None:
        review.state, review.ended_at = ReviewState.OVERTAKEN, at
    audit.record(by, "authoring.edition.withdrawn", edition, at=at, reason=reason)


def retire(module: TrainingModule, *, reason: str, finish_until: date, by: UUID, at: datetime) -> None:
    """No new starts; who is in the middle may finish until the day."""
    retire_module(module, reason=reason, finish_until=finish_until, at=at)
    audit.record(by, "authoring.module.retired", module, at=at, reason=reason)
