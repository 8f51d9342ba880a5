"""Of what reviewers are reminded: a text that has waited for a signature for a week, and once more after two."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from lms.authoring import review_queries
from lms.core.i18n import _l, n_
from lms.messages import reminders
from lms.messages.reminders import Due

#: Five working days; whoever is away for longer is told once more.
PAUSES = (timedelta(days=7), timedelta(days=14))


def sentence(count: int) -> str:
    return n_("A text waits for your review.", "%(num)s texts wait for your review.", count)


@reminders.about(
    "reviews_waiting",
    _l("Reminders of texts that wait for my review"),
    page="studio/reviews",
    says=sentence,
    is_for_staff=True,
)
def waiting(at: datetime) -> Iterator[Due]:
    for review in review_queries.open_reviews():
        passed = [pause for pause in PAUSES if at - review.requested_at >= pause]
        if passed:
            for account in review_queries.reviewers_to_ask(review.id, at):
                yield Due(account.id, f"{review.id}:{len(passed)}")
