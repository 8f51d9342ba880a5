"""Questions of the statistics to the database. Whatever the number of attempts, the number of statements is the same.

Counted are the **first final attempts** of people in a module that have their result and were not set aside. Later ones
are of people who have seen questions and reasons, and formulas for items want each person once ("Quiz statistics
calculations", docs.moodle.org/dev/Quiz_statistics_calculations, offers the same choice). Counted are only people who
agreed to evaluation, because that is what they were asked for it (``content/site/consent-evaluation.*.md``), and whose
consent to the study record stands.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, func, literal, select

from lms.accounts.models import Account
from lms.catalogue.models import Edition, EditionQuestion, EditionText, TrainingModule
from lms.catalogue.queries import is_author
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import unpassed_modules
from lms.people.models import Consent, Purpose
from lms.people.queries import agreed_to
from lms.quizzes.models import AnswerTally, Attempt, AttemptKind, Mark

#: Between the answers of a group, and between the parts of an answer: signs that JSON never holds as they are.
BETWEEN_ANSWERS, BETWEEN_PARTS = "\x1e", "\x1f"
#: As it is stored.
NO_ANSWER = "[]"


#: Attempts are added to the figures so many at a time: two looks never differ by one person's.
STEP = 10


@dataclass(frozen=True)
class Tested:
    """A module with what it is to the person who asks."""

    module: TrainingModule
    is_author: bool
    #: Studies it and has not passed: must not learn here what is right.
    is_still_to_pass: bool

    @property
    def id(self) -> UUID:
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug


class Pinned(NamedTuple):
    """A question in an edition."""

    edition_id: UUID
    number: int
    question_key: str
    question_id: UUID
    document_hash: str


class Group(NamedTuple):
    """So many attempts of one edition with the same total, language and sex; ``answers`` is all of theirs in one text.

    ``points`` and ``points_possible`` are in ``scale`` parts of a point.
    """

    edition_id: UUID
    points: int
    points_possible: int
    scale: int
    language: str
    sex: str
    attempts: int
    answers: str


class Old(NamedTuple):
    """Answers older than a year, of which only this is left: see ``AnswerTally``."""

    edition_id: UUID
    question_key: str
    chosen: str
    language: str
    points: int
    points_possible: int
    times: int


def tested_module(slug: str, actor: Account) -> Tested:
    """Raises NoResultFound."""
    module = db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one()
    is_unpassed = module.id in unpassed_modules(actor.person_id)
    return Tested(module, is_author(module.id, actor.id), is_unpassed)


def title_of(module_id: UUID, code: str) -> str | None:
    """The title of the newest edition in a language; None before there is one."""
    query = (
        select(EditionText.title)
        .join(Edition, Edition.id == EditionText.edition_id)
        .where(Edition.module_id == module_id, EditionText.language == code)
        .order_by(Edition.number.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def pinned_questions(module_id: UUID) -> Sequence[Pinned]:
    """Which version of which question each edition has, the newest edition first."""
    query = (
        select(
            Edition.id,
            Edition.number,
            EditionQuestion.question_key,
            EditionQuestion.question_id,
            EditionQuestion.document_hash,
        )
        .join(Edition, Edition.id == EditionQuestion.edition_id)
        .where(Edition.module_id == module_id)
        .order_by(Edition.number.desc(), EditionQuestion.question_key)
    )
    return [Pinned(*row) for row in db.session.execute(query)]


def counted_answers(module_id: UUID, *, unread: Collection[str] = ()) -> list[Group]:
    """First attempts with their answers, ``key, answer as JSON, points``; of ``unread`` questions without the text.

    Fifty thousand attempts become some hundred rows. An answer in full, such as an essay, never leaves the database.
    """
    answer: ColumnElement[str] = cast(Mark.chosen, Text)
    if unread:
        answer = case((Mark.question_key.in_(unread) & (answer != NO_ANSWER), literal("")), else_=answer)
    return _groups(module_id, cast(Mark.question_key, Text), answer, cast(Mark.points, Text))


def counted_positions(module_id: UUID) -> list[Group]:
    """The same attempts with what each place in them brought: ``position, points``, whatever question stood there."""
    return _groups(module_id, cast(Mark.position, Text), cast(Mark.points, Text))


def _groups(module_id: UUID, *parts: ColumnElement[Any]) -> list[Group]:
    first = _in_steps(_first_attempts(module_id))
    piece = parts[0]
    for part in parts[1:]:
        piece = piece + literal(BETWEEN_PARTS) + part
    # Each attempt is strung together by itself, along the index of its marks: counting two million marks by all that
    # matters would mean to sort them.
    own = (
        select(func.aggregate_strings(piece, BETWEEN_ANSWERS))
        .where(Mark.attempt_id == first.c.id, Mark.points.is_not(None))
        .scalar_subquery()
    )
    by = (first.c.edition_id, first.c.points, first.c.points_possible, first.c.scale, first.c.language, first.c.sex)
    query = (
        select(*by, func.count(), func.aggregate_strings(own, BETWEEN_ANSWERS))
        .where(first.c.turn <= first.c.together - first.c.together % STEP)
        .group_by(*by)
    )
    return [Group(*row) for row in db.session.execute(query)]


def _in_steps(attempts: Any) -> Any:
    """First attempts, the oldest results first, as many as make whole steps."""
    turn = func.row_number().over(order_by=(attempts.c.released_at, attempts.c.id))
    return (
        select(attempts, turn.label("turn"), func.count().over().label("together"))
        .where(attempts.c.place == 1, attempts.c.is_there)
        .subquery("in_steps")
    )


def _first_attempts(module_id: UUID) -> Any:
    """Final attempts that count and whose answers are still there, each person's in order."""
    order = func.row_number().over(
        partition_by=Enrolment.person_id, order_by=(Attempt.started_at, Attempt.number, Attempt.id)
    )
    return (
        select(
            Attempt.id,
            Attempt.edition_id,
            Attempt.points,
            Attempt.points_possible,
            Attempt.scale,
            Attempt.released_at,
            Enrolment.language,
            Enrolment.sex,
            order.label("place"),
            exists().where(Mark.attempt_id == Attempt.id).label("is_there"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Enrolment.module_id == module_id,
            Attempt.kind == AttemptKind.FINAL,
            Attempt.released_at.is_not(None),
            Attempt.set_aside_at.is_(None),
            Enrolment.person_id.in_(agreed_to(Purpose.EVALUATION)),
            Enrolment.person_id.not_in(_withdrew_the_record()),
        )
        .subquery("firsts")
    )


def _withdrew_the_record() -> Select[Any]:
    """People whose consent to the study record is withdrawn and not given again."""
    again = Consent.__table__.alias("again")
    stands = exists().where(
        again.c.person_id == Consent.person_id, again.c.purpose == Purpose.STUDY, again.c.withdrawn_at.is_(None)
    )
    return select(Consent.person_id).where(Consent.purpose == Purpose.STUDY, Consent.withdrawn_at.is_not(None), ~stands)


def old_answers(module_id: UUID) -> list[Old]:
    """What is left of answers in final attempts that are older than a year: every attempt, not only the first."""
    facts = (
        AnswerTally.edition_id,
        AnswerTally.question_key,
        AnswerTally.chosen,
        AnswerTally.language,
        AnswerTally.points,
        AnswerTally.points_possible,
    )
    query = (
        select(*facts, func.sum(AnswerTally.count))
        .join(Edition, Edition.id == AnswerTally.edition_id)
        .where(Edition.module_id == module_id, AnswerTally.kind == AttemptKind.FINAL)
        .group_by(*facts)
    )
    return [Old(*row) for row in db.session.execute(query)]
