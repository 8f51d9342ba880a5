"""What this room does with news: reviewers and authors are told, trainers named for a module may write it."""

from lms.accounts.events import RoleGiven
from lms.accounts.models import Role
from lms.authoring import emails, queries
from lms.authoring.events import ReviewDecided, ReviewRequested
from lms.authoring.services import drafts
from lms.core import events


@events.on(ReviewRequested)
def tell_the_reviewers(news: ReviewRequested) -> None:
    for account in queries.reviewers_to_ask(news.review_id, news.at):
        emails.review_asked(account, news.review_id, at=news.at)


@events.on(ReviewDecided)
def tell_the_authors(news: ReviewDecided) -> None:
    for account in queries.people_behind(news.review_id):
        emails.review_decided(account, is_approved=news.is_approved, at=news.at)


@events.on(RoleGiven)
def seat_at_the_desk(news: RoleGiven) -> None:
    """A trainer who is named for one module writes it; being an author also bars from reviewing it."""
    module = queries.module_named(news.module_slug) if news.role == Role.TRAINER and news.module_slug else None
    if module is not None:
        drafts.add_author(module, news.account_id, by=news.by_id, at=news.at)
