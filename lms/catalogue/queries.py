"""Questions to the shelf."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import joinedload

from lms.accounts.queries import accounts_alike
from lms.catalogue.documents import MediaFile, ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, EditionText, FormerAuthor, ModuleAuthor, ModuleState, TrainingModule
from lms.core.extensions import db

KEPT_DOCUMENTS = 64
WRITERS = (ModuleAuthor, FormerAuthor)

_documents: OrderedDict[UUID, ModuleDocument] = OrderedDict()
_lock = Lock()


def first_document(slug: str) -> ModuleDocument | None:
    """The document of a module's first edition; None before there is one."""
    query = select(Edition.id).join(TrainingModule, TrainingModule.id == Edition.module_id)
    first = db.session.scalar(query.where(TrainingModule.slug == slug).order_by(Edition.number).limit(1))
    return None if first is None else document_of(first)


def document_of(edition_id: UUID) -> ModuleDocument:
    """The document of an edition. Editions never change, so each process reads one once and keeps it."""
    with _lock:
        kept = _documents.get(edition_id)
        if kept is not None:
            _documents.move_to_end(edition_id)
            return kept
    text = db.session.scalars(select(Edition.document).where(Edition.id == edition_id)).one()
    document = module_from_json(text)
    with _lock:
        _documents[edition_id] = document
        while len(_documents) > KEPT_DOCUMENTS:
            _documents.popitem(last=False)
    return document


def documents_of(edition_ids: Sequence[UUID]) -> dict[UUID, ModuleDocument]:
    """The documents of several editions; those this process does not hold yet come in one statement."""
    with _lock:
        found = {edition_id: _documents[edition_id] for edition_id in edition_ids if edition_id in _documents}
    missing = [edition_id for edition_id in edition_ids if edition_id not in found]
    if missing:
        rows = db.session.execute(select(Edition.id, Edition.document).where(Edition.id.in_(missing)))
        fresh = {edition_id: module_from_json(text) for edition_id, text in rows}
        with _lock:
            _documents.update(fresh)
            while len(_documents) > KEPT_DOCUMENTS:
                _documents.popitem(last=False)
        found |= fresh
    return found


def published_file(slug: str, sha256: str, name: str) -> MediaFile | None:
    """A picture of any edition of the module that is not withdrawn; None if there is no such file.

    Newer editions come first, and what one of them shows for analysis is that under whatever name. That is so of a
    withdrawn edition, too: withdrawing what closed a file opens it to nobody.
    """
    query = (
        select(Edition.id, Edition.withdrawn_at)
        .join(TrainingModule, TrainingModule.id == Edition.module_id)
        .where(TrainingModule.slug == slug)
        .order_by(Edition.number.desc())
    )
    for edition_id, withdrawn_at in db.session.execute(query).all():
        for file in document_of(edition_id).media:
            is_shown = file.name == name and withdrawn_at is None
            if file.sha256 == sha256 and (is_shown or file.analysis):
                return file
    return None


def module_by_slug(slug: str) -> TrainingModule:
    """The module, whatever its state. Raises NoResultFound."""
    return db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one()


def published_module(slug: str) -> TrainingModule:
    """The module if it has an edition to show (published or retired). Raises NoResultFound."""
    query = select(TrainingModule).where(
        TrainingModule.slug == slug,
        TrainingModule.current_edition_id.is_not(None),
        TrainingModule.state != ModuleState.DRAFT,
    )
    return db.session.scalars(query).one()


def modules_on_shelf() -> Sequence[TrainingModule]:
    """Modules one may start, in the order of their codes (M2 before M10)."""
    query = select(TrainingModule).where(
        TrainingModule.state == ModuleState.PUBLISHED, TrainingModule.current_edition_id.is_not(None)
    )
    return sorted(db.session.scalars(query), key=lambda module: (len(module.code), module.code))


def edition_by_id(edition_id: UUID) -> Edition:
    """The edition without its document. Raises NoResultFound."""
    return db.session.scalars(select(Edition).where(Edition.id == edition_id).options(joinedload(Edition.module))).one()


def editions_of(module_id: UUID) -> Sequence[Edition]:
    """All editions, newest first."""
    query = select(Edition).where(Edition.module_id == module_id).order_by(Edition.number.desc())
    return db.session.scalars(query).all()


def edition_texts(edition_ids: Sequence[UUID], language: str) -> dict[UUID, EditionText]:
    """Title and summary of editions in one language."""
    query = select(EditionText).where(EditionText.edition_id.in_(edition_ids), EditionText.language == language)
    return {text.edition_id: text for text in db.session.scalars(query)}


def draft_of(module_id: UUID) -> Draft:
    """The draft without loading its text. Raises NoResultFound."""
    return db.session.scalars(select(Draft).where(Draft.module_id == module_id)).one()


def is_author(module_id: UUID, account_id: UUID) -> bool:
    """Whether the module is on this person's desk; whether the person may still write is the rule's affair."""
    return db.session.get(ModuleAuthor, (module_id, account_id)) is not None


def has_written(module_id: UUID, account_id: UUID) -> bool:
    """Whether the person is one of the authors or was one: whoever wrote a text does not say that it is right.

    A person who has two accounts is one person.
    """
    own = accounts_alike([account_id])
    wrote = (select(of.module_id).where(of.module_id == module_id, of.account_id.in_(own)) for of in WRITERS)
    return db.session.scalar(union_all(*wrote).limit(1)) is not None


def modules_ever_written_by(account_id: UUID) -> set[UUID]:
    """The modules of ``has_written``."""
    own = accounts_alike([account_id])
    wrote = (select(of.module_id).where(of.account_id.in_(own)) for of in WRITERS)
    return set(db.session.scalars(union_all(*wrote)))


def modules_written_by(account_id: UUID) -> set[UUID]:
    """What is on this person's desk."""
    return set(db.session.scalars(select(ModuleAuthor.module_id).where(ModuleAuthor.account_id == account_id)))
