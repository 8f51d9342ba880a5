"""What the catalogue, the overview and "My learning" show."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload

from lms.accounts.models import Account
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Edition, EditionChange, EditionProfession, ModuleState, TrainingModule
from lms.catalogue.queries import document_of, documents_of, modules_on_shelf
from lms.core import clock
from lms.core.extensions import db
from lms.enrolments.models import Enrolment, EnrolmentState, Step
from lms.enrolments.queries import Study, enrolments_of, steps_of_many, study_of
from lms.people.models import Person, Profession, Purpose
from lms.people.queries import agreed_to
from lms.quizzes.models import Attempt

ALL = "all"


@dataclass(frozen=True)
class Offer:
    """A module on the shelf, and the person's part in it, if any."""

    module: TrainingModule
    document: ModuleDocument
    study: Study | None = None

    def is_for(self, profession: str) -> bool:
        asked = (*self.document.professions.required, *self.document.professions.recommended)
        return ALL in asked or profession in asked


@dataclass(frozen=True)
class Overview:
    """A module as the person at the page meets it. ``document`` is the edition studied, else the current one."""

    module: TrainingModule
    edition: Edition
    document: ModuleDocument
    study: Study | None

    @property
    def is_startable(self) -> bool:
        return self.module.state is ModuleState.PUBLISHED and self.module.current_edition_id is not None


def offers_with(studies: Sequence[Study]) -> list[Offer]:
    """Everything on the shelf, in its order, with the newest of these studies (newest first) in each module."""
    modules = modules_on_shelf()
    documents = documents_of([module.current_edition_id for module in modules if module.current_edition_id])
    newest = {study.enrolment.module_id: study for study in reversed(studies)}
    return [
        Offer(module, documents[module.current_edition_id], newest.get(module.id))
        for module in modules
        if module.current_edition_id
    ]


def studies_of(account: Account | None) -> list[Study]:
    """The person's enrolments that were not left, newest first. Two statements and the documents not yet held."""
    if account is None:
        return []
    enrolments = [
        enrolment for enrolment in enrolments_of(account.person_id) if enrolment.state is not EnrolmentState.WITHDRAWN
    ]
    if not enrolments:
        return []
    documents = documents_of(list({enrolment.edition_id for enrolment in enrolments}))
    done = steps_of_many([enrolment.id for enrolment in enrolments])
    return [Study(enrolment, documents[enrolment.edition_id], done[enrolment.id]) for enrolment in enrolments]


def overview_of(slug: str, account: Account | None) -> Overview | None:
    """The module, if there is an edition to show or the person has a part in it; else None."""
    study = study_of(account, slug) if account else None
    if study is not None:
        return Overview(study.enrolment.module, study.enrolment.edition, study.document, study)
    query = (
        select(Edition)
        .join(TrainingModule, TrainingModule.current_edition_id == Edition.id)
        .where(TrainingModule.slug == slug, TrainingModule.state != ModuleState.DRAFT)
        .options(joinedload(Edition.module))
    )
    edition = db.session.scalars(query).one_or_none()
    return None if edition is None else Overview(edition.module, edition, document_of(edition.id), None)


def module_to_start(slug: str) -> TrainingModule:
    """Raises NoResultFound if nothing under this name was ever published."""
    query = select(TrainingModule).where(TrainingModule.slug == slug, TrainingModule.current_edition_id.is_not(None))
    return db.session.scalars(query).one()


def profession_names(language: str) -> dict[str, str]:
    """Code to name, in the order of the list."""
    rows = db.session.scalars(select(Profession).order_by(Profession.position)).all()
    return {row.code: str(getattr(row, f"name_{language}")) for row in rows}


def last_active(studies: Sequence[Study]) -> Study | None:
    """The study to continue: the open one in which something was done last."""
    return max((study for study in studies if study.is_open), key=_last_moment, default=None)


def _last_moment(study: Study) -> datetime:
    return max(study.done.values(), default=study.enrolment.started_at)


@dataclass(frozen=True)
class Rest:
    """A module that is open to a person who has done nothing in it since."""

    account_id: UUID
    enrolment_id: UUID
    since: datetime


def resting_studies(at: datetime) -> Iterator[Rest]:
    """Every open enrolment that can still be finished, with the last moment at which something was done in it."""
    last_step = select(func.max(Step.done_at)).where(Step.enrolment_id == Enrolment.id).scalar_subquery()
    last_try = select(func.max(Attempt.started_at)).where(Attempt.enrolment_id == Enrolment.id).scalar_subquery()
    is_possible = or_(
        TrainingModule.state == ModuleState.PUBLISHED,
        (TrainingModule.state == ModuleState.RETIRED) & (TrainingModule.finish_until >= clock.local_day(at)),
    )
    query = (
        select(
            Account.id, Enrolment.id, *(func.coalesce(moment, Enrolment.started_at) for moment in (last_step, last_try))
        )
        .join(Enrolment.module)
        .join(Enrolment.edition)
        .join(Account, Account.person_id == Enrolment.person_id)
        .where(Enrolment.state == EnrolmentState.OPEN, Edition.withdrawn_at.is_(None), is_possible)
        .order_by(Enrolment.started_at, Enrolment.id)
    )
    for account_id, enrolment_id, *moments in db.session.execute(query):
        yield Rest(account_id, enrolment_id, max(moments))


def awaited_modules(since: datetime, until: datetime) -> Sequence[tuple[UUID, UUID]]:
    """Account and module: published for the first time in these days, for the person's profession, and not begun yet.

    Only accounts that were there before and whose people agreed to hear of new modules.
    """
    first = aliased(Edition)
    is_for = select(EditionProfession.edition_id).where(
        EditionProfession.edition_id == TrainingModule.current_edition_id,
        EditionProfession.profession_code.in_((ALL, Person.profession_code)),
    )
    begun = select(Enrolment.id).where(Enrolment.person_id == Person.id, Enrolment.module_id == TrainingModule.id)
    query = (
        select(Account.id, TrainingModule.id)
        .select_from(TrainingModule)
        .join(first, (first.module_id == TrainingModule.id) & (first.change == EditionChange.FIRST))
        .join(Account, Account.created_at < first.published_at)
        .join(Person, Person.id == Account.person_id)
        .where(
            TrainingModule.state == ModuleState.PUBLISHED,
            first.published_at > since,
            first.published_at <= until,
            Person.id.in_(agreed_to(Purpose.MESSAGES)),
            is_for.exists(),
            ~begun.exists(),
        )
        .order_by(first.published_at, TrainingModule.id, Account.id)
    )
    return [(account_id, module_id) for account_id, module_id in db.session.execute(query)]
