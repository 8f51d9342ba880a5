"""Writing: a module is begun, its draft saved and restored, its authors named."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from lms.authoring.carrying import SourceChange, carried, with_lesson_of
from lms.authoring.errors import KeyTaken, NotYoursToSay
from lms.authoring.services.reviews import keep_review, overtake_review
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, DraftVersion, FormerAuthor, ModuleAuthor, TrainingModule
from lms.catalogue.services import add_module, save_draft
from lms.catalogue.translation import CHECKED, State
from lms.core import audit
from lms.core.extensions import db


def create_module(document: ModuleDocument, *, by: UUID, at: datetime) -> TrainingModule:
    """A new module of this author. Raises ``KeyTaken`` with the field that is not free."""
    expect_free(document)
    module = add_module(document, by=by, at=at)
    db.session.add(ModuleAuthor(module_id=module.id, account_id=by))
    audit.record(by, "authoring.module.created", module, at=at)
    return module


def expect_free(document: ModuleDocument) -> None:
    """Raises ``KeyTaken`` with the field in which another module is called the same."""
    for name in ("slug", "code"):
        column = getattr(TrainingModule, name)
        if db.session.scalars(select(TrainingModule.id).where(column == getattr(document, name))).first():
            raise KeyTaken(name)


def save(
    draft: Draft,
    document: ModuleDocument,
    *,
    by: UUID | None,
    what: str,
    at: datetime,
    goes_on: bool = False,
    change: SourceChange = SourceChange.MEANING,
    since: ModuleDocument | None = None,
) -> bool:
    """Keep the new text; an open or approved review no longer stands for it. False if nothing has changed.

    ``goes_on``: a text that saves itself; what one person does to one part is one step of the history for a while.
    ``change`` says what its author says of changes of the source text; translations are outdated by it or not.
    ``since`` is what its author was asked about: the draft before this part saved itself, see ``before_unasked``.
    The caller holds the lock on the draft. Raises ``NotYoursToSay`` if the text says of itself that it is checked.
    """
    before = draft.document_hash
    if not change.is_stated:
        known = since or module_from_json(draft.document)
        if any(State(state) in CHECKED and known.states.get(code) != state for code, state in document.states.items()):
            raise NotYoursToSay
        document = carried(known, document, change)
    if since is not None:
        _no_longer_open(draft.module_id, what)
    save_draft(draft, document, based_on=draft.revision, by=by, what=what, at=at, goes_on=goes_on)
    if draft.document_hash == before:
        return False
    if change is SourceChange.CHECKED:
        keep_review(draft, before)
    else:
        overtake_review(draft.module_id, at=at)
    return True


def before_unasked(draft: Draft, document: ModuleDocument, key: str) -> ModuleDocument:
    """The draft with a lesson as it was before it saved itself: nobody has said yet whether its meaning changed."""
    query = (
        select(DraftVersion.document)
        .where(
            DraftVersion.module_id == draft.module_id,
            DraftVersion.what == f"lessons:{key}",
            DraftVersion.is_unasked.is_(True),
        )
        .order_by(DraftVersion.revision)
        .limit(1)
    )
    stored = db.session.scalars(query).one_or_none()
    before = module_from_json(stored) if stored is not None else document
    return with_lesson_of(document, before, key)


def _no_longer_open(module_id: UUID, what: str | None = None) -> None:
    """Somebody has answered for a part, or for the whole draft."""
    query = update(DraftVersion).where(DraftVersion.module_id == module_id, DraftVersion.is_unasked.is_(True))
    db.session.execute((query if what is None else query.where(DraftVersion.what == what)).values(is_unasked=False))


def restore(draft: Draft, version: DraftVersion, *, by: UUID, at: datetime) -> bool:
    """Make an earlier text the draft again; the present one stays in the history."""
    audit.record(by, "authoring.draft.restored", draft.module, at=at, revision=version.revision)
    return replace(draft, module_from_json(version.document), by=by, what=f"restored:{version.revision}", at=at)


def replace(draft: Draft, document: ModuleDocument, *, by: UUID, what: str, at: datetime) -> bool:
    """Make a whole other text the draft. It says itself how far its translations are: of the present one nobody has to
    answer any more whether its meaning has changed.
    """
    _no_longer_open(draft.module_id)
    return save(draft, document, by=by, what=what, at=at, change=SourceChange.STATED)


def add_author(module: TrainingModule, account_id: UUID, *, by: UUID | None, at: datetime) -> bool:
    """Let somebody write the module. False if the person does already."""
    present = db.session.get(ModuleAuthor, (module.id, account_id))
    if present is not None:
        return False
    db.session.add(ModuleAuthor(module_id=module.id, account_id=account_id))
    audit.record(by, "authoring.author.added", module, at=at, account_id=str(account_id))
    return True


def remove_author(module: TrainingModule, account_id: UUID, *, by: UUID, at: datetime) -> bool:
    """Take the module from somebody's desk. What the person wrote stays, and is never theirs to sign."""
    present = db.session.get(ModuleAuthor, (module.id, account_id))
    if present is None:
        return False
    db.session.delete(present)
    if db.session.get(FormerAuthor, (module.id, account_id)) is None:
        db.session.add(FormerAuthor(module_id=module.id, account_id=account_id))
    audit.record(by, "authoring.author.removed", module, at=at, account_id=str(account_id))
    return True
