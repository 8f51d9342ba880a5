"""Translations are saved with their states; who has said so is kept beside them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lms.authoring.carrying import SourceChange
from lms.authoring.errors import NotYoursToSay
from lms.authoring.models import TranslationMark
from lms.authoring.services import drafts
from lms.authoring.translating import Outcome, Written, translated
from lms.authoring.translation_queries import is_reviewer, marks_on
from lms.authoring.translators import Sent, compared
from lms.catalogue.documents import ModuleDocument
from lms.catalogue.models import Draft
from lms.catalogue.queries import has_written, is_author
from lms.catalogue.translation import State, hash_of_text
from lms.core import audit
from lms.core.extensions import db


def save_translations(
    draft: Draft,
    document: ModuleDocument,
    language: str,
    rows: Sequence[Written],
    *,
    by: UUID,
    what: str,
    at: datetime,
) -> Outcome:
    """Keep all of it, or nothing where something was changed meanwhile or does not fit. The caller holds the lock on
    the draft.

    Authors write and say how far they are; whoever is none says as a reviewer what is checked, and changes no word.
    Raises ``NotYoursToSay``.
    """
    is_review = not is_author(draft.module_id, by)
    if is_review and (has_written(draft.module_id, by) or not is_reviewer(draft.module_id, by, at)):
        raise NotYoursToSay
    outcome = translated(document, language, rows, is_review=is_review)
    if outcome.taken and not outcome.overtaken and not outcome.unfit:
        change = SourceChange.CHECKED if is_review else SourceChange.STATED
        drafts.save(draft, outcome.document, by=by, what=what, at=at, change=change)
        _mark(draft.module_id, language, outcome, by=by, at=at)
        if is_review:
            audit.record(
                by,
                "authoring.translation.checked",
                draft.module,
                at=at,
                language=language,
                texts=len(outcome.taken),
                document_hash=draft.document_hash,
            )
    return outcome


def _mark(module_id: UUID, language: str, outcome: Outcome, *, by: UUID, at: datetime) -> None:
    said = {hash_of_text(target): state for target, state in outcome.taken.values() if state is not None}
    known = marks_on(module_id, language, said)
    for text_hash, state in said.items():
        mark = known.get(text_hash)
        if mark is None:
            mark = TranslationMark(module_id=module_id, language=language, text_hash=text_hash)
            db.session.add(mark)
        mark.state, mark.marked_at, mark.marked_by_id = state.value, at, by


def bring_back(
    draft: Draft,
    document: ModuleDocument,
    language: str,
    units: Sequence[Sent],
    *,
    keeps_states: bool,
    by: UUID,
    at: datetime,
) -> Outcome:
    """Keep what a translator's file says otherwise, but for what has changed here meanwhile or has lost a citation."""
    found = compared(document, language, units)
    changed = {identity for identity, _before, _after in found.changed}
    rows = [
        Written(unit.identity, unit.base, unit.target, unit.state if keeps_states else State.TRANSLATED)
        for unit in found.units
        if unit.identity in changed or (keeps_states and unit.state is not None)
    ]
    what = f"translation:{language}"
    return save_translations(draft, document, language, rows, by=by, what=what, at=at)
