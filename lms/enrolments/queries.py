"""Questions about taking part. Everything a person asks is limited to that person's own enrolments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, literal_column, select
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition, TrainingModule
from lms.catalogue.queries import document_of
from lms.core.extensions import db
from lms.core.rows import Question
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.enrolments.requirements import FINAL_KEY, Requirement, requirements_of

#: Asked on every page of a learner, so they are built once. An open enrolment is always the newest.
_LATEST = (
    select(Enrolment, TrainingModule, Edition)
    .join(Enrolment.module)
    .join(Enrolment.edition)
    .where(
        Enrolment.person_id == bindparam("person_id"),
        TrainingModule.slug == bindparam("slug"),
        Enrolment.state != EnrolmentState.WITHDRAWN,
    )
    .order_by(Enrolment.started_at.desc(), Enrolment.id.desc())
    # Were they values, SQLite would plan the statement anew each time it is asked.
    .limit(literal_column("1"))
    .offset(literal_column("0"))
)
_LATEST_TO_READ = Question(_LATEST, Enrolment, TrainingModule, Edition)
_LATEST_FOR_UPDATE = _LATEST.with_for_update(of=Enrolment)
_STEP = Step.__table__.c
_STEPS = Question(select(_STEP.key, _STEP.done_at).where(_STEP.enrolment_id == bindparam("enrolment_id")))


@dataclass(frozen=True)
class Study:
    """A person in a module: the enrolment, the text of its edition and what is done."""

    enrolment: Enrolment
    document: ModuleDocument
    done: dict[str, datetime]

    @property
    def id(self) -> UUID:
        return self.enrolment.id

    @property
    def is_open(self) -> bool:
        return self.enrolment.state is EnrolmentState.OPEN

    @property
    def requirements(self) -> list[Requirement]:
        return requirements_of(self.document, self.done)


def study_of(actor: Account, slug: str) -> Study | None:
    """The actor's open, else latest completed, enrolment in a module; None if there is none. Two statements."""
    enrolment = _enrolment(actor.person_id, slug)
    return None if enrolment is None else study_from(enrolment)


def study_for_update(actor: Account, slug: str) -> Study | None:
    """The same with the enrolment's row locked, for whoever is about to change it."""
    enrolment = _enrolment(actor.person_id, slug, lock=True)
    return None if enrolment is None else study_from(enrolment)


def study_by_id(enrolment_id: UUID) -> Study | None:
    """Anybody's study as long as it goes on, for rules that say who may; None if there is none."""
    return _study_by_id(enrolment_id, lock=False)


def study_by_id_for_update(enrolment_id: UUID) -> Study | None:
    """The same with the enrolment locked."""
    return _study_by_id(enrolment_id, lock=True)


def _study_by_id(enrolment_id: UUID, *, lock: bool) -> Study | None:
    query = (
        select(Enrolment)
        .join(Enrolment.module)
        .join(Enrolment.edition)
        .where(Enrolment.id == enrolment_id, Enrolment.state == EnrolmentState.OPEN)
        .options(contains_eager(Enrolment.module), contains_eager(Enrolment.edition))
    )
    enrolment = db.session.scalars(query.with_for_update(of=Enrolment) if lock else query).one_or_none()
    return None if enrolment is None else study_from(enrolment)


def study_from(enrolment: Enrolment) -> Study:
    return Study(enrolment, document_of(enrolment.edition_id), steps_of(enrolment.id))


def _enrolment(person_id: UUID, slug: str, *, lock: bool = False) -> Enrolment | None:
    """With its module and its edition, put together here as for the sign-in."""
    values = {"person_id": person_id, "slug": slug}
    found = db.session.execute(_LATEST_FOR_UPDATE, values).all() if lock else _LATEST_TO_READ.objects(values)
    if not found:
        return None
    ((enrolment, module, edition),) = found
    set_committed_value(enrolment, "module", module)
    set_committed_value(enrolment, "edition", edition)
    return enrolment


def steps_of(enrolment_id: UUID) -> dict[str, datetime]:
    """Step key to the moment it was done."""
    return dict(_STEPS.rows({"enrolment_id": enrolment_id}))


def steps_of_many(enrolment_ids: Sequence[UUID]) -> dict[UUID, dict[str, datetime]]:
    found: dict[UUID, dict[str, datetime]] = {enrolment_id: {} for enrolment_id in enrolment_ids}
    query = select(Step.enrolment_id, Step.key, Step.done_at).where(Step.enrolment_id.in_(enrolment_ids))
    for enrolment_id, key, done_at in db.session.execute(query):
        found[enrolment_id][key] = done_at
    return found


def enrolments_of(person_id: UUID) -> Sequence[Enrolment]:
    """All of a person's enrolments with module and edition, newest first."""
    query = (
        select(Enrolment)
        .where(Enrolment.person_id == person_id)
        .options(joinedload(Enrolment.module), joinedload(Enrolment.edition))
        .order_by(Enrolment.started_at.desc(), Enrolment.id.desc())
    )
    return db.session.scalars(query).all()


def open_enrolments_in(edition_id: UUID) -> Sequence[Enrolment]:
    """Everybody in the middle of an edition."""
    query = (
        select(Enrolment)
        .where(Enrolment.edition_id == edition_id, Enrolment.state == EnrolmentState.OPEN)
        .order_by(Enrolment.id)
    )
    return db.session.scalars(query).all()


def editions_in_use(module_id: UUID) -> dict[UUID, int]:
    """Edition to the number of people in the middle of it."""
    rows = db.session.execute(
        select(Enrolment.edition_id, db.func.count())
        .join(Edition, Edition.id == Enrolment.edition_id)
        .where(Enrolment.module_id == module_id, Enrolment.state == EnrolmentState.OPEN)
        .group_by(Enrolment.edition_id)
    )
    return {row[0]: row[1] for row in rows}


def unpassed_modules(person_id: UUID) -> set[UUID]:
    """Modules that a person has begun, even if the person left them again, and not passed: their keys stay closed."""
    begun = select(Enrolment.module_id).where(Enrolment.person_id == person_id)
    passed = begun.join(Step, Step.enrolment_id == Enrolment.id).where(Step.key == FINAL_KEY)
    return set(db.session.scalars(begun.except_(passed)))
