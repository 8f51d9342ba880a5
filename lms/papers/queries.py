"""Questions about printed tests."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from lms.accounts.models import Account
from lms.catalogue.models import Edition, EditionChange, ModuleState, TrainingModule
from lms.catalogue.queries import is_author
from lms.core.codes import read_code
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import editions_in_use
from lms.papers.desks import BatchAt, PaperDesk, SheetAt
from lms.papers.models import PaperBatch, PaperSheet
from lms.quizzes.models import Attempt


def paper_desk_of(actor: Account, slug: str) -> PaperDesk | None:
    """A module with an edition to print; None if there is none."""
    query = select(TrainingModule).where(
        TrainingModule.slug == slug,
        TrainingModule.state != ModuleState.DRAFT,
        TrainingModule.current_edition_id.is_not(None),
    )
    module = db.session.scalars(query).one_or_none()
    if module is None:
        return None
    return PaperDesk(module, _printable(module), is_author(module.id, actor.id))


def _printable(module: TrainingModule) -> tuple[Edition, ...]:
    """The edition on the shelf, then those in which people still are, newest first."""
    ids = {module.current_edition_id, *editions_in_use(module.id)}
    query = select(Edition).where(Edition.id.in_(ids), Edition.withdrawn_at.is_(None)).order_by(Edition.number.desc())
    return tuple(sorted(db.session.scalars(query), key=lambda edition: edition.id != module.current_edition_id))


def batches_of(module_id: UUID) -> Sequence[PaperBatch]:
    """Newest first."""
    query = select(PaperBatch).where(PaperBatch.module_id == module_id).options(joinedload(PaperBatch.edition))
    return db.session.scalars(query.order_by(PaperBatch.made_at.desc(), PaperBatch.id)).all()


def batches_made_by(account_id: UUID) -> Sequence[PaperBatch]:
    query = select(PaperBatch).where(PaperBatch.made_by_id == account_id)
    return db.session.scalars(query.order_by(PaperBatch.made_at, PaperBatch.id)).all()


def batch_at(actor: Account, slug: str, batch_id: UUID) -> BatchAt | None:
    query = (
        select(PaperBatch)
        .join(PaperBatch.module)
        .where(PaperBatch.id == batch_id, TrainingModule.slug == slug)
        .options(contains_eager(PaperBatch.module), joinedload(PaperBatch.edition))
    )
    batch = db.session.scalars(query).one_or_none()
    return None if batch is None else BatchAt(batch, is_author(batch.module_id, actor.id))


def sheets_of(batch_id: UUID) -> Sequence[PaperSheet]:
    """In the order in which they were printed."""
    query = select(PaperSheet).where(PaperSheet.batch_id == batch_id).order_by(PaperSheet.number)
    return db.session.scalars(query).all()


def own_sheets_among(batch_id: UUID, person_id: UUID) -> set[UUID]:
    """Sheets of the batch that this person has claimed."""
    query = (
        select(PaperSheet.id)
        .join(Attempt, Attempt.id == PaperSheet.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(PaperSheet.batch_id == batch_id, Enrolment.person_id == person_id)
    )
    return set(db.session.scalars(query))


def sheet_at(actor: Account, slug: str, batch_id: UUID, code: str) -> SheetAt | None:
    """A sheet of a batch of the module."""
    return _sheet_at(actor, slug, batch_id, select(PaperSheet).where(PaperSheet.code == code))


def sheet_for_update(actor: Account, slug: str, batch_id: UUID, code: str) -> SheetAt | None:
    """The same, locked: before the enrolment and the attempt, here and where sheets are claimed."""
    return _sheet_at(actor, slug, batch_id, select(PaperSheet).where(PaperSheet.code == code).with_for_update())


def _sheet_at(actor: Account, slug: str, batch_id: UUID, query: Select[PaperSheet]) -> SheetAt | None:
    at = batch_at(actor, slug, batch_id)
    sheet = db.session.scalars(query.where(PaperSheet.batch_id == batch_id)).one_or_none() if at else None
    return None if at is None or sheet is None else SheetAt(sheet, at, _owner(sheet))


def _owner(sheet: PaperSheet) -> UUID | None:
    query = select(Enrolment.person_id).join(Attempt, Attempt.enrolment_id == Enrolment.id)
    return db.session.scalar(query.where(Attempt.id == sheet.attempt_id)) if sheet.attempt_id else None


def sheet_by_code(typed: str) -> PaperSheet | None:
    """The sheet with its batch, locked; None if no sheet has this code."""
    query = (
        select(PaperSheet)
        .join(PaperSheet.batch)
        .where(PaperSheet.code == read_code(typed))
        .options(contains_eager(PaperSheet.batch).joinedload(PaperBatch.edition))
        .with_for_update(of=PaperSheet)
    )
    return db.session.scalars(query).one_or_none()


def asks_the_same(printed: Edition, studied: Edition) -> bool:
    """Whether both have the same questions and keys: the same edition, or one with a corrected spelling."""
    if printed.id == studied.id:
        return True
    if printed.module_id != studied.module_id or printed.withdrawn_at is not None:
        return False
    first, last = sorted((printed.number, studied.number))
    between = select(Edition.change).where(
        Edition.module_id == printed.module_id, Edition.number > first, Edition.number <= last
    )
    return all(change is EditionChange.WORDING for change in db.session.scalars(between))


def sheets_of_person(person_id: UUID) -> Sequence[PaperSheet]:
    """Sheets that a person has claimed, in the order in which that happened."""
    query = (
        select(PaperSheet)
        .join(Attempt, Attempt.id == PaperSheet.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.person_id == person_id)
        .order_by(PaperSheet.claimed_at, PaperSheet.id)
    )
    return db.session.scalars(query).all()
