"""News from below that end attempts: the edition was withdrawn. And own news that a person is told of."""

from lms.accounts.queries import account_of_person
from lms.catalogue.events import EditionWithdrawn
from lms.core import events
from lms.core.extensions import db
from lms.enrolments.events import EnrolmentMoved
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes import emails, setting_aside
from lms.quizzes.events import TriesOpened


@events.on(EnrolmentMoved)
def set_attempts_aside(news: EnrolmentMoved) -> None:
    """The person goes on in the next edition; attempts on the old one, or on its first spelling, do not count."""
    setting_aside.set_aside_in(db.session.get_one(Enrolment, news.enrolment_id), at=news.at)


@events.on(EditionWithdrawn)
def close_attempts(news: EditionWithdrawn) -> None:
    """Who has left would otherwise come back to tries that were used on a wrong text.

    Who is in the middle moves on (see above); without a next edition, what was begun is closed all the same.
    """
    setting_aside.set_aside_on(news.edition_id, EnrolmentState.WITHDRAWN, at=news.at)
    if news.next_edition_id is None:
        setting_aside.set_aside_on(news.edition_id, EnrolmentState.OPEN, at=news.at)


@events.on(TriesOpened)
def tell_of_new_tries(news: TriesOpened) -> None:
    account = account_of_person(news.person_id)
    if account is not None:
        emails.tries_opened(account, at=news.at)
