"""Questions of the studio to the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer

from lms.accounts.models import Account, Role
from lms.accounts.queries import account_by_login
from lms.accounts.services.contacts import normal_contact
from lms.authoring.desks import Desk
from lms.authoring.models import (
    LanguageRuleVersion,
    PackageRecord,
    QuestionUpload,
    WordingWaiver,
)
from lms.authoring.review_queries import newest_review_of
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, DraftVersion, Edition, ModuleAuthor, TrainingModule
from lms.catalogue.queries import has_written, is_author
from lms.core.extensions import db
from lms.people.models import Profession


def module_named(slug: str) -> TrainingModule | None:
    return db.session.scalars(select(TrainingModule).where(TrainingModule.slug == slug)).one_or_none()


def document_to_export(slug: str) -> ModuleDocument | None:
    """The current edition of a module, else its draft."""
    module = module_named(slug)
    if module is None:
        return None
    if module.current_edition_id is not None:
        query = select(Edition.document).where(Edition.id == module.current_edition_id)
    else:
        query = select(Draft.document).where(Draft.module_id == module.id)
    return module_from_json(db.session.scalars(query).one())


def desk_of(slug: str, actor: Account) -> Desk:
    """The module with its draft. Raises NoResultFound."""
    return _desk(_draft(slug), actor)


def desk_for_update(slug: str, actor: Account) -> Desk:
    """The same with the draft locked until the request ends, so that two saves come one after the other."""
    return _desk(_draft(slug).with_for_update(of=Draft), actor)


def _draft(slug: str) -> Select[Draft]:
    return (
        select(Draft)
        .join(Draft.module)
        .where(TrainingModule.slug == slug)
        .options(undefer(Draft.document), joinedload(Draft.module, innerjoin=True))
    )


def _desk(query: Select[Draft], actor: Account) -> Desk:
    draft = db.session.scalars(query.execution_options(populate_existing=True)).one()
    writes = is_author(draft.module_id, actor.id)
    return Desk(
        module=draft.module,
        draft=draft,
        document=module_from_json(draft.document),
        is_author=writes,
        has_written=writes or has_written(draft.module_id, actor.id),
        review=newest_review_of(draft.module_id),
        edition=current_editions([draft.module_id]).get(draft.module_id),
    )


def drafts_of(actor: Account) -> Sequence[Draft]:
    """Drafts of the modules a person writes, last changed first."""
    query = (
        select(Draft)
        .join(ModuleAuthor, ModuleAuthor.module_id == Draft.module_id)
        .where(ModuleAuthor.account_id == actor.id)
        .options(undefer(Draft.document), joinedload(Draft.module, innerjoin=True))
        .order_by(Draft.changed_at.desc())
    )
    return db.session.scalars(query).all()


def all_drafts() -> Sequence[Draft]:
    """Every module, in the order of codes."""
    query = select(Draft).options(undefer(Draft.document), joinedload(Draft.module, innerjoin=True))
    return sorted(db.session.scalars(query), key=lambda draft: (len(draft.module.code), draft.module.code))


def current_editions(module_ids: Sequence[UUID]) -> dict[UUID, Edition]:
    """The edition on the shelf of each module that has one, by the module's id."""
    query = (
        select(Edition)
        .join(TrainingModule, TrainingModule.current_edition_id == Edition.id)
        .where(TrainingModule.id.in_(module_ids))
    )
    return {edition.module_id: edition for edition in db.session.scalars(query)}


def authors_of(module_id: UUID) -> Sequence[Account]:
    """Who writes the module."""
    query = (
        select(Account)
        .join(ModuleAuthor, ModuleAuthor.account_id == Account.id)
        .where(ModuleAuthor.module_id == module_id)
        .options(joinedload(Account.person, innerjoin=True))
        .order_by(Account.created_at, Account.id)
    )
    return db.session.scalars(query).unique().all()


def versions_of(module_id: UUID) -> Sequence[DraftVersion]:
    """What the draft was, newest first, without the texts."""
    query = select(DraftVersion).where(DraftVersion.module_id == module_id).order_by(DraftVersion.revision.desc())
    return db.session.scalars(query.limit(200)).all()


def pictures_changed(account_id: UUID, since: datetime) -> int:
    """How often pictures were added or deleted in the modules that somebody writes, by whomever of their authors."""
    own = select(ModuleAuthor.module_id).where(ModuleAuthor.account_id == account_id)
    query = select(func.count(DraftVersion.id)).where(
        DraftVersion.module_id.in_(own),
        DraftVersion.saved_at >= since,
        DraftVersion.what.startswith("media:"),
    )
    return db.session.scalar(query) or 0


