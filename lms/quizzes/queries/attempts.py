"""Questions about attempts. Everything here is limited to the actor's own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.accounts.models import Account
from lms.catalogue.models import Edition, TrainingModule
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.quizzes.corrections import newest_correction
from lms.quizzes.models import Attempt, AttemptKind, Mark, MarkChange
from lms.quizzes.queries.sittings import AnswerSheet, Sitting, sitting_from

#: The word in the address to the kind of attempt.
KINDS = {"pre-test": AttemptKind.PRE_TEST, "quiz": AttemptKind.FINAL}


_MINE = (
    Attempt.id == bindparam("attempt_id"),
    Attempt.kind == bindparam("kind"),
    Enrolment.person_id == bindparam("person_id"),
    TrainingModule.slug == bindparam("slug"),
)
_DRAWN_FROM = aliased(Edition)
_SITTINGS = (
    select(Attempt, _DRAWN_FROM, newest_correction(Attempt.edition_id))
    .join(Attempt.enrolment)
    .join(Enrolment.module)
    .join(Enrolment.edition)
    .join(_DRAWN_FROM, _DRAWN_FROM.id == Attempt.edition_id)
    .options(
        contains_eager(Attempt.enrolment).options(contains_eager(Enrolment.module), contains_eager(Enrolment.edition))
    )
)
_SITTING = _SITTINGS.where(*_MINE)
#: Locked in this order everywhere, so that nobody waits in a circle.
_SITTING_FOR_UPDATE = _SITTING.with_for_update(of=(Enrolment, Attempt))
_ON_PAPER_FOR_UPDATE = _SITTINGS.where(Attempt.id == bindparam("attempt_id"), Attempt.is_on_paper).with_for_update(
    of=(Enrolment, Attempt)
)
_SHEET_FOR_UPDATE = (
    select(
        Attempt.id,
        Attempt.edition_id,
        Attempt.drawn,
        Attempt.is_on_paper,
        Attempt.handed_in_at,
        Attempt.set_aside_at,
        Attempt.due_at,
        Attempt.reached,
        Enrolment.state,
        Enrolment.person_id,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(TrainingModule, TrainingModule.id == Enrolment.module_id)
    .where(*_MINE)
    .with_for_update(of=Attempt)
)


def sitting_of(actor: Account, slug: str, test: str, attempt_id: UUID) -> Sitting | None:
    """The actor's own attempt. One statement, and one for the answers when they are asked for."""
    return _sitting(actor, slug, test, attempt_id, lock=False)


def sitting_for_update(actor: Account, slug: str, test: str, attempt_id: UUID) -> Sitting | None:
    """The same with the enrolment and the attempt locked, for whoever is about to change them."""
    return _sitting(actor, slug, test, attempt_id, lock=True)


def sitting_on_paper(attempt_id: UUID) -> Sitting | None:
    """Anybody's attempt from paper, locked like the actor's own, for whoever has typed the answers in."""
    found = db.session.execute(_ON_PAPER_FOR_UPDATE, {"attempt_id": attempt_id}).one_or_none()
    return None if found is None else sitting_from(*found)


def _sitting(actor: Account, slug: str, test: str, attempt_id: UUID, *, lock: bool) -> Sitting | None:
    query = _SITTING_FOR_UPDATE if lock else _SITTING
    mine = {"attempt_id": attempt_id, "kind": KINDS[test], "person_id": actor.person_id, "slug": slug}
    found = db.session.execute(query, mine).one_or_none()
    if found is None:
        return None
    return sitting_from(*found)


def changes_of(attempt_id: UUID) -> Sequence[MarkChange]:
    """What corrections have changed in an attempt, with the corrections, oldest first."""
    query = select(MarkChange).where(MarkChange.attempt_id == attempt_id).order_by(MarkChange.at, MarkChange.id)
    return db.session.scalars(query.options(joinedload(MarkChange.correction, innerjoin=True))).all()


def sitting_by_id_for_update(attempt_id: UUID) -> Sitting | None:
    """Anybody's attempt, locked in the same order, for work that the person does not do."""
    query = _SITTINGS.where(Attempt.id == attempt_id).with_for_update(of=(Enrolment, Attempt))
    found = db.session.execute(query.execution_options(populate_existing=True)).one_or_none()
    return None if found is None else sitting_from(*found)


def open_final_for_update(enrolment: Enrolment) -> Attempt | None:
    """The final quiz that the person is in the middle of, locked. The caller holds the lock on the enrolment."""
    query = select(Attempt).where(
        Attempt.enrolment_id == enrolment.id,
        Attempt.kind == AttemptKind.FINAL,
        Attempt.handed_in_at.is_(None),
        Attempt.set_aside_at.is_(None),
    )
    return db.session.scalars(query.with_for_update(of=Attempt)).one_or_none()


def answer_sheet(actor: Account, slug: str, test: str, attempt_id: UUID) -> AnswerSheet | None:
    """The attempt, locked: handing in and withdrawal wait until the answer is in, or come first. One statement."""
    mine = {"attempt_id": attempt_id, "kind": KINDS[test], "person_id": actor.person_id, "slug": slug}
    found = db.session.execute(_SHEET_FOR_UPDATE, mine).one_or_none()
    return None if found is None else AnswerSheet(*found)


def marks_of(attempt_id: UUID) -> Sequence[Mark]:
    """How each question was marked, in the order asked."""
    query = select(Mark).where(Mark.attempt_id == attempt_id).order_by(Mark.position)
    return db.session.scalars(query).all()


def attempts_in(enrolment: Enrolment) -> Sequence[Attempt]:
    """All attempts of an enrolment, the pre-test first, then in the order in which they were begun.

    Final attempts of an enrolment that the person has left since the last completion are among them, whatever the
    edition: leaving a module and beginning it again makes no new tries.
    """
    own_and_left = select(Enrolment.id).where(
        Enrolment.person_id == enrolment.person_id,
        Enrolment.module_id == enrolment.module_id,
        (Enrolment.id == enrolment.id) | _left_before(enrolment),
    )
    query = (
        select(Attempt)
        .where(Attempt.enrolment_id.in_(own_and_left))
        .order_by(Attempt.kind.desc(), Attempt.started_at, Attempt.number)
    )
    return [row for row in db.session.scalars(query) if row.enrolment_id == enrolment.id or _counts(row)]


def _left_before(enrolment: Enrolment) -> ColumnElement[bool]:
    """Left before this enrolment began, with no completion in between."""
    between = aliased(Enrolment)
    completed = select(between.id).where(
        between.person_id == enrolment.person_id,
        between.module_id == enrolment.module_id,
        between.completed_at >= Enrolment.started_at,
        between.completed_at <= enrolment.started_at,
    )
    return (
        (Enrolment.state == EnrolmentState.WITHDRAWN)
        & (Enrolment.started_at <= enrolment.started_at)
        & ~completed.correlate(Enrolment).exists()
    )


def _counts(attempt: Attempt) -> bool:
    return attempt.kind is AttemptKind.FINAL and attempt.set_aside_at is None
