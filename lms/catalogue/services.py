"""What can happen on the shelf: drafts are saved, editions published and withdrawn, modules retired."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from lms.catalogue.documents import ModuleDocument, module_from_json
from lms.catalogue.errors import AlreadyEnded, AnswerKeysDiffer, CountsOtherwise, DraftOvertaken, NothingNew
from lms.catalogue.events import EditionPublished, EditionWithdrawn
from lms.catalogue.models import (
    Draft,
    DraftVersion,
    Edition,
    EditionChange,
    EditionProfession,
    EditionQuestion,
    EditionText,
    ModuleState,
    TrainingModule,
)
from lms.catalogue.queries import first_document
from lms.core import events
from lms.core.extensions import db
from lms.core.folding import fold
from lms.questions.documents import canonical, hash_of
from lms.questions.kinds import kind_of
from lms.questions.services import pin_questions

#: Within it, changes of one person to one part that saves itself are one step of the history.
ONE_STEP = timedelta(minutes=10)


@dataclass(frozen=True)
class ReviewFacts:
    """Whether and when the text was signed, and for each checklist when and in which role, as ``Edition.reviews``."""

    is_reviewed: bool
    reviewed_on: date | None = None
    signed: list[dict[str, Any]] = field(default_factory=list)


def add_module(document: ModuleDocument, *, by: UUID | None, at: datetime) -> TrainingModule:
    """A new module with its draft."""
    module = TrainingModule(slug=document.slug, code=document.code, created_at=at, created_by_id=by)
    module.state = ModuleState.DRAFT
    db.session.add(module)
    db.session.flush()  # the draft's foreign key needs the row
    text = canonical(document).decode()
    db.session.add(
        Draft(module_id=module.id, document=text, document_hash=hash_of(document), changed_at=at, changed_by_id=by)
    )
    return module


def save_draft(
    draft: Draft,
    document: ModuleDocument,
    *,
    based_on: int,
    by: UUID | None,
    what: str,
    at: datetime,
    goes_on: bool = False,
) -> Draft:
    """Replace the draft's text, keeping what it was. Refuses if somebody saved since revision ``based_on``.

    ``goes_on``: if the same person changed the same part a short while ago, what stood before that is enough.
    """
    if draft.revision != based_on:
        raise DraftOvertaken
    new_hash = hash_of(document)
    if new_hash == draft.document_hash:
        return draft
    if not (goes_on and _is_one_step(draft, by=by, what=what, at=at)):
        db.session.add(
            DraftVersion(
                module_id=draft.module_id,
                revision=draft.revision,
                document=draft.document,
                saved_at=draft.changed_at,
                saved_by_id=draft.changed_by_id,
                what=what,
                is_unasked=goes_on,
            )
        )
    draft.document, draft.document_hash = canonical(document).decode(), new_hash
    draft.changed_at, draft.changed_by_id = at, by
    return draft


def _is_one_step(draft: Draft, *, by: UUID | None, what: str, at: datetime) -> bool:
    """Whether the newest step of the history is this person's in this part, saved itself, and not long ago."""
    if draft.changed_by_id != by or at - draft.changed_at > ONE_STEP:
        return False
    newest = select(DraftVersion).where(DraftVersion.module_id == draft.module_id)
    step = db.session.scalars(newest.order_by(DraftVersion.revision.desc()).limit(1)).first()
    return step is not None and step.is_unasked and step.what == what


def publish_edition(
    module: TrainingModule,
    document: ModuleDocument,
    *,
    change: EditionChange,
    review: ReviewFacts,
    by: UUID | None,
    at: datetime,
) -> Edition:
    """Freeze the document as the module's next edition and derive what SQL has to know of it."""
    if counts_otherwise(document):
        raise CountsOtherwise
    before = _current_document(module)
    if before is not None:
        if hash_of(before) == hash_of(document):
            raise NothingNew
        if change is EditionChange.WORDING and answer_keys(before) != answer_keys(document):
            raise AnswerKeysDiffer
    number = 1 + (db.session.scalar(select(func.max(Edition.number)).where(Edition.module_id == module.id)) or 0)
    edition = Edition(
        module_id=module.id,
        number=number,
        document=canonical(document).decode(),
        document_hash=hash_of(document),
        change=change,
        published_at=at,
        published_by_id=by,
        is_reviewed=review.is_reviewed,
        reviewed_on=review.reviewed_on,
        reviews=review.signed,
    )
    db.session.add(edition)
    db.session.flush()  # derived rows point at it
    derive(edition, document, at=at)
    module.current_edition_id, module.state = edition.id, ModuleState.PUBLISHED
    events.emit(EditionPublished(edition.id, module.id, change.value, at))
    return edition


