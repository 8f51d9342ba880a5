"""A package comes into the database: as a draft, and as an edition where that is allowed.

Published on load only if its reviewers have signed exactly this document, or in a demonstration database; otherwise
the draft waits for review. If the studio has edited the draft since the last load, nothing is changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from lms.authoring.checklist_queries import all_versions
from lms.authoring.checklists import Checklist
from lms.authoring.differences import differences
from lms.authoring.errors import LoadRefused
from lms.authoring.models import ReviewKind
from lms.authoring.packs.reading import Pack
from lms.authoring.packs.signing import Signature, complete
from lms.authoring.parity import blocking
from lms.authoring.services.media import keep_file
from lms.authoring.services.records import keep_mark, keep_papers
from lms.authoring.services.reviews import overtake_review
from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.models import Draft, Edition, EditionChange, ModuleState, TrainingModule
from lms.catalogue.services import ReviewFacts, add_module, answer_keys, counts_otherwise, publish_edition, save_draft
from lms.core import audit
from lms.core.extensions import db
from lms.questions.documents import hash_of

FROM_PACKAGE = "package"
MOST_NAMED = 10


@dataclass
class LoadedPack:
    """What became of one package, in sentences; empty if there was nothing to do."""

    slug: str
    sentences: list[str] = field(default_factory=list)


def load_pack(pack: Pack, *, is_demonstration: bool, at: datetime) -> LoadedPack:
    """Bring one checked package in. Raises ``LoadRefused``, having changed nothing that matters."""
    document = pack.document
    if document is None or pack.report.errors:
        raise LoadRefused([str(problem) for problem in pack.report.errors])
    loaded = LoadedPack(document.slug)
    draft = _draft_for(document, loaded, at=at)
    for content in pack.media.values():
        keep_file(content)
    keep_papers(draft, pack.papers, at=at)
    keep_mark(draft, pack.mark, at=at)
    _publish_if_allowed(draft, pack, document, loaded, is_demonstration=is_demonstration, at=at)
    return loaded


def _draft_for(document: ModuleDocument, loaded: LoadedPack, *, at: datetime) -> Draft:
    """The module's draft, holding this document."""
    module = db.session.scalars(select(TrainingModule).where(TrainingModule.slug == document.slug)).one_or_none()
    if module is None:
        return _new_draft(document, loaded, at=at)
    draft = db.session.get_one(Draft, module.id)
    new_hash = hash_of(document)
    if draft.document_hash == new_hash:
        draft.loaded_hash = new_hash
        return draft
    if draft.document_hash != draft.loaded_hash:
        raise LoadRefused(_named(document, draft))
    save_draft(draft, document, based_on=draft.revision, by=None, what=FROM_PACKAGE, at=at)
    overtake_review(module.id, at=at)
    draft.loaded_hash = new_hash
    audit.record(None, "authoring.package.loaded", module, at=at, document_hash=new_hash)
    loaded.sentences.append("the draft is replaced by the package")
    return draft


def _new_draft(document: ModuleDocument, loaded: LoadedPack, *, at: datetime) -> Draft:
    same_code = db.session.scalars(
        select(TrainingModule.slug).where(TrainingModule.code == document.code)
    ).one_or_none()
    if same_code is not None:
        raise LoadRefused([f"{document.slug}: the code {document.code} belongs to the module {same_code} already."])
    module = add_module(document, by=None, at=at)
    db.session.flush()  # the draft is asked for next
    draft = db.session.get_one(Draft, module.id)
    draft.loaded_hash = draft.document_hash
    audit.record(None, "authoring.package.loaded", module, at=at, document_hash=draft.document_hash)
    loaded.sentences.append("new module")
    return draft


def _named(document: ModuleDocument, draft: Draft) -> list[str]:
    """What the studio's draft says otherwise than the package."""
    found = differences(module_from_json(draft.document), document)
    sentence = (
        f"{document.slug}: the draft was edited in the studio since the last load; nothing was changed. It differs in:"
    )
    more = [f"  … and {len(found) - MOST_NAMED} more places"] if len(found) > MOST_NAMED else []
    return [sentence, *(f"  {place}" for place in found[:MOST_NAMED]), *more]


def _publish_if_allowed(
    draft: Draft, pack: Pack, document: ModuleDocument, loaded: LoadedPack, *, is_demonstration: bool, at: datetime
) -> None:
    module = db.session.get_one(TrainingModule, draft.module_id)
    editions = db.session.scalars(
        select(Edition).where(Edition.module_id == module.id, Edition.document_hash == draft.document_hash)
    ).all()
    review = _review_facts(pack.papers.signatures, draft.document_hash)
    if any(edition.withdrawn_at is not None for edition in editions):
        loaded.sentences.append("this text was withdrawn as an edition, so it is not published again")
    elif editions:
        return
    elif module.state is ModuleState.RETIRED:
        loaded.sentences.append("the module is retired, so nothing is published")
    elif not review.is_reviewed and not is_demonstration:
        if loaded.sentences:
            loaded.sentences.append("not signed by its reviewers: the draft waits for review")
    elif blocking(document, pack.publishable):
        if loaded.sentences:
            loaded.sentences.append("some translations are not as far as they must be: the draft is not published")
    elif counts_otherwise(document):
        raise LoadRefused(
            [f"{document.slug}: outputs and core stay as in the first edition; reported numbers rest on them."]
        )
    else:
        edition = publish_edition(
            module,
            document,
            change=_change(module, document, is_wording=pack.is_wording),
            review=review,
            by=None,
            at=at,
        )
        audit.record(None, "authoring.edition.published", edition, at=at, document_hash=edition.document_hash)
        words = "reviewed" if edition.is_reviewed else "not yet reviewed"
        loaded.sentences.append(f"edition {edition.number} is published ({words})")


def _review_facts(signatures: tuple[Signature, ...], document_hash: str) -> ReviewFacts:
    """When and in which role each list was signed, if all are."""
    valid = complete(signatures, document_hash)
    if valid is None:
        return ReviewFacts(is_reviewed=False)
    lists = all_versions()
    signed = [
        {
            "kind": kind.value,
            "title": _title_of(lists[kind], valid[kind.value].version),
            "version": valid[kind.value].version,
            "role": valid[kind.value].role,
            "on": valid[kind.value].signed_on,
        }
        for kind in ReviewKind
    ]
    days = [date.fromisoformat(valid[kind.value].signed_on) for kind in ReviewKind]
    return ReviewFacts(is_reviewed=True, reviewed_on=max(days), signed=signed)


def _title_of(versions: Mapping[int, Checklist], number: int) -> dict[str, str]:
    """What the list was called in the version that was answered; a version of elsewhere goes by the newest name."""
    return versions.get(number, versions[max(versions)]).title


def _change(module: TrainingModule, document: ModuleDocument, *, is_wording: bool) -> EditionChange:
    if module.current_edition_id is None:
        return EditionChange.FIRST
    before = db.session.scalars(select(Edition.document).where(Edition.id == module.current_edition_id)).one()
    if not is_wording:
        return EditionChange.CONTENT
    if answer_keys(module_from_json(before)) != answer_keys(document):
        raise LoadRefused(
            [f"{document.slug}: “change: wording” cannot change keys or right answers. Write “change: content”."]
        )
    return EditionChange.WORDING
