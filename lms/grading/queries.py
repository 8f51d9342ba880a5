"""Questions about essays. Nobody is offered a text of the same person's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Account, Role
from lms.catalogue.models import Edition, ModuleAuthor, TrainingModule
from lms.catalogue.queries import is_author
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.grading.desks import Desk
from lms.grading.models import Essay, Grade
from lms.quizzes.corrections import newest_correction
from lms.quizzes.models import Attempt, Mark
from lms.quizzes.queries import Sitting, sitting_from


@dataclass(frozen=True)
class Waiting:
    """A module of somebody who marks: how many essays wait for this person, and since when the oldest."""

    module: TrainingModule
    count: int
    oldest_at: datetime | None
    #: Wait for an opinion that this person cannot give: of the same person's own, or after the own opinion.
    for_others: int


def modules_marked_by(actor: Account) -> list[TrainingModule]:
    """Modules that the person writes as a trainer, in the order of codes."""
    query = (
        select(TrainingModule)
        .join(ModuleAuthor, ModuleAuthor.module_id == TrainingModule.id)
        .where(ModuleAuthor.account_id == actor.id)
    )
    found = [module for module in db.session.scalars(query) if actor.holds_for(module.slug, Role.TRAINER)]
    return sorted(found, key=lambda module: (len(module.code), module.code))


def waiting_for(actor: Account, *, at: datetime) -> list[Waiting]:
    """Each module of the person with what waits in it."""
    modules = modules_marked_by(actor)
    ids = [module.id for module in modules]
    own = _counts(_for(_undecided(ids), actor, at))
    everybody = _counts(_undecided(ids))
    return [
        Waiting(
            module, *own.get(module.id, (0, None)), everybody.get(module.id, (0, None))[0] - own.get(module.id, (0,))[0]
        )
        for module in modules
    ]


def _counts(query: Select[Essay]) -> dict[UUID, tuple[int, datetime | None]]:
    essays = query.subquery()
    rows = db.session.execute(
        select(essays.c.module_id, func.count(), func.min(essays.c.handed_in_at)).group_by(essays.c.module_id)
    )
    return {module_id: (count, oldest) for module_id, count, oldest in rows}


def candidates(actor: Account, module_id: UUID, *, at: datetime) -> Sequence[Essay]:
    """Essays that the person may take now, those already begun first, then oldest first; a handful.

    Locked; what somebody else is taking at this moment is left out, so that nobody waits and none is taken twice.
    """
    begun = _own_grade(actor).exists()
    query = _for(_undecided([module_id]), actor, at).order_by(begun.desc(), Essay.handed_in_at, Essay.id).limit(5)
    return db.session.scalars(query.with_for_update(of=Essay, skip_locked=True)).all()


def changeable_by(actor: Account) -> Sequence[Essay]:
    """Marked by the person, and the result is not known to the learner yet: newest first."""
    query = (
        select(Essay)
        .join(Grade, Grade.essay_id == Essay.id)
        .join(Attempt, Attempt.id == Essay.attempt_id)
        .where(
            Grade.marker_id == actor.id,
            Grade.saved_at.is_not(None),
            Attempt.marked_at.is_(None),
            or_(Essay.wanted < 3, Grade.place == 3),  # noqa: PLR2004  (a third opinion fixes the first two)
        )
        .order_by(Grade.saved_at.desc())
        .limit(20)
    )
    return db.session.scalars(query).all()


def grades_of(essay_id: UUID) -> Sequence[Grade]:
    """Every place and opinion, in their order, as they are stored now."""
    query = select(Grade).where(Grade.essay_id == essay_id).order_by(Grade.place)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def desk_of(essay_id: UUID, actor: Account) -> Desk | None:
    return _desk(essay_id, actor, lock=False)


def desk_for_update(essay_id: UUID, actor: Account) -> Desk | None:
    """The same with enrolment, attempt and essay locked, in this order everywhere."""
    return _desk(essay_id, actor, lock=True)


def _desk(essay_id: UUID, actor: Account, *, lock: bool) -> Desk | None:
    attempt_id = db.session.scalar(select(Essay.attempt_id).where(Essay.id == essay_id))
    if attempt_id is None:
        return None
    sitting = sitting_of_attempt(attempt_id, lock=lock)
    query = select(Essay).where(Essay.id == essay_id).execution_options(populate_existing=True)
    essay = db.session.scalars(query.with_for_update() if lock else query).one()
    mark = db.session.get(Mark, (attempt_id, essay.question_key))
    if mark is None:  # a year has gone by
        return None
    return Desk(
        essay=essay,
        sitting=sitting,
        text=str(mark.chosen[0]) if mark.chosen else "",
        grades=grades_of(essay_id),
        marker_id=actor.id,
        is_author=is_author(essay.module_id, actor.id),
    )


def sitting_of_attempt(attempt_id: UUID, *, lock: bool = False) -> Sitting:
    """Anybody's attempt with the text of its edition. Raises NoResultFound."""
    query = (
        select(Attempt, Edition, newest_correction(Attempt.edition_id))
        .join(Attempt.enrolment)
        .join(Enrolment.module)
        .join(Edition, Edition.id == Attempt.edition_id)
        .where(Attempt.id == attempt_id)
        .options(contains_eager(Attempt.enrolment).options(contains_eager(Enrolment.module)))
        .execution_options(populate_existing=lock)
    )
    return sitting_from(*db.session.execute(query.with_for_update(of=(Enrolment, Attempt)) if lock else query).one())


