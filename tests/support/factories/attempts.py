"""Attempts, begun and handed in the way the platform does it."""

from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.queries import study_from
from lms.quizzes import services
from lms.quizzes.models import AttemptKind
from lms.quizzes.queries import Sitting
from tests.support.answering import right_answer, wrong_answer

READY = ("lesson:first", "lesson:second", "scenario")


def make_attempt(enrolment, kind=AttemptKind.FINAL, *, seed=1, at=None):
    attempt = services.start_attempt(study_from(enrolment), kind, seed=seed, by=None, at=at or clock.now())
    db.session.commit()
    return attempt


def sitting(attempt):
    from lms.catalogue.queries import document_of  # noqa: PLC0415  (needs the app)

    return Sitting(attempt, attempt.enrolment.edition, document_of(attempt.edition_id))


def right_keys(question):
    return [option.key for option in question.options if option.correct]


def answer(attempt, right, *, at=None):
    """Answer all questions, so many of them right."""
    asked = sitting(attempt)
    writes = [
        services.Write(a.question.key, (right_answer if n < right else wrong_answer)(a.question), f"w-{n:08}", 0)
        for n, a in enumerate(asked.asked)
    ]
    services.save_answers(asked, writes, at=at or clock.now())
    db.session.commit()


def hand_in(attempt, right, *, at=None):
    """Answer and finish."""
    answer(attempt, right, at=at)
    services.hand_in(sitting(attempt), by=None, at=at or clock.now())
    db.session.commit()
    return attempt
