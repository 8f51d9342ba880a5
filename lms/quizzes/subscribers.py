"""News from below that ends attempts, own news that a person is told of, and work that waits for the clock."""

from lms.accounts.queries import account_of_person
from lms.catalogue.events import EditionWithdrawn
from lms.core import events, jobs
from lms.core.extensions import db
from lms.enrolments.events import EnrolmentMoved
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes import emails, setting_aside, tasks
from lms.quizzes.events import AttemptDue, ExceptionGiven, ResultReleased, TriesOpened
from lms.quizzes.models import Attempt, AttemptKind
from lms.quizzes.timing import GRACE


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


@events.on(AttemptDue)
def hand_in_then(news: AttemptDue) -> None:
    """The sweep of the jobs takes it up once the grace is over. After more time the earlier job finds nothing to do."""
    work = jobs.enqueue(tasks.hand_in_overdue, news.attempt_id, unique_key=f"due:{news.attempt_id}:{news.due_at}")
    work.due_at = news.due_at + GRACE + tasks.AFTERWARDS


@events.on(ExceptionGiven)
def tell_of_exception(news: ExceptionGiven) -> None:
    account = account_of_person(news.person_id)
    if account is not None:
        emails.exception_given(account, at=news.at)


@events.on(ResultReleased)
def tell_of_result(news: ResultReleased) -> None:
    """Only who had to wait, and only of what counts."""
    if not news.was_awaited or news.kind != AttemptKind.FINAL:
        return
    attempt = db.session.get_one(Attempt, news.attempt_id)
    account = account_of_person(attempt.enrolment.person_id)
    if account is not None and attempt.set_aside_at is None:
        emails.result_ready(account, at=news.at)
