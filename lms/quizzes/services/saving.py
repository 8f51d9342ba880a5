"""Saving answers: an overwritable record each, refused when it is late or for a question that was left behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lms.core.extensions import db
from lms.questions.kinds import kind_of
from lms.quizzes import queries
from lms.quizzes.errors import AlreadyHandedIn, AttemptClosed, NotThisQuestion, TimeOver, UnknownAnswer
from lms.quizzes.queries import AnswerSheet, Sitting
from lms.quizzes.timing import is_over


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


def save_answers(sheet: AnswerSheet | Sitting, writes: Sequence[Write], *, at: datetime) -> Saved:
    """Store each answer that is based on what is stored; name what stands where it is not.

    The same write sent again succeeds again. The caller holds the lock on the attempt. Raises AlreadyHandedIn,
    AttemptClosed, TimeOver, NotThisQuestion or UnknownAnswer, and then nothing is stored.
    """
    _must_be_open(sheet, at)
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


def go_on(sitting: Sitting, *, place: int, at: datetime) -> None:
    """Leave the question at this place behind, for good. Raises like ``save_answers``.

    A second click, or another tab, names a place that was left already and moves nothing.
    """
    _must_be_open(sitting, at)
    if not sitting.is_one_way or place != sitting.reached or place > len(sitting.drawn):
        raise NotThisQuestion
    sitting.attempt.reached = place + 1


def _must_be_open(sheet: AnswerSheet | Sitting, at: datetime) -> None:
    if sheet.handed_in_at:
        raise AlreadyHandedIn
    if sheet.is_closed or sheet.is_on_paper:
        raise AttemptClosed
    if is_over(sheet.due_at, at):
        raise TimeOver


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
    drawn = enumerate(sheet.drawn, start=1)
    place, order = next(((place, options) for place, (key, options) in drawn if key == write.question), (0, []))
    if not place:
        raise UnknownAnswer
    if sheet.is_one_way and place != sheet.reached:
        raise NotThisQuestion
    question = sheet.document.questions_by_key[write.question]
    kind = kind_of(question)
    value = kind.unveil(question, write.value, order)
    if not kind.knows(question, value):
        raise UnknownAnswer
    return kind.read(question, value)