def counts_otherwise(document: ModuleDocument) -> bool:
    """Whether the module's first edition counts to other outputs, or differs in being core."""
    first = first_document(document.slug)
    return first is not None and (set(first.outputs), first.core) != (set(document.outputs), document.core)


def derive(edition: Edition, document: ModuleDocument, *, at: datetime) -> None:
    """Write the rows that are derived from an edition's document; writing them again gives the same rows."""
    for table in (EditionText, EditionProfession, EditionQuestion):
        db.session.execute(delete(table).where(table.edition_id == edition.id))
    for language, title in document.title.items():
        db.session.add(_text_row(edition.id, document, language, title))
    for code in (*document.professions.required, *document.professions.recommended):
        db.session.add(
            EditionProfession(
                edition_id=edition.id, profession_code=code, is_required=code in document.professions.required
            )
        )
    versions = pin_questions(document.slug, document.questions, at=at)
    for question, version in zip(document.questions, versions, strict=True):
        db.session.add(
            EditionQuestion(
                edition_id=edition.id,
                question_key=question.key,
                question_id=version.question_id,
                document_hash=version.document_hash,
                objective=question.objective,
                difficulty=question.difficulty,
                form=question.form,
            )
        )


def derive_again() -> int:
    """Derive the rows of every edition anew, in the order of publication; says how many editions there are."""
    editions = db.session.scalars(select(Edition).order_by(Edition.published_at, Edition.id)).all()
    for edition in editions:
        derive(edition, module_from_json(edition.document), at=edition.published_at)
        db.session.flush()
    return len(editions)


def _text_row(edition_id: UUID, document: ModuleDocument, language: str, title: str) -> EditionText:
    lessons = " ".join(lesson.texts[language].title for lesson in document.lessons if language in lesson.texts)
    summary = document.summary.get(language, "")
    return EditionText(
        edition_id=edition_id,
        language=language,
        title=title,
        summary=summary,
        state=document.states.get(language, "machine-draft"),
        search_text=fold(f"{document.code} {title} {summary} {lessons}"),
    )


def answer_keys(document: ModuleDocument) -> dict[str, frozenset[str]]:
    """Question key to what decides about its answers, and the keys of everything progress hangs on."""
    keys = {
        f"question:{question.key}": kind_of(question).answer_key(question)
        for question in (*document.questions, *document.checks)
    }
    keys["lessons"] = frozenset(lesson.key for lesson in document.lessons)
    scenario = document.scenario
    keys["scenario"] = frozenset() if scenario is None else frozenset(scenario.places)
    return keys


def _current_document(module: TrainingModule) -> ModuleDocument | None:
    if module.current_edition_id is None:
        return None
    text = db.session.scalars(select(Edition.document).where(Edition.id == module.current_edition_id)).one()
    return module_from_json(text)


def withdraw_edition(edition: Edition, *, reason: str, at: datetime) -> None:
    """Close an edition to all at once: the text is wrong or unlawful. The module falls back on what is left."""
    if edition.withdrawn_at is not None:
        raise AlreadyEnded
    edition.withdrawn_at, edition.withdrawn_reason = at, reason
    db.session.flush()  # the question below must not see it
    left = db.session.scalars(
        select(Edition)
        .where(Edition.module_id == edition.module_id, Edition.withdrawn_at.is_(None))
        .order_by(Edition.number.desc())
        .limit(1)
    ).one_or_none()
    module = db.session.get_one(TrainingModule, edition.module_id)
    if module.current_edition_id == edition.id:
        module.current_edition_id = left.id if left else None
        if left is None and module.state is ModuleState.PUBLISHED:
            module.state = ModuleState.DRAFT
    events.emit(EditionWithdrawn(edition.id, edition.module_id, left.id if left else None, at))


def retire_module(module: TrainingModule, *, reason: str, finish_until: date, at: datetime) -> None:
    """No new starts; those in progress finish until the day; certificates and records stay."""
    if module.state is ModuleState.RETIRED:
        raise AlreadyEnded
    module.state, module.retired_at, module.retired_reason = ModuleState.RETIRED, at, reason
    module.finish_until = finish_until
