"""What this room does with its own news: reviewers and authors are told."""

from lms.authoring import emails, queries
from lms.authoring.events import ReviewDecided, ReviewRequested
from lms.core import events


@events.on(ReviewRequested)
def tell_the_reviewers(news: ReviewRequested) -> None:
    for account in queries.reviewers_to_ask(news.review_id, news.at):
        emails.review_asked(account, news.review_id, at=news.at)


@events.on(ReviewDecided)
def tell_the_authors(news: ReviewDecided) -> None:
    for account in queries.people_behind(news.review_id):
        emails.review_decided(account, is_approved=news.is_approved, at=news.at)