def marks_waiting(attempt_id: UUID) -> Sequence[Mark]:
    """What a person has still to read. One statement, asked whenever a test is handed in."""
    query = select(Mark).where(Mark.attempt_id == attempt_id, Mark.points.is_(None)).order_by(Mark.position)
    return db.session.scalars(query).all()


def essays_of_attempt(attempt_id: UUID) -> Sequence[Essay]:
    query = select(Essay).where(Essay.attempt_id == attempt_id).order_by(Essay.question_key)
    return db.session.scalars(query).all()


def overdue(before: datetime, at: datetime) -> list[tuple[UUID, UUID]]:
    """(account, essay) for each essay handed in before this moment and each person who could mark it."""
    query = _undecided(None).where(Essay.handed_in_at <= before).order_by(Essay.handed_in_at)
    essays = db.session.scalars(query.options(joinedload(Essay.attempt).joinedload(Attempt.enrolment))).all()
    markers = _markers({essay.module_id for essay in essays}, at)
    found = []
    for essay in essays:
        settled = {grade.marker_id for grade in grades_of(essay.id) if grade.saved_at is not None}
        for account_id, person_id in markers.get(essay.module_id, ()):
            if account_id not in settled and person_id != essay.attempt.enrolment.person_id:
                found.append((account_id, essay.id))
    return found


def _markers(module_ids: set[UUID], at: datetime) -> dict[UUID, list[tuple[UUID, UUID]]]:
    """Module to its markers as (account, person)."""
    query = (
        select(ModuleAuthor.module_id, TrainingModule.slug, Account)
        .join(TrainingModule, TrainingModule.id == ModuleAuthor.module_id)
        .join(Account, Account.id == ModuleAuthor.account_id)
        .where(ModuleAuthor.module_id.in_(module_ids), Account.suspended_at.is_(None))
        .order_by(ModuleAuthor.module_id, Account.id)
    )
    found: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for module_id, slug, account in db.session.execute(query):
        held = (grant for grant in account.grants if grant.role is Role.TRAINER and grant.holds_at(at))
        if any(grant.module_slug in (None, slug) for grant in held):
            found.setdefault(module_id, []).append((account.id, account.person_id))
    return found


def _undecided(module_ids: Sequence[UUID] | None) -> Select[Essay]:
    """What somebody waits for: not of a text that was withdrawn, nor of a person who has left."""
    query = (
        select(Essay)
        .join(Attempt, Attempt.id == Essay.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(
            Essay.decided_at.is_(None),
            Attempt.set_aside_at.is_(None),
            Enrolment.state != EnrolmentState.WITHDRAWN,
        )
    )
    return query if module_ids is None else query.where(Essay.module_id.in_(module_ids))


def _for(query: Select[Essay], actor: Account, at: datetime) -> Select[Essay]:
    """Of these, what this person may take now."""
    others = (
        select(func.count())
        .select_from(Grade)
        .where(
            Grade.essay_id == Essay.id,
            Grade.marker_id != actor.id,
            or_(Grade.saved_at.is_not(None), Grade.taken_until > at),
        )
        .correlate(Essay)
        .scalar_subquery()
    )
    done = _own_grade(actor).where(Grade.saved_at.is_not(None))
    return query.where(Enrolment.person_id != actor.person_id, ~done.exists(), others < Essay.wanted)


def _own_grade(actor: Account) -> Select[UUID]:
    mine: ColumnElement[bool] = and_(Grade.essay_id == Essay.id, Grade.marker_id == actor.id)
    return select(Grade.id).where(mine).correlate(Essay)
