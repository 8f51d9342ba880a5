"""News from below, an attempt was handed in, and own news that people are told of."""

from lms.accounts.queries import account_of_person
from lms.core import events
from lms.grading import emails, services
from lms.grading.events import PassWithdrawn, ResultChanged
from lms.quizzes.events import AttemptHandedIn


@events.on(AttemptHandedIn)
def put_essays_in_the_queue(news: AttemptHandedIn) -> None:
    services.ask_for_marks(news.attempt_id, at=news.at)


@events.on(ResultChanged)
def tell_of_change(news: ResultChanged) -> None:
    account = account_of_person(news.person_id)
    if account is not None:
        emails.result_changed(account, at=news.at)


@events.on(PassWithdrawn)
def tell_of_decision(news: PassWithdrawn) -> None:
    account = account_of_person(news.person_id)
    if account is not None:
        emails.pass_decided(account, at=news.at)
