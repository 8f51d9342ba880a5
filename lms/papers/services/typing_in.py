"""Answers come from paper: saved, declared complete, handed in. Whoever types learns nothing of what they are worth."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lms.core import audit
from lms.core.extensions import db
from lms.papers.desks import SheetAt
from lms.papers.errors import Overtaken, SheetOver
from lms.papers.models import PaperSheet
from lms.questions.kinds import kind_of
from lms.quizzes.errors import AttemptClosed
from lms.quizzes.on_paper import hand_in_from_paper
from lms.quizzes.queries import Sitting, sitting_on_paper
from lms.quizzes.setting_aside import set_attempt_aside

#: Why a sheet has ended by itself: its person has left, or the text was withdrawn.
CLOSED = "closed"


def save_typed(
    at_sheet: SheetAt, answers: Mapping[str, Sequence[str]], *, base: int, by: UUID, at: datetime
) -> PaperSheet:
    """Keep the answers in the spelling of their kinds. Raises SheetOver, Overtaken. The caller holds the lock.

    ``base``: the revision that the page was drawn with. Whatever was declared complete is open again.
    """
    sheet = at_sheet.sheet
    if sheet.is_over:
        raise SheetOver
    if base != sheet.revision:
        raise Overtaken
    kept = {}
    for asked in at_sheet.asked:
        value = kind_of(asked.question).read(asked.question, answers.get(asked.question.key, ()))
        if value:
            kept[asked.question.key] = value
    if kept != sheet.answers:
        sheet.compared_at = sheet.compared_by_id = None
    sheet.answers, sheet.revision = kept, sheet.revision + 1
    sheet.typed_by_id, sheet.typed_at, sheet.ready_at = by, at, None
    return sheet


def finish_sheet(at_sheet: SheetAt, *, by: UUID, at: datetime) -> None:
    """Everything is typed in; hands the attempt in if the sheet is claimed. Raises SheetOver."""
    sheet = at_sheet.sheet
    if sheet.is_over:
        raise SheetOver
    if sheet.typed_at is None:  # an empty sheet is an answer too
        sheet.typed_by_id, sheet.typed_at = by, at
    sheet.ready_at = at
    audit.record(by, "papers.sheet.typed", sheet, at=at)
    hand_in_if_claimed(sheet, at=at)


def hand_in_if_claimed(sheet: PaperSheet, *, at: datetime) -> None:
    """The second of claiming and typing hands in. The caller holds the lock on the sheet, this takes the others."""
    if sheet.ready_at is None or sheet.attempt_id is None or sheet.typed_by_id is None:
        return
    db.session.flush()
    sitting, answers = sitting_on_paper(sheet.attempt_id), sheet.answers
    sheet.answers = {}  # from now on they are those of the attempt, or nobody's
    if sitting is not None and _hand_in(sitting, answers, by=sheet.typed_by_id, at=at):
        sheet.handed_in_at = at
    else:
        sheet.ended_at, sheet.ended_reason = at, CLOSED


def _hand_in(sitting: Sitting, answers: Mapping[str, Sequence[str]], *, by: UUID, at: datetime) -> bool:
    """False if the attempt does not count any more."""
    try:
        hand_in_from_paper(sitting, answers, by=by, at=at)
    except AttemptClosed:
        return False
    return True


def note_comparison(sheet: PaperSheet, *, by: UUID, at: datetime) -> None:
    """Somebody has typed everything in a second time, and it was the same. Raises SheetOver."""
    if sheet.is_over:
        raise SheetOver
    sheet.compared_by_id, sheet.compared_at = by, at
    audit.record(by, "papers.sheet.compared", sheet, at=at)


def end_sheet(sheet: PaperSheet, *, reason: str, by: UUID, at: datetime) -> None:
    """Lost or unreadable: an attempt that waits for it does not count, and its try is free again. Raises SheetOver."""
    if sheet.is_over:
        raise SheetOver
    sheet.ended_at, sheet.ended_reason, sheet.answers = at, reason, {}
    if sheet.attempt_id is not None:
        sitting_on_paper(sheet.attempt_id)  # its locks
        set_attempt_aside(sheet.attempt_id, at=at)
    audit.record(by, "papers.sheet.ended", sheet, at=at, reason=reason)
