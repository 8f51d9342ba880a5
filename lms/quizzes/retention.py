"""How long single answers are kept: a year, then only how often each question was answered how; and exceptions.

Counted are the answers of people who agreed to evaluation; of the others nothing is left.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import delete, inspect, select

from lms.core.extensions import db
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.people.models import Purpose
from lms.people.queries import agreed_to
from lms.people.retention import YEAR, keeps
from lms.questions.documents import Question
from lms.questions.kinds import kind_of
from lms.quizzes.corrections import corrected_now
from lms.quizzes.models import AnswerTally, Attempt, Mark, MarkChange, Response, TestException

#: Attempts emptied in one night at most: the work must not hold the database for long.
MOST = 5000
#: Ids in one statement.
PIECE = 500


@keeps(
    "answers",
    what=_l(
        "Your single answers in tests, and how corrections changed their marks; the result of each attempt stays with "
        "the module"
    ),
    why=_l("So that you can look at them again, and questions can be made better"),
    until=_l("One year after the result; then only counts without a person, if you agreed to evaluation"),
)
def count_and_remove_answers(at: datetime) -> int:
    over = at - YEAR
    old = select(Attempt.id).where(Attempt.released_at < over, Attempt.id.in_(select(Mark.attempt_id)))
    ids = db.session.scalars(old.order_by(Attempt.handed_in_at).limit(MOST)).all()
    for first in range(0, len(ids), PIECE):
        piece = ids[first : first + PIECE]
        _count(piece)
        for table in (Mark, Response, MarkChange):
            changed(delete(table).where(table.attempt_id.in_(piece)))
    return len(ids)


@keeps(
    "test_exceptions",
    what=_l("More time or tries that you were given at a quiz, with the reason and who gave them"),
    why=_l("So that you get them, and somebody can ask for the reason"),
    until=_l("One year after they were given, and as long as the module is open to you"),
)
def remove_exceptions(at: datetime) -> int:
    is_studied = select(Enrolment.id).where(
        Enrolment.person_id == TestException.person_id,
        Enrolment.module_id == TestException.module_id,
        Enrolment.state == EnrolmentState.OPEN,
    )
    return changed(delete(TestException).where(TestException.given_at < at - YEAR, ~is_studied.exists()))


def _count(attempt_ids: Sequence[UUID]) -> None:
    """Add these answers to the tallies."""
    facts = (Attempt.edition_id, Attempt.kind, Mark.question_key, Mark.chosen, Enrolment.language, Enrolment.sex)
    query = (
        select(*facts, Mark.points, Mark.points_possible)
        .join(Attempt, Attempt.id == Mark.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Mark.attempt_id.in_(attempt_ids),
            Mark.points.is_not(None),
            Enrolment.person_id.in_(agreed_to(Purpose.EVALUATION)),
        )
    )
    documents = cache(lambda edition_id: corrected_now(edition_id).document)
    rows = db.session.execute(query).all()
    found = Counter(_key(documents(row[0]).questions_by_key[row[2]], row) for row in rows)
    names = tuple(column.name for column in inspect(AnswerTally).primary_key)
    for key, count in found.items():
        tally = db.session.get(AnswerTally, key)
        if tally is None:
            tally = AnswerTally(**dict(zip(names, key, strict=True)), count=0)
            db.session.add(tally)
        tally.count += count
    db.session.flush()


def _key(question: Question, row: Sequence[Any]) -> tuple[Any, ...]:
    """What an answer is counted under; what was typed becomes the answer that was foreseen, or ``other``."""
    edition_id, kind, question_key, chosen, language, sex, points, possible = row
    told = ",".join(sorted(kind_of(question).buckets(question, chosen)))
    earned = Fraction(points, possible)
    return (edition_id, kind, question_key, told, language, sex, earned.numerator, earned.denominator)
