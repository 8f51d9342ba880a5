"""Questions about corrected keys: which editions share a question, and whose attempts it concerns."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from lms.accounts.models import Account
from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import editions_of, is_author
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.grading.keys import can_be_corrected, fits
from lms.grading.models import PassDecision, PassState
from lms.questions.documents import Question
from lms.quizzes.corrections import Corrected, corrected_now
from lms.quizzes.models import Attempt, KeyCorrection, Mark

PIECE = 200


@dataclass(frozen=True)
class Shared:
    """An edition that asks the question, with the question as it is marked there now."""

    edition: Edition
    known: Corrected
    question: Question
    attempts: int

    @property
    def is_given(self) -> bool:
        return self.question.key in self.known.given


@dataclass(frozen=True)
class KeyDesk:
    """A question whose key may be wrong, in the editions that share it, newest first."""

    module: TrainingModule
    shared: Sequence[Shared]
    is_author: bool

    @property
    def id(self) -> UUID:
        """Of the module, for the log of refusals."""
        return self.module.id

    @property
    def slug(self) -> str:
        return self.module.slug

    @property
    def question(self) -> Question:
        """As it is marked in the newest edition."""
        return self.shared[0].question

    @property
    def is_given(self) -> bool:
        return self.shared[0].is_given


def questions_desk(slug: str, actor: Account) -> KeyDesk | None:
    """The module with no question chosen yet."""
    module = db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one_or_none()
    if module is None:
        return None
    return KeyDesk(module, (), is_author(module.id, actor.id))


def published_questions(module_id: UUID) -> dict[str, Question]:
    """Every question of any edition whose key can be corrected, as the newest edition that has it asks it."""
    found: dict[str, Question] = {}
    for edition in editions_of(module_id):
        for question in corrected_now(edition.id).document.questions:
            if can_be_corrected(question):
                found.setdefault(question.key, question)
    return found


def key_desk(slug: str, key: str, actor: Account) -> KeyDesk | None:
    return _key_desk(slug, key, actor, lock=False)


def key_desk_for_update(slug: str, key: str, actor: Account) -> KeyDesk | None:
    """The same with the module locked, so that corrections come one after the other."""
    return _key_desk(slug, key, actor, lock=True)


def _key_desk(slug: str, key: str, actor: Account, *, lock: bool) -> KeyDesk | None:
    query = select(TrainingModule).where(TrainingModule.slug == slug)
    module = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    shared = [] if module is None else _shared(module.id, key)
    if module is None or not shared or not can_be_corrected(shared[0].question):
        return None
    return KeyDesk(module, shared, is_author(module.id, actor.id))


def _shared(module_id: UUID, key: str) -> list[Shared]:
    """Editions with this question, newest first; those in which it had other options or places are left out."""
    editions = editions_of(module_id)
    numbers = _attempts_by_edition([edition.id for edition in editions], key)
    found: list[Shared] = []
    for edition in editions:
        known = corrected_now(edition.id)
        question = known.document.questions_by_key.get(key)
        if question is not None and (not found or fits(question, found[0].question)):
            found.append(Shared(edition, known, question, numbers.get(edition.id, 0)))
    return found


def _attempts_by_edition(edition_ids: Sequence[UUID], key: str) -> dict[UUID, int]:
    query = (
        select(Attempt.edition_id, func.count())
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.edition_id.in_(edition_ids), Mark.question_key == key)
        .group_by(Attempt.edition_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def concerned(edition_ids: Collection[UUID], key: str) -> list[UUID]:
    """Enrolments with an attempt of these editions in which the question was marked, in a fixed order."""
    query = (
        select(Attempt.enrolment_id)
        .join(Mark, Mark.attempt_id == Attempt.id)
        .where(Attempt.edition_id.in_(edition_ids), Mark.question_key == key)
        .distinct()
        .order_by(Attempt.enrolment_id)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class Person:
    """All attempts of an enrolment, and the mark of the question in those that asked it."""

    attempts: Sequence[Attempt]
    marks: dict[UUID, Mark]
    #: A person has decided before that the pass stands, or one has still to decide.
    is_decided: bool


def people_concerned(edition_ids: Collection[UUID], key: str) -> Iterator[Person]:
    """Everybody, a few hundred at a time."""
    ids = concerned(edition_ids, key)
    for first in range(0, len(ids), PIECE):
        piece = ids[first : first + PIECE]
        attempts: dict[UUID, list[Attempt]] = {enrolment_id: [] for enrolment_id in piece}
        query = (
            select(Attempt)
            .join(Attempt.enrolment)
            .where(Attempt.enrolment_id.in_(piece))
            .options(contains_eager(Attempt.enrolment))
            .order_by(Attempt.started_at)
        )
        for attempt in db.session.scalars(query):
            attempts[attempt.enrolment_id].append(attempt)
        marks = _marks([one.id for many in attempts.values() for one in many], key)
        decided = decided_in(piece)
        for enrolment_id, found in attempts.items():
            yield Person(found, {one.id: marks[one.id] for one in found if one.id in marks}, enrolment_id in decided)


def _marks(attempt_ids: Sequence[UUID], key: str) -> dict[UUID, Mark]:
    query = select(Mark).where(Mark.attempt_id.in_(attempt_ids), Mark.question_key == key)
    return {mark.attempt_id: mark for mark in db.session.scalars(query)}


def decided_in(enrolment_ids: Sequence[UUID]) -> set[UUID]:
    """Of these enrolments, those whose pass was kept by a decision or waits for one."""
    query = select(PassDecision.enrolment_id).where(
        PassDecision.enrolment_id.in_(enrolment_ids), PassDecision.state.in_([PassState.PENDING, PassState.KEPT])
    )
    return set(db.session.scalars(query))


def correction_by_id(correction_id: UUID) -> KeyCorrection:
    """With the questions that it replaced. Raises NoResultFound."""
    query = select(KeyCorrection).where(KeyCorrection.id == correction_id)
    return db.session.scalars(query.options(selectinload(KeyCorrection.questions))).one()


def corrections_of(module_id: UUID, key: str) -> Sequence[KeyCorrection]:
    """Newest first."""
    query = select(KeyCorrection).where(KeyCorrection.module_id == module_id, KeyCorrection.question_key == key)
    return db.session.scalars(query.order_by(KeyCorrection.at.desc(), KeyCorrection.id.desc())).all()


# ── Decisions ─────────────────────────────────────────────────────────────────


def decisions_pending() -> Sequence[PassDecision]:
    """With person and module, oldest first."""
    query = (
        select(PassDecision)
        .join(PassDecision.enrolment)
        .where(PassDecision.state == PassState.PENDING)
        .options(
            contains_eager(PassDecision.enrolment).options(
                joinedload(Enrolment.person, innerjoin=True), joinedload(Enrolment.module, innerjoin=True)
            ),
            joinedload(PassDecision.correction, innerjoin=True),
        )
        .order_by(PassDecision.opened_at, PassDecision.id)
        .limit(200)
    )
    return db.session.scalars(query).unique().all()


def number_of_passes_to_decide() -> int:
    query = select(func.count()).select_from(PassDecision).where(PassDecision.state == PassState.PENDING)
    return db.session.scalar(query) or 0


def decision_of(decision_id: UUID) -> PassDecision:
    """Raises NoResultFound."""
    return db.session.scalars(select(PassDecision).where(PassDecision.id == decision_id)).one()


def decision_for_update(decision_id: UUID) -> PassDecision:
    """With enrolment and decision locked, in this order."""
    enrolment_id = db.session.scalars(select(PassDecision.enrolment_id).where(PassDecision.id == decision_id)).one()
    db.session.scalars(select(Enrolment).where(Enrolment.id == enrolment_id).with_for_update()).one()
    query = select(PassDecision).where(PassDecision.id == decision_id).with_for_update()
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def decisions_in(enrolment_id: UUID) -> Sequence[PassDecision]:
    """Of one enrolment, oldest first."""
    query = select(PassDecision).where(PassDecision.enrolment_id == enrolment_id)
    return db.session.scalars(query.order_by(PassDecision.opened_at, PassDecision.id)).all()
