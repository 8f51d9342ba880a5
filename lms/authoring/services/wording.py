"""Words are kept although the check found them: with a reason, and errors only if somebody else agrees."""

from datetime import datetime
from uuid import UUID

from lms.accounts.queries import accounts_alike
from lms.authoring import queries
from lms.authoring.errors import NotYourReview
from lms.authoring.models import Review, ReviewState, WordingWaiver
from lms.authoring.wording import Note
from lms.catalogue.queries import has_written
from lms.core import audit
from lms.core.extensions import db


def ask_to_keep(module_id: UUID, note: Note, *, reason: str, by: UUID, at: datetime) -> WordingWaiver:
    """The author gives the reason. For advice that is enough; an error waits for a reviewer."""
    waiver = queries.waiver_marked(module_id, note.mark)
    if waiver is None:
        waiver = _new(module_id, note, reason=reason, by=by, at=at)
    waiver.reason, waiver.asked_by_id, waiver.asked_at = reason, by, at
    waiver.is_accepted, waiver.answer, waiver.decided_by_id, waiver.decided_at = None, "", None, None
    audit.record(by, "authoring.wording.asked", waiver, at=at, rule=note.finding.rule, place=waiver.place)
    return waiver


def take_back(module_id: UUID, note: Note, *, by: UUID, at: datetime) -> bool:
    """The author no longer wants to keep the words; what a reviewer decided stays. Says whether anything changed."""
    waiver = queries.waiver_marked(module_id, note.mark)
    if waiver is None or waiver.decided_at is not None:
        return False
    audit.record(by, "authoring.wording.taken_back", waiver, at=at, rule=note.finding.rule, place=waiver.place)
    db.session.delete(waiver)
    return True


def decide(review: Review, note: Note, *, is_accepted: bool, answer: str, by: UUID, at: datetime) -> WordingWaiver:
    """A reviewer who did not write the text lets words stand, or says that they must change.

    Raises ``NotYourReview`` for whoever wrote the text, asked for the review or gave the reason.
    """
    waiver = queries.waiver_marked(review.module_id, note.mark)
    own = waiver is not None and waiver.asked_by_id == by != waiver.decided_by_id
    if own or not may_decide(review, by):
        raise NotYourReview
    if waiver is None:
        waiver = _new(review.module_id, note, reason=answer, by=by, at=at)
    waiver.is_accepted, waiver.answer, waiver.decided_by_id, waiver.decided_at = is_accepted, answer, by, at
    act = "authoring.wording.kept" if is_accepted else "authoring.wording.refused"
    audit.record(by, act, waiver, at=at, rule=note.finding.rule, place=waiver.place)
    return waiver


def may_decide(review: Review, account_id: UUID) -> bool:
    """Nobody who is or was an author, nor whoever asked for the review, and only while it is open."""
    is_behind = has_written(review.module_id, account_id) or review.requested_by_id in accounts_alike([account_id])
    return review.state is ReviewState.OPEN and not is_behind


def _new(module_id: UUID, note: Note, *, reason: str, by: UUID, at: datetime) -> WordingWaiver:
    waiver = WordingWaiver(
        module_id=module_id,
        mark=note.mark,
        place="/".join(map(str, note.remark.place)),
        rule=note.finding.rule,
        reason=reason,
        asked_by_id=by,
        asked_at=at,
    )
    db.session.add(waiver)
    db.session.flush()  # the log names it
    return waiver
