"""News from below that end attempts: the edition was withdrawn."""

from lms.catalogue.events import EditionWithdrawn
from lms.core import events
from lms.core.extensions import db
from lms.enrolments.events import EnrolmentMoved
from lms.enrolments.models import Enrolment
from lms.quizzes import services


@events.on(EnrolmentMoved)
def set_attempts_aside(news: EnrolmentMoved) -> None:
    """The person goes on in the next edition; attempts on the old one, or on its first spelling, do not count."""
    services.set_aside_in(db.session.get_one(Enrolment, news.enrolment_id), at=news.at)


@events.on(EditionWithdrawn)
def close_attempts(news: EditionWithdrawn) -> None:
    """There is no next edition yet: what was begun is closed all the same."""
    if news.next_edition_id is None:
        services.set_aside_on(news.edition_id, at=news.at)
