"""What can happen to an attempt: started, answers saved, handed in, set aside."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lms.catalogue.queries import document_of
from lms.core import audit, events
from lms.core.extensions import db
from lms.enrolments.models import Enrolment
from lms.enrolments.queries import Study
from lms.enrolments.requirements import FINAL_KEY, PRE_TEST_KEY
from lms.enrolments.services import record_step
from lms.questions.kinds import kind_of
from lms.quizzes import drawing, marking, queries
from lms.quizzes.errors import AlreadyHandedIn, AttemptClosed, TriesLeft, UnknownAnswer
from lms.quizzes.events import AttemptHandedIn, ResultReleased, TriesOpened
from lms.quizzes.models import Attempt, AttemptKind, Mark, Try, TrySet
from lms.quizzes.queries import AnswerSheet, Sitting
from lms.quizzes.standing import Standing, read_standing


@dataclass(frozen=True)
class Write:
    """One answer on its way, as the page spells it. ``base`` is the revision its writer has seen; 0 for none."""

    question: str
    value: Sequence[str]
    write_id: str
    base: int


@dataclass
class Saved:
    """What became of the writes: question to revision, and what stands where a write came too late."""

    revisions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, queries.Answer] = field(default_factory=dict)


def start_attempt(study: Study, kind: AttemptKind, *, seed: int, by: UUID, at: datetime) -> Attempt:
    """The open attempt, or a new one with its questions drawn. Refuses with an error of this room.

    The caller holds the lock on the enrolment, so that what is read here is true; the place in the set is the wall.
    """
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, kind, at=at)
    if standing.open and not standing.is_closed:
        return standing.open
    if refusal := standing.refusal():
        raise refusal
    form = _form(study.enrolment, kind, is_first=not counted_finals(attempts))
    drawn = _draw(study, attempts, kind, form, seed=seed)
    draw = Draw(study.enrolment.edition_id, form, seed, drawn)
    return begin(study, attempts, standing, draw, by=by, at=at)


@dataclass(frozen=True)
class Draw:
    """What an attempt asks: questions of an edition in their order, and the seed that tells it again."""

    edition_id: UUID
    #: See ``Attempt.form``.
    form: str | None
    seed: int
    drawn: drawing.Drawn
    is_on_paper: bool = False


def begin(
    study: Study, attempts: Sequence[Attempt], standing: Standing, draw: Draw, *, by: UUID, at: datetime
) -> Attempt:
    """The attempt with this draw, in its place. The caller holds the lock and has asked ``standing.refusal``."""
    kind, questions = standing.kind, document_of(draw.edition_id).questions_by_key
    if kind is AttemptKind.FINAL:
        _close_pre_test(attempts, at=at)
    scale = drawing.scale_of(questions[str(key)] for key, _options in draw.drawn)
    attempt = Attempt(
        enrolment_id=study.enrolment.id,
        edition_id=draw.edition_id,
        kind=kind,
        number=1 + max((other.number for other in attempts if other.kind is kind), default=0),
        seed=draw.seed,
        drawn=draw.drawn,
        form=draw.form,
        is_on_paper=draw.is_on_paper,
        started_at=at,
        scale=scale,
        points_possible=len(draw.drawn) * scale,
    )
    db.session.add(attempt)
    if kind is AttemptKind.FINAL:
        _take_place(attempt, study, standing, at=at)
    audit.record(by, "quizzes.attempt.started", attempt, at=at, kind=kind.value, number=attempt.number)
    return attempt


def counted_finals(attempts: Sequence[Attempt]) -> list[Attempt]:
    return [one for one in attempts if one.kind is AttemptKind.FINAL and one.set_aside_at is None]


def _take_place(attempt: Attempt, study: Study, standing: Standing, *, at: datetime) -> None:
    """The next place of the set; the first of a new one if there is none to go on with."""
    tries = standing.set or _new_set(study, standing.next_set, at=at)
    db.session.add(Try(attempt=attempt, set=tries, place=standing.tries_used + 1))


def _new_set(
    study: Study, number: int, *, at: datetime, opened_by: UUID | None = None, reason: str | None = None
) -> TrySet:
    tries = TrySet(
        person_id=study.enrolment.person_id,
        module_id=study.enrolment.module_id,
        number=number,
        size=study.document.rules.attempts,
        opened_at=at,
        opened_by_id=opened_by,
        reason=reason,
    )
    db.session.add(tries)
    return tries


def open_tries(study: Study, *, reason: str, by: UUID, at: datetime) -> TrySet:
    """New tries before they open by themselves. Raises TriesLeft. The caller holds the lock on the enrolment.

    Whoever opens them learns that all were used, and nothing of how they went.
    """
    attempts = queries.attempts_in(study.enrolment)
    standing = read_standing(study, attempts, AttemptKind.FINAL, at=at)
    if not standing.is_used_up:
        raise TriesLeft
    tries = _new_set(study, standing.next_set, at=at, opened_by=by, reason=reason)
    audit.record(by, "quizzes.tries.opened", study.enrolment, at=at, reason=reason)
    events.emit(TriesOpened(study.id, study.enrolment.person_id, at))
    return tries


def _close_pre_test(attempts: Sequence[Attempt], *, at: datetime) -> None:
    """What was known before is not asked any more once the final quiz has been seen."""
    for attempt in attempts:
        if attempt.kind is AttemptKind.PRE_TEST and attempt.handed_in_at is None and attempt.set_aside_at is None:
            attempt.set_aside_at = at


def _form(enrolment: Enrolment, kind: AttemptKind, *, is_first: bool) -> str | None:
    """One form before, the other inside the first final attempt; later attempts never count for the gain."""
    if kind is AttemptKind.PRE_TEST:
        return enrolment.pre_form
    return drawing.other_form(enrolment.pre_form) if is_first else None


def _draw(
    study: Study, attempts: Sequence[Attempt], kind: AttemptKind, form: str | None, *, seed: int
) -> drawing.Drawn:
    if kind is AttemptKind.PRE_TEST:
        return drawing.draw_pre_test(study.document, form or study.enrolment.pre_form, seed=seed)
    if form:
        return drawing.draw_first_final(study.document, form, seed=seed)
    seen = Counter(key for attempt in attempts for key, _options in attempt.drawn)
    return drawing.draw_final(study.document, seen=seen, seed=seed)


def save_answers(sheet: AnswerSheet | Sitting, writes: Sequence[Write], *, at: datetime) -> Saved:
    """Store each answer that is based on what is stored; name what stands where it is not.

    The same write sent again succeeds again. The caller holds the lock on the attempt. Raises AlreadyHandedIn,
    AttemptClosed or UnknownAnswer, and then nothing is stored.
    """
    handed_in_at = sheet.attempt.handed_in_at if isinstance(sheet, Sitting) else sheet.handed_in_at
    if handed_in_at:
        raise AlreadyHandedIn
    if sheet.is_closed or sheet.is_on_paper:
        raise AttemptClosed
    values = [_read(sheet, write) for write in writes]
    saved = Saved()
    upsert = queries.answer_upsert()
    stored: Mapping[str, queries.Answer] | None = None
    for write, value in zip(writes, values, strict=True):
        if (standing := _taken_back(sheet, write.question, value)) is not None:
            saved.conflicts[write.question] = standing
            continue
        revision = (
            db.session.connection()
            .execute(
                upsert,
                {
                    "attempt_id": sheet.id,
                    "question_key": write.question,
                    "chosen": value,
                    "write_id": write.write_id,
                    "saved_at": at,
                    "base": write.base,
                },
            )
            .scalar()
        )
        if revision is not None:
            saved.revisions[write.question] = revision
            continue
        stored = stored or queries.answers_of(sheet.id)
        answer = stored[write.question]
        if answer.write_id == write.write_id or answer.chosen == value:
            saved.revisions[write.question] = answer.revision
        else:
            saved.conflicts[write.question] = answer
    return saved


def _taken_back(sheet: AnswerSheet | Sitting, key: str, value: Sequence[str]) -> queries.Answer | None:
    """The stored answer, where its kind lets nothing be taken back and the new one would."""
    question = sheet.document.questions_by_key[key]
    kind = kind_of(question)
    if not kind.is_path:
        return None
    answer = queries.answers_of(sheet.id).get(key)
    return answer if answer and not kind.follows(question, answer.chosen, value) else None


def _read(sheet: AnswerSheet | Sitting, write: Write) -> list[str]:
    """The answer in its stored form. Raises UnknownAnswer for what cannot have come from the page."""
    drawn = sheet.attempt.drawn if isinstance(sheet, Sitting) else sheet.drawn
    order = next((options for key, options in drawn if key == write.question), None)
    if order is None:
        raise UnknownAnswer
    question = sheet.document.questions_by_key[write.question]
    kind = kind_of(question)
    value = kind.unveil(question, write.value, order)
    if not kind.knows(question, value):
        raise UnknownAnswer
    return kind.read(question, value)


def hand_in(sitting: Sitting, *, by: UUID, at: datetime) -> Attempt:
    """Mark the answers as they stand and close the attempt; again it changes nothing. Raises AttemptClosed.

    The caller holds the locks on the enrolment and the attempt.
    """
    attempt = sitting.attempt
    if attempt.handed_in_at:
        return attempt
    if sitting.is_closed or sitting.is_on_paper:
        raise AttemptClosed
    audit.record(by, "quizzes.attempt.handed_in", attempt, at=at, kind=attempt.kind.value, number=attempt.number)
    return close(sitting, at=at)


def close(sitting: Sitting, *, at: datetime) -> Attempt:
    """Mark what is stored; nothing is answered any more. The caller holds the locks and has looked whether it may."""
    attempt = sitting.attempt
    attempt.handed_in_at = at
    marks = marking.mark(sitting)
    settle(sitting, marks, at=at)
    events.emit(AttemptHandedIn(attempt.id, attempt.enrolment_id, attempt.kind.value, attempt.number, at))
    return attempt


def settle(sitting: Sitting, marks: Sequence[Mark], *, at: datetime) -> None:
    """Add up the marks once every question has one, and release the result. Until then nothing happens.

    The caller holds the locks on the enrolment and the attempt.
    """
    attempt = sitting.attempt
    if attempt.marked_at is None and not marking.add_up(sitting, marks):
        return
    attempt.marked_at = attempt.marked_at or at
    if attempt.released_at is None:
        release(sitting, at=at)


def release(sitting: Sitting, *, at: datetime) -> None:
    """The result is shown and counts from now on."""
    attempt = sitting.attempt
    attempt.released_at = at
    if attempt.kind is AttemptKind.PRE_TEST:
        record_step(sitting.enrolment, PRE_TEST_KEY, at=at)
    elif attempt.is_passed:
        record_step(sitting.enrolment, FINAL_KEY, at=at)
    events.emit(
        ResultReleased(
            attempt_id=attempt.id,
            enrolment_id=attempt.enrolment_id,
            kind=attempt.kind.value,
            is_passed=bool(attempt.is_passed),
            # Who hands in reads the result on the next page; only who had to wait is told of it. On paper others
            # hand in, unless everything was typed in before the sheet was claimed.
            was_awaited=attempt.handed_in_at != at or (attempt.is_on_paper and attempt.started_at != at),
            at=at,
        )
    )
