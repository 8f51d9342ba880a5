"""A key is corrected: looked at beforehand without a change, then written down for a job to carry out."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from lms.core import audit, events
from lms.core.extensions import db
from lms.core.jobs import enqueue
from lms.grading import papers
from lms.grading.effects import Effect, Preview, can_lose, can_pass_now, effect_on, passes_after, passes_before
from lms.grading.errors import NothingChanges
from lms.grading.events import KeyCorrected
from lms.grading.key_queries import KeyDesk, Person, Shared, people_concerned
from lms.grading.keys import key_hash, with_key_of
from lms.grading.tasks import job_key, regrade
from lms.questions.documents import Question, canonical
from lms.quizzes.models import CorrectedQuestion, KeyCorrection


def preview(desk: KeyDesk, question: Question, edition_ids: Collection[UUID], *, is_given: bool) -> Preview:
    """What the correction would do if it were confirmed now. Nothing is written."""
    attempts = newly_passing = 0
    losing: list[UUID] = []
    chosen = {shared.edition.id: shared for shared in desk.shared if shared.edition.id in edition_ids}
    for person in people_concerned(chosen.keys(), question.key):
        effects = _effects(person, chosen, question, is_given=is_given)
        attempts += sum(effect.is_change for effect in effects)
        before, after = passes_before(person.attempts), passes_after(person.attempts, effects)
        if not before and after and can_pass_now(person.attempts):
            newly_passing += 1
        if before and not after and not person.is_decided and can_lose(person.attempts):
            losing.append(person.attempts[0].enrolment_id)
    return Preview(attempts, newly_passing, len(losing), len(papers.codes_of(losing)))


def _effects(person: Person, chosen: dict[UUID, Shared], question: Question, *, is_given: bool) -> list[Effect]:
    found = []
    for attempt in person.attempts:
        shared, mark = chosen.get(attempt.edition_id), person.marks.get(attempt.id)
        if shared is None or mark is None:
            continue
        own = with_key_of(shared.question, question)
        effect = effect_on(attempt, mark, own, shared.known.document.rules.share, is_given=is_given)
        if effect is not None:
            found.append(effect)
    return found


def correct_key(
    desk: KeyDesk,
    question: Question,
    edition_ids: Collection[UUID],
    *,
    is_given: bool,
    reason: str,
    by: UUID,
    at: datetime,
) -> KeyCorrection:
    """From now on these editions are marked and explained so; a job marks again what was handed in.

    Raises NothingChanges. The caller holds the lock on the module, so that the second of two clicks finds the key
    corrected already.
    """
    chosen = [shared for shared in desk.shared if shared.edition.id in edition_ids]
    replaced = _replaced(chosen, question, is_given=is_given)
    if not replaced:
        raise NothingChanges
    correction = KeyCorrection(
        module_id=desk.module.id, question_key=question.key, is_point_for_all=is_given, reason=reason, by_id=by, at=at
    )
    db.session.add(correction)
    db.session.flush()
    for shared, own in replaced:
        db.session.add(
            CorrectedQuestion(
                correction_id=correction.id,
                edition_id=shared.edition.id,
                document=canonical(own).decode(),
                key_before=key_hash(shared.question),
                key_after=key_hash(own),
            )
        )
    db.session.flush()
    audit.record(
        by,
        "grading.key.corrected",
        correction,
        at=at,
        reason=reason,
        module=desk.slug,
        question=question.key,
        editions=[shared.edition.number for shared, _own in replaced],
    )
    events.emit(KeyCorrected(correction.id, desk.module.id, question, key_hash(desk.question), is_given, by, at))
    enqueue(regrade, correction.id, unique_key=job_key(correction.id))
    return correction


def _replaced(chosen: Sequence[Shared], question: Question, *, is_given: bool) -> list[tuple[Shared, Question]]:
    """The editions in which something would change, with their question as it would be."""
    found = []
    for shared in chosen:
        own = with_key_of(shared.question, question)
        if own != shared.question or is_given != shared.is_given:
            found.append((shared, own))
    return found
