"""Who may be tested, and who sees answers and points: the person, nobody else.

The coordinator may open new tries and make exceptions, and learns nothing of how they went.
"""

from enum import StrEnum

from lms.accounts.models import Account, Role
from lms.core.policy import rule
from lms.enrolments.queries import Study
from lms.quizzes.queries import AnswerSheet, Sitting


class QuizPermission(StrEnum):
    START = "quizzes:attempt:start"
    TAKE = "quizzes:attempt:take"
    OPEN_TRIES = "quizzes:tries:open"
    MAKE_EXCEPTION = "quizzes:exception:make"


@rule(QuizPermission.START)
def may_start_attempt(actor: Account, study: Study) -> bool:
    return study.enrolment.person_id == actor.person_id


@rule(QuizPermission.TAKE)
def may_take_attempt(actor: Account, attempt: Sitting | AnswerSheet) -> bool:
    """Answers and points are nobody else's business: not a trainer's, not a coordinator's."""
    return attempt.person_id == actor.person_id


@rule(QuizPermission.OPEN_TRIES)
def may_open_tries(actor: Account, study: Study) -> bool:
    """For others, knowing only that all tries are used."""
    return actor.holds(Role.COORDINATOR) and study.enrolment.person_id != actor.person_id


@rule(QuizPermission.MAKE_EXCEPTION)
def may_make_exception(actor: Account, study: Study) -> bool:
    """For others; never for oneself."""
    return may_open_tries(actor, study)
