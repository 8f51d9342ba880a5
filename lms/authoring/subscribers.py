"""What this room does with news: reviewers and authors are told, trainers named for a module may write it."""

import msgspec

from lms.accounts.events import RoleGiven
from lms.accounts.models import Role
from lms.authoring import emails, queries, review_queries
from lms.authoring.events import ReviewDecided, ReviewRequested
from lms.authoring.services import drafts
from lms.catalogue.documents import module_from_json
from lms.catalogue.models import Draft
from lms.core import events
from lms.core.extensions import db
from lms.grading.events import KeyCorrected
from lms.grading.keys import fits, key_hash, with_key_of


@events.on(ReviewRequested)
def tell_the_reviewers(news: ReviewRequested) -> None:
    for account in review_queries.reviewers_to_ask(news.review_id, news.at):
        emails.review_asked(account, news.review_id, at=news.at)


@events.on(ReviewDecided)
def tell_the_authors(news: ReviewDecided) -> None:
    for account in review_queries.people_behind(news.review_id):
        emails.review_decided(account, is_approved=news.is_approved, at=news.at)


@events.on(RoleGiven)
def seat_at_the_desk(news: RoleGiven) -> None:
    """A trainer who is named for one module writes it; being an author also bars from reviewing it."""
    module = queries.module_named(news.module_slug) if news.role == Role.TRAINER and news.module_slug else None
    if module is not None:
        drafts.add_author(module, news.account_id, by=news.by_id, at=news.at)


@events.on(KeyCorrected)
def carry_into_the_draft(news: KeyCorrected) -> None:
    """The next edition must not bring the wrong key back. A draft in which it was mended already is left alone."""
    draft = db.session.get_one(Draft, news.module_id, with_for_update=True)
    document = module_from_json(draft.document)
    own = document.questions_by_key.get(news.question.key)
    if own is None or news.is_point_for_all or not fits(own, news.question) or key_hash(own) != news.key_before:
        return
    newer = with_key_of(own, news.question)
    questions = tuple(newer if one is own else one for one in document.questions)
    mended = msgspec.structs.replace(document, questions=questions)
    drafts.save(draft, mended, by=news.by_id, what=f"question:{own.key}", at=news.at)
