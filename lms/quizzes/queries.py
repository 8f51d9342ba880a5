"""Questions about attempts. Everything here is limited to the actor's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Insert, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.questions.documents import Question
from lms.quizzes.corrections import corrected, newest_correction
from lms.quizzes.models import Attempt, AttemptKind, Mark, MarkChange, Response, Try, TrySet

#: The word in the address to the kind of attempt.
KINDS = {"pre-test": AttemptKind.PRE_TEST, "quiz": AttemptKind.FINAL}


class Answer(NamedTuple):
    """An answer as it stands."""

    chosen: list[str]
    revision: int
    write_id: str
    saved_at: datetime


@dataclass(frozen=True)
class Asked:
    """A question as this attempt asks it."""

    number: int
    question: Question
    options: list[str]


@dataclass(frozen=True)
class Sitting:
    """An attempt with the text of its edition and the answers so far."""

    attempt: Attempt
    #: The edition whose questions were drawn; the enrolment may have moved to a corrected spelling since.
    edition: Edition
    #: With the keys as they were corrected since.
    document: ModuleDocument
    #: Questions whose point everybody earns, because they turned out to be none.
    given: frozenset[str] = frozenset()
    #: Whether any key of the edition was corrected.
    is_corrected: bool = False

    @property
    def enrolment(self) -> Enrolment:
        return self.attempt.enrolment

    @property
    def id(self) -> UUID:
        return self.attempt.id

    @property
    def person_id(self) -> UUID:
        return self.enrolment.person_id

    @property
    def is_closed(self) -> bool:
        """Whether nothing more can be saved although it was not handed in."""
        return self.attempt.set_aside_at is not None or self.enrolment.state is not EnrolmentState.OPEN

    @property
    def is_on_paper(self) -> bool:
        return self.attempt.is_on_paper

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Question key to the answer as it stands; read when first asked for."""
        return answers_of(self.attempt.id)

    @cached_property
    def asked(self) -> list[Asked]:
        by_key = self.document.questions_by_key
        return [
            Asked(number, by_key[key], options) for number, (key, options) in enumerate(self.attempt.drawn, start=1)
        ]

    @property
    def saved_at(self) -> datetime | None:
        return max((answer.saved_at for answer in self.answers.values()), default=None)


class AnswerSheet(NamedTuple):
    """What saving an answer has to know of an attempt, and nothing more: this is the busiest write of the house."""

    id: UUID
    edition_id: UUID
    drawn: list[Any]
    is_on_paper: bool
    handed_in_at: datetime | None
    set_aside_at: datetime | None
    state: EnrolmentState
    person_id: UUID

    @property
    def is_closed(self) -> bool:
        return self.set_aside_at is not None or self.state is not EnrolmentState.OPEN

    @property
    def document(self) -> ModuleDocument:
        return document_of(self.edition_id)


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
        Enrolment.state,
        Enrolment.person_id,
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(TrainingModule, TrainingModule.id == Enrolment.module_id)
    .where(*_MINE)
    .with_for_update(of=Attempt)
)
_ANSWERS = select(
    Response.question_key, Response.chosen, Response.revision, Response.write_id, Response.saved_at
).where(Response.attempt_id == bindparam("attempt_id"))


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


def sitting_from(attempt: Attempt, edition: Edition, newest: UUID | None) -> Sitting:
    """Put together what was read; ``newest`` is the newest correction of the edition."""
    known = corrected(attempt.edition_id, newest)
    return Sitting(attempt, edition, known.document, known.given, newest is not None)


def changes_of(attempt_id: UUID) -> Sequence[MarkChange]:
    """What corrections have changed in an attempt, with the corrections, oldest first."""
    query = select(MarkChange).where(MarkChange.attempt_id == attempt_id).order_by(MarkChange.at, MarkChange.id)
    return db.session.scalars(query.options(joinedload(MarkChange.correction, innerjoin=True))).all()


def answer_sheet(actor: Account, slug: str, test: str, attempt_id: UUID) -> AnswerSheet | None:
    """The attempt, locked: handing in and withdrawal wait until the answer is in, or come first. One statement."""
    mine = {"attempt_id": attempt_id, "kind": KINDS[test], "person_id": actor.person_id, "slug": slug}
    found = db.session.execute(_SHEET_FOR_UPDATE, mine).one_or_none()
    return None if found is None else AnswerSheet(*found)


def answers_of(attempt_id: UUID) -> dict[str, Answer]:
    """Question key to the answer as it stands."""
    return {row[0]: Answer(*row[1:]) for row in db.session.execute(_ANSWERS, {"attempt_id": attempt_id})}


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


class Tries(NamedTuple):
    """The newest set of a person in a module, and the attempts that have a place in it, in their order."""

    set: TrySet
    attempts: tuple[Attempt, ...]


def tries_of(person_id: UUID, module_id: UUID) -> Tries | None:
    """None before the first final attempt. One statement."""
    newest = (
        select(TrySet.id)
        .where(TrySet.person_id == person_id, TrySet.module_id == module_id)
        .order_by(TrySet.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = (
        select(TrySet, Attempt)
        .outerjoin(Try, Try.set_id == TrySet.id)
        .outerjoin(Attempt, Attempt.id == Try.attempt_id)
        .where(TrySet.id == newest)
        .order_by(Try.place)
    )
    rows: Sequence[Any] = db.session.execute(query).all()  # an empty set has a row without an attempt
    if not rows:
        return None
    return Tries(rows[0][0], tuple(attempt for _set, attempt in rows if attempt is not None))


def sets_of(person_id: UUID) -> Sequence[TrySet]:
    """Every set of a person's tries, for the copy of the data."""
    query = select(TrySet).where(TrySet.person_id == person_id)
    return db.session.scalars(query.order_by(TrySet.module_id, TrySet.number)).all()


def answer_upsert() -> Insert:
    """Write an answer if it is based on what is stored; returns the new revision, or no row.

    The parameters are the columns and ``base``, the revision the writer has seen (0 for none).
    """
    return _UPSERTS[db.session.get_bind().dialect.name]


def _upsert(insert: Any) -> Any:
    row = insert(Response).values(revision=1)
    return row.on_conflict_do_update(
        index_elements=[Response.attempt_id, Response.question_key],
        set_={
            "chosen": row.excluded.chosen,
            "write_id": row.excluded.write_id,
            "saved_at": row.excluded.saved_at,
            "revision": Response.revision + 1,
        },
        where=(Response.revision == bindparam("base")) & (Response.write_id != row.excluded.write_id),
    ).returning(Response.revision)


_UPSERTS: Mapping[str, Any] = {"sqlite": _upsert(sqlite.insert), "postgresql": _upsert(postgresql.insert)}