def version_of(module_id: UUID, revision: int) -> DraftVersion:
    """One of them with its text. Raises NoResultFound."""
    query = (
        select(DraftVersion)
        .where(DraftVersion.module_id == module_id, DraftVersion.revision == revision)
        .options(undefer(DraftVersion.document))
    )
    return db.session.scalars(query).one()


def edition_of(module_id: UUID, number: int) -> Edition:
    """Raises NoResultFound."""
    query = select(Edition).where(Edition.module_id == module_id, Edition.number == number)
    return db.session.scalars(query).one()


def edition_by_id(edition_id: UUID) -> Edition:
    """Raises NoResultFound."""
    return db.session.get_one(Edition, edition_id)


def compared_edition(module_id: UUID, number: int) -> Edition:
    """An edition with its text. Raises NoResultFound."""
    query = select(Edition).where(Edition.module_id == module_id, Edition.number == number)
    return db.session.scalars(query.options(undefer(Edition.document))).one()


def draft_with_text(module_id: UUID) -> Draft:
    query = select(Draft).where(Draft.module_id == module_id).options(undefer(Draft.document))
    return db.session.scalars(query).one()


def waivers_of(module_id: UUID) -> Sequence[WordingWaiver]:
    """What somebody wanted to keep of what the check of wording found in a module, oldest first."""
    query = select(WordingWaiver).where(WordingWaiver.module_id == module_id)
    return db.session.scalars(query.order_by(WordingWaiver.asked_at, WordingWaiver.id)).all()


def package_record(module_id: UUID, document_hash: str) -> PackageRecord | None:
    query = select(PackageRecord).where(
        PackageRecord.module_id == module_id, PackageRecord.document_hash == document_hash
    )
    return db.session.scalars(query).one_or_none()


def passed_marks() -> frozenset[str]:
    """Of all packages that have passed the checks when they were loaded."""
    return frozenset(db.session.scalars(select(PackageRecord.passed).where(PackageRecord.passed != "")))


def waiver_marked(module_id: UUID, mark: str) -> WordingWaiver | None:
    query = select(WordingWaiver).where(WordingWaiver.module_id == module_id, WordingWaiver.mark == mark)
    return db.session.scalars(query).one_or_none()


def waivers_by_mark(slug: str) -> dict[str, bool | None]:
    """The same for a module by its address: whether each was accepted, None where nobody has decided."""
    query = (
        select(WordingWaiver.mark, WordingWaiver.is_accepted)
        .join(TrainingModule, TrainingModule.id == WordingWaiver.module_id)
        .where(TrainingModule.slug == slug)
    )
    return {row.mark: row.is_accepted for row in db.session.execute(query)}


def rule_versions() -> Sequence[LanguageRuleVersion]:
    """Everything that editors wrote over the rules about words, oldest first."""
    query = select(LanguageRuleVersion).order_by(LanguageRuleVersion.code, LanguageRuleVersion.number)
    return db.session.scalars(query).all()


def rules_stamp() -> UUID | None:
    """Another one as soon as somebody has changed a rule."""
    newest = select(LanguageRuleVersion.id).order_by(LanguageRuleVersion.at.desc(), LanguageRuleVersion.id.desc())
    return db.session.scalars(newest.limit(1)).one_or_none()


def newest_rule_number(code: str) -> int:
    """Zero where the rule is as it came."""
    query = select(func.max(LanguageRuleVersion.number)).where(LanguageRuleVersion.code == code)
    return db.session.scalar(query) or 0


def published_documents() -> list[tuple[ModuleDocument, Any]]:
    """What stands on the shelf, typed and as plain data, in the order of codes."""
    query = select(Edition.document).join(TrainingModule, TrainingModule.current_edition_id == Edition.id)
    documents = [module_from_json(text) for text in db.session.scalars(query.order_by(TrainingModule.code))]
    return [(document, msgspec.to_builtins(document)) for document in documents]


def profession_rows() -> Sequence[Profession]:
    """In the order of pages."""
    return db.session.scalars(select(Profession).order_by(Profession.position)).all()


def trainer_by_contact(typed: str, at: datetime) -> Account | None:
    """An account that holds the role of trainer now, by its e-mail or phone as a person writes it."""
    contact = normal_contact(typed)
    account = account_by_login(contact.value) if contact else None
    if account is None or not any(grant.role is Role.TRAINER and grant.holds_at(at) for grant in account.grants):
        return None
    return account


def upload_of(module_id: UUID, upload_id: UUID) -> QuestionUpload:
    """A file of questions sent for this module, with its bytes. Raises NoResultFound."""
    query = (
        select(QuestionUpload)
        .where(QuestionUpload.module_id == module_id, QuestionUpload.id == upload_id)
        .options(undefer(QuestionUpload.content))
    )
    return db.session.scalars(query).one()
