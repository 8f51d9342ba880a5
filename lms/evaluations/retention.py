"""How long it is known that somebody answered, and how long replies and comments are kept."""

from datetime import datetime

from sqlalchemy import update

from lms.core import clock
from lms.core.i18n import _l
from lms.core.rows import changed
from lms.enrolments.validity import months_later
from lms.evaluations.boxes import content_of, fill, lock_module, modules_with_boxes
from lms.evaluations.models import EvaluationReply, FollowUpReply, Holds
from lms.evaluations.occasions import month_of
from lms.people.retention import keeps

#: An example that was there stays counted as one.
REMOVED = "–"


@keeps(
    "evaluation_marks",
    what=_l("That an evaluation form was answered, without the answers"),
    why=_l("So that everybody answers once and the response rate is known"),
    until=_l("As long as the platform reports"),
    stays=True,
)
def keep_marks(at: datetime) -> int:
    """They hang on enrolments, which concern nobody once their person has left."""
    return 0


@keeps(
    "evaluation_waiting",
    what=_l("Replies to evaluation forms that wait, sealed, until five are there"),
    why=_l("So that a reply cannot be told from those of four others"),
    until=_l("One year; then they are destroyed unread"),
    stays=True,
)
def destroy_waiting(at: datetime) -> int:
    """What has found no company in a year will not find any."""
    oldest, destroyed = month_of(months_later(clock.local_day(at), -12)), 0
    for module_id in modules_with_boxes():
        lock_module(module_id)
        waiting = content_of(module_id, Holds.REPLIES)
        kept = [said for said in waiting if said["since"] >= oldest]
        if len(kept) < len(waiting):
            fill(module_id, Holds.REPLIES, kept)
            destroyed += len(waiting) - len(kept)
    return destroyed


@keeps(
    "evaluation_comments",
    what=_l("Free comments and examples in evaluation forms, without a person"),
    why=_l("So that modules become better"),
    until=_l("Two years; the figures stay"),
    stays=True,
)
def remove_comments(at: datetime) -> int:
    oldest = month_of(months_later(clock.local_day(at), -24))
    comments = update(EvaluationReply).where(EvaluationReply.month < oldest, EvaluationReply.comment.is_not(None))
    examples = update(FollowUpReply).where(FollowUpReply.month < oldest, FollowUpReply.example.not_in(("", REMOVED)))
    return changed(comments.values(comment=None)) + changed(examples.values(example=REMOVED))
